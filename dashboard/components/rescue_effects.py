"""What stands behind the gains: what does each measure do, by how many offers?"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import cache
from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.presenters.rescue_effects import EFFECTS, effects_view
from dashboard.state import Here

_WIDTHS: Final = (110, 105, 118, 152, 105, 160, 100)
# Lower rows hold a single line.
_ROW_HEIGHT: Final = 72


def show(here: Here) -> None:
    """Draw the effects of the measures with their intervals; nothing where an assessment has none."""
    texts = here.reader.texts
    view = effects_view(cache.results(here.key(EFFECTS)), here.reader)
    if view is None:
        return
    heading.section(texts("rescue.effects.title"), view.said)
    # Widths of its own, so that a phone moves the table instead of squeezing it, and cells have lines.
    st.dataframe(
        view.table,
        key="rescue_effects",
        height="content",
        row_height=_ROW_HEIGHT,
        hide_index=True,
        column_config={
            str(name): st.column_config.TextColumn(width=width)
            for name, width in zip(view.table, _WIDTHS, strict=True)
        },
    )
    st.caption(plain(texts("rescue.effects.caption")))
    heading.page_link("settings", texts("rescue.effects.settings"))
