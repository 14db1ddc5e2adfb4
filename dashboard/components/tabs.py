"""Which of a page's views is looked at? The choice stands in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import state
from dashboard.state import Here


def show(here: Here, subject: str, tabs: Sequence[str], default: str = "") -> str:
    """Draw the choice among ``tabs`` and return the one chosen.

    Where the address names none it is ``default``, or the first.
    The words are ``<subject>.tabs`` for the choice and ``<subject>.tab.<tab>`` for each view.
    """
    texts, key = here.reader.texts, f"{subject}_tab"
    tab = here.address.tab if here.address.tab in tabs else default or tabs[0]
    st.segmented_control(
        texts(f"{subject}.tabs"),
        tabs,
        format_func=lambda name: texts(f"{subject}.tab.{name}"),
        key=state.follow(key, tab),
        on_change=lambda: state.change(tab=state.chosen(key)),
        required=True,
        label_visibility="collapsed",
    )
    return tab
