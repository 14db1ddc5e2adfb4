"""Whom to win, and what to offer whom?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.components import empty, heading, prospect_lists
from dashboard.state import Here

TABS = {"offer": prospect_lists.show_offer, "win": prospect_lists.show_win}


def show_page(here: Here, customers: pd.DataFrame) -> None:
    """Draw the choice of view, which stands in the address, and the view chosen."""
    texts = here.reader.texts
    tab = here.address.tab if here.address.tab in TABS else "offer"
    st.segmented_control(
        texts("prospects.tabs"),
        list(TABS),
        format_func=lambda name: texts(f"prospects.tab.{name}"),
        key=state.follow("prospects_tab", tab),
        on_change=lambda: state.change(tab=state.chosen("prospects_tab")),
        required=True,
        label_visibility="collapsed",
    )
    empty.basis_note(here)
    TABS[tab](here, customers)


here = state.here()
texts = here.reader.texts
heading.show(here, texts("frame.page.prospects"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page(here, assessed.customers(here))
