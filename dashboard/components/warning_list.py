"""Whom shall somebody contact first?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.components import customer_pages, heading, rescue_effects
from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.presenters.chances import too_soon_of
from dashboard.presenters.customer_filters import matching
from dashboard.presenters.customer_list import CustomerList
from dashboard.presenters.early_warning import warning_list
from dashboard.presenters.terms import STATES, term
from dashboard.presenters.told_incidents import INCIDENTS, with_told
from dashboard.state import Here


def show(here: Here, customers: pd.DataFrame) -> None:
    """Draw the states to choose from and the customers; one click opens a customer's file."""
    texts, filters = here.reader.texts, here.address.filters
    heading.section(texts("warning.list.title"), texts("warning.list.caption"))
    st.caption(texts("warning.counting", rule=assessed.grounds(here).churn_rule))
    too_soon = too_soon_of(customers, assessed.grounds(here))
    if too_soon:
        st.caption(plain(too_soon))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.pills(
            texts("customers.label.state"),
            STATES,
            format_func=lambda code: term("state", code, texts),
            selection_mode="multi",
            key=state.follow("warning_state", list(filters.state)),
            on_change=_states_chosen,
            label_visibility="collapsed",
        )
        customer_pages.show_filters(here, "warning")
    # Who has left is a matter of winning back: they stand here when asked for.
    here_still = customers["churn_state"] != "left"
    listed = matching(customers if filters.state else customers[here_still], filters)
    words = customer_pages.Words("warning", texts("warning.list.alt"), texts("warning.list.file"))

    def told(people: pd.DataFrame, page: int, reader: Reader) -> CustomerList:
        return with_told(
            warning_list(people, page, reader), people, cache.results(here.key(INCIDENTS)), reader
        )

    customer_pages.show(here, listed, told, words)
    rescue_effects.show(here)


def _states_chosen() -> None:
    state.change_filters(state=tuple(state.chosen("warning_state") or ()))
