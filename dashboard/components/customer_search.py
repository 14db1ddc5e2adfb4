"""Whose file shall be opened? A search, and customers to begin with."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import customer_table, heading, headline
from dashboard.presenters.customer_filters import searched
from dashboard.presenters.customer_list import FIRST_SORT, customer_list
from dashboard.state import Here

_SEARCH = "file_search"
_COLUMNS = ("customer_id", "name", "current_value", "value_tier", "churn_state", "silent")
_SUGGESTED = 8


def show(here: Here, customers: pd.DataFrame) -> None:
    """Draw the search over all customers of the assessment; who is chosen, their file opens."""
    texts = here.reader.texts
    headline.show(texts("customer_file.choose.headline"), texts("customer_file.choose.caption"))
    search = st.text_input(
        texts("customers.label.search"),
        key=_SEARCH,
        placeholder=texts("customers.label.search_hint"),
        help=texts("customers.label.search_help"),
        icon=":material/search:",
        width=420,
        label_visibility="collapsed",
    )
    if search and search.strip():
        found = searched(customers, search)
        if found.empty:
            st.info(texts("customer_file.choose.nobody"), icon=":material/person_search:")
        else:
            _choice(found, texts("customer_file.choose.found", count=len(found)), "file_found", here)
        return
    leaning = customers[customers["churn_state"] == "leaning"]
    if not leaning.empty:
        _choice(leaning, texts("customer_file.choose.valuable_leaning"), "file_leaning", here)
    _choice(customers, texts("customer_file.choose.valuable"), "file_valuable", here)


def _choice(customers: pd.DataFrame, title: str, key: str, here: Here) -> None:
    heading.section(title)
    listed = customer_list(customers, FIRST_SORT, 1, here.reader)
    labels = {name: listed.labels[name] for name in _COLUMNS if name in listed.labels}
    rows = listed.rows[list(labels)].head(50 if key == "file_found" else _SUGGESTED)
    chosen = customer_table.show(rows, labels, key, here.reader.texts("customer_file.choose.alt"))
    if chosen is not None:
        state.go("customer_file", customer=chosen)
