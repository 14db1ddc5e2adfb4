"""Which customers fit, what are they worth together, and how do they differ from everybody?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.charts.share_bars import share_comparison_chart
from dashboard.components import (
    answers_behind,
    chart,
    customer_filters,
    customer_order,
    customer_table,
    empty,
    export,
    figures,
    heading,
    headline,
    saved_views,
)
from dashboard.presenters.customer_filters import filter_words, matching, searched
from dashboard.presenters.customer_list import ROWS_A_PAGE, customer_list, with_recorded
from dashboard.presenters.customers import CustomersView, customers_view, said
from dashboard.presenters.paging import pages_of
from dashboard.theme import STATE_COLOURS, TIER_COLOURS
from dashboard.usecases.customer_export import list_file

here = state.here()
texts = here.reader.texts
filters = here.address.filters


def show_page() -> None:
    """Draw headline, filters, comparison and list."""
    grounds, everybody = assessed.grounds(here), assessed.customers(here)
    top = st.container()
    search = customer_filters.show(filters, here.reader, has_before=here.compared is not None)
    listed = searched(matching(answers_behind.narrowed(here, everybody), filters), search)
    view = customers_view(listed, everybody, filters, grounds)
    with top:
        headline.show(view.headline, view.caption)
        empty.basis_note(here)
    if view.is_empty:
        words = filter_words(filters, here.reader)
        text = texts("customers.empty.search" if search else "customers.empty.text", filters=words)
        empty.show(texts("customers.empty.title"), text, icon=":material/person_search:")
        return
    figures.show(view.figures, key="customers_figures")
    show_list(listed, grounds.as_of)
    if not view.is_small:
        show_comparison(view)


def show_comparison(view: CustomersView) -> None:
    """Draw the list's churn states and tiers beside everybody's; a click narrows the list."""
    heading.section(texts("customers.compare.title"), texts("customers.compare.caption"))
    parts = (("state", view.states, STATE_COLOURS), ("tier", view.tiers, TIER_COLOURS))
    for column, (name, shares, colours) in zip(st.columns(2, gap="large"), parts, strict=True):
        if not shares["share"].notna().any():
            continue
        with column:
            picture = share_comparison_chart(shares, colours, texts("customers.compare.everybody"))
            alt = texts("customers.compare.alt", said=said(shares))
            clicked = chart.show(picture, f"customers_{name}_{'-'.join(getattr(filters, name))}", alt)
        if clicked and tuple(clicked) != getattr(filters, name):
            state.change_filters(**{name: tuple(clicked)})
            st.rerun()


def show_list(listed: pd.DataFrame, as_of: dt.date) -> None:
    """Draw the list page by page; one click opens a customer's file."""
    # Where nobody's value is known, the likeliest to leave come first.
    order = here.address.sort or ("" if assessed.grounds(here).has_purchases else "-churn_probability")

    def written(kind: str) -> bytes:
        return list_file(listed, as_of, "xlsx" if kind == "xlsx" else "csv")

    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        heading.section(texts("customers.list.title"), texts("customers.list.open"))
        customer_order.show(order, here.reader)
        saved_views.show(here, "customers")
    pages = pages_of(len(listed), ROWS_A_PAGE)
    number = f"customers_page_{pages}_{order}"
    shown = customer_list(listed, order, state.chosen(number) or 1, here.reader)
    shown = with_recorded(shown, listed, filters.holds, here.reader)
    alt = texts("customers.list.alt")
    chosen = customer_table.show(
        shown.rows, shown.labels, "customers_list", alt, on_heading=customer_order.of_heading
    )
    if chosen is not None:
        # The filters go along, so that Back leads to this very list.
        state.go("customer_file", customer=chosen, filters=filters, sort=here.address.sort)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(shown.place)
        if pages > 1:
            st.pagination(pages, key=number)
        export.show(texts, texts("customers.export.file"), written, "customers_export")


heading.show(here, texts("frame.page.customers"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
