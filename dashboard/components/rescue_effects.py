"""What stands behind the gains: what does each measure do, by how many offers?"""

from __future__ import annotations

import streamlit as st

from dashboard import cache
from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.presenters.rescue_effects import EFFECTS, effects_view
from dashboard.state import Here


def show(here: Here) -> None:
    """Draw the effects of the measures with their intervals; nothing where an assessment has none."""
    texts = here.reader.texts
    view = effects_view(cache.results(here.key(EFFECTS)), here.reader)
    if view is None:
        return
    heading.section(texts("rescue.effects.title"), view.said)
    st.table(view.table.map(plain), border="horizontal", hide_index=True)
    st.caption(plain(texts("rescue.effects.caption")))
    heading.page_link("settings", texts("rescue.effects.settings"))
