"""How good is the company's data?"""

from __future__ import annotations

from data import quality
from data.quality import DataQuality, KindQuality
from data.viewer import Viewer

__all__ = ["DataQuality", "KindQuality", "data_quality"]


def data_quality(viewer: Viewer, slug: str) -> DataQuality:
    """Return what there is by kind, and by import what figures rest on."""
    return quality.data_quality(viewer, slug)
