"""Whom shall somebody contact first?"""

from __future__ import annotations

from math import ceil

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.components import customer_table, export, heading, rescue_effects
from dashboard.components.plain import plain
from dashboard.presenters.chances import too_soon_of
from dashboard.presenters.customer_filters import CustomerFilters, filter_words, matching
from dashboard.presenters.customer_list import ROWS_A_PAGE
from dashboard.presenters.early_warning import warning_list
from dashboard.presenters.terms import STATES, term
from dashboard.state import Here
from dashboard.usecases.customer_export import list_file


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
        if filters.count:
            st.caption(filter_words(filters, here.reader))
            clear = texts("customers.clear_filters")
            st.button(
                clear, key="warning_clear", on_click=state.change, kwargs={"filters": CustomerFilters()}
            )
            heading.page_link("customers", texts("warning.list.customers"), filters=filters)
    # Who has left is a matter of winning back: they stand here when asked for.
    here_still = customers["churn_state"] != "left"
    _list(here, matching(customers if filters.state else customers[here_still], filters))
    rescue_effects.show(here)


def _states_chosen() -> None:
    state.change_filters(state=tuple(state.chosen("warning_state") or ()))


def _list(here: Here, listed: pd.DataFrame) -> None:
    """Draw the list page by page, with its export."""
    texts = here.reader.texts
    number = f"warning_page_{max(1, ceil(len(listed) / ROWS_A_PAGE))}"
    shown = warning_list(listed, state.chosen(number) or 1, here.reader)
    if shown.rows.empty:
        st.markdown(texts("warning.list.nobody"))
        return
    chosen = customer_table.show(shown.rows, shown.labels, "warning_list", texts("warning.list.alt"))
    if chosen is not None:
        state.go("customer_file", customer=chosen, filters=here.address.filters)
    as_of = assessed.grounds(here).as_of

    def written(kind: str) -> bytes:
        return list_file(listed, as_of, "xlsx" if kind == "xlsx" else "csv")

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(shown.place)
        if shown.pages > 1:
            st.pagination(shown.pages, key=number)
        export.show(texts, texts("warning.list.file"), written, "warning_export")
