"""How does a list of customers stand on a page: part by part, each leading to a file, all to be exported?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.components import customer_table, export, heading
from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.presenters.customer_filters import CustomerFilters, filter_words
from dashboard.presenters.customer_list import ROWS_A_PAGE, CustomerList
from dashboard.presenters.paging import pages_of
from dashboard.state import Here
from dashboard.usecases.customer_export import list_file

Present = Callable[[pd.DataFrame, int, Reader], CustomerList]


@dataclass(frozen=True)
class Words:
    """How a list is told in words, how its export is called, and by which key its widgets go."""

    key: str
    alt: str
    file_name: str


def show(here: Here, listed: pd.DataFrame, present: Present, words: Words) -> None:
    """Draw the part of ``listed`` that is looked at as ``present`` words it, and the export of all."""
    texts = here.reader.texts
    number = f"{words.key}_page_{pages_of(len(listed), ROWS_A_PAGE)}"
    shown = present(listed, state.chosen(number) or 1, here.reader)
    if shown.rows.empty:
        st.markdown(texts("warning.list.nobody"))
        return
    chosen = customer_table.show(shown.rows, shown.labels, f"{words.key}_list", words.alt)
    if chosen is not None:
        state.go("customer_file", customer=chosen, filters=here.address.filters)
    as_of = assessed.grounds(here).as_of

    def written(kind: str) -> bytes:
        return list_file(listed, as_of, "xlsx" if kind == "xlsx" else "csv")

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(shown.place)
        if shown.pages > 1:
            st.pagination(shown.pages, key=number)
        export.show(texts, words.file_name, written, f"{words.key}_export")


def show_filters(here: Here, key: str) -> None:
    """Draw by what the list is narrowed, if it is, with the ways out and to all customers like these."""
    texts, filters = here.reader.texts, here.address.filters
    if not filters.count:
        return
    st.caption(plain(filter_words(filters, here.reader)))
    st.button(
        texts("customers.clear_filters"),
        key=f"{key}_clear",
        on_click=state.change,
        kwargs={"filters": CustomerFilters()},
    )
    heading.page_link("customers", texts("warning.list.customers"), filters=filters)
