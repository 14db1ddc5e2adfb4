"""Who has not bought yet and looks like the best customers, and how are products called?"""

from __future__ import annotations

import pandas as pd

from data import assessments as stored
from data import reading
from data.prospects import others_on_file, product_labels
from data.viewer import Viewer
from engine.segments.prospects import scored_profiles

__all__ = ["attribute_labels", "product_labels", "without_purchase"]

_CARD = "likeness_profile"


def without_purchase(viewer: Viewer, slug: str, assessment_id: int) -> pd.DataFrame:
    """Return customers on file without any purchase in an assessment, scored by its model.

    ``customer_id``, ``customer_key``, ``prospect_likeness`` (0-1, NaN where nothing is known that
    the model knows) and ``prospect_traits``; without a model all are NaN.
    """
    header = stored.header(viewer, slug, assessment_id)
    known = stored.assessment_frame(viewer, slug, assessment_id, ("customer_key",))["customer_key"]
    keys, attributes = others_on_file(viewer, slug, frozenset(known))
    model = next((card["facts"].get("model") for card in header.cards if card["name"] == _CARD), None)
    scored = pd.DataFrame({"likeness": float("nan"), "traits": None}, index=keys.index)
    if model and not attributes.empty:
        scored = scored_profiles(model, attributes, header.as_of).reindex(keys.index)
    return pd.DataFrame(
        {
            "customer_id": keys.index.to_numpy(),
            "customer_key": keys.to_numpy(),
            "prospect_likeness": scored["likeness"].to_numpy(dtype="float64"),
            "prospect_traits": scored["traits"].to_numpy(dtype=object),
        }
    )


def attribute_labels(viewer: Viewer, slug: str) -> dict[str, str]:
    """Return how each attribute was headed in the file it came with; nothing to a masked viewer."""
    return reading.attribute_labels(viewer, slug)
