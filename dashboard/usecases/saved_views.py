"""Which pages with their filters did somebody want to find again?"""

from __future__ import annotations

from data.saved_views import ViewInfo, remove_view, save_view, saved_views

__all__ = ["ViewInfo", "remove_view", "save_view", "saved_views"]
