"""In which order does a list of customers stand? The order is part of the address."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.formats import Reader
from dashboard.presenters.customer_list import FIRST_SORT, SORTS, sort_of_heading

_ORDER = "customers_sort"


def show(sort: str, reader: Reader) -> None:
    """Draw the choice of order."""
    texts = reader.texts
    st.selectbox(
        texts("customers.label.sort"),
        list(SORTS),
        format_func=lambda code: texts(f"customers.sort.{SORTS[code]}"),
        key=state.follow(_ORDER, sort if sort in SORTS else FIRST_SORT),
        on_change=_chosen,
        icon=":material/sort:",
        width=260,
        label_visibility="collapsed",
    )


def of_heading(column: str) -> None:
    """Put the whole list in the order of a column whose heading was clicked, a second time the other way."""
    state.change(sort=sort_of_heading(column, state.here().address.sort))


def _chosen() -> None:
    state.change(sort=state.chosen(_ORDER))
