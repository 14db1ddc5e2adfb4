"""Who is worth what?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.components import empty, group_pictures, heading, segment_pictures
from dashboard.state import Here

TABS = {
    "matrix": segment_pictures.show_matrix,
    "abc": segment_pictures.show_concentration,
    "pyramid": segment_pictures.show_pyramid,
    "rfm": segment_pictures.show_rfm,
    "lifecycle": segment_pictures.show_lifecycle,
    "groups": group_pictures.show_groups,
    "firmness": group_pictures.show_firmness,
    "migration": segment_pictures.show_migration,
}


def show_page(here: Here, customers: pd.DataFrame) -> None:
    """Draw the choice of view, which stands in the address, and the view chosen."""
    texts = here.reader.texts
    tab = here.address.tab if here.address.tab in TABS else "matrix"
    st.segmented_control(
        texts("segments.tabs"),
        list(TABS),
        format_func=lambda name: texts(f"segments.tab.{name}"),
        key=state.follow("segments_tab", tab),
        on_change=lambda: state.change(tab=state.chosen("segments_tab")),
        required=True,
        label_visibility="collapsed",
    )
    empty.basis_note(here)
    TABS[tab](here, customers)


here = state.here()
texts = here.reader.texts
heading.show(here, texts("frame.page.segments"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page(here, assessed.customers(here))
