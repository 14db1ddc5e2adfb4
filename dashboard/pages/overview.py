"""How are we doing, and what needs me now?"""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.silent_by_tier import silent_by_tier_chart
from dashboard.components import (
    answers_behind,
    chart,
    customer_table,
    empty,
    figures,
    heading,
    headline,
    one_day,
    people_behind,
    report,
)
from dashboard.components.plain import plain
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.overview import OverviewView, overview_view
from dashboard.presenters.overview_figures import MOST_FIRST, FigureGroup
from dashboard.presenters.overview_links import ANSWERED, people_counted

here = state.here()
texts = here.reader.texts


def show_page() -> None:
    """Draw headline, the first figures, picture and the customers to see to; then all other figures."""
    view = overview()
    headline.show(view.headline, view.caption)
    empty.basis_note(here)
    customers = assessed.customers(here)
    show_figures(view.first, customers)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(view.figures_caption)
        report.show_overview(here, view)
    left, right = st.columns([3, 4], gap="large")
    with left:
        show_silent(view)
    with right:
        show_attention(view)
    for group in view.further:
        st.space("small")
        heading.section(group.title)
        show_figures(group, customers)


def show_figures(group: FigureGroup, customers: pd.DataFrame) -> None:
    """Draw figures beside each other, each with the ways to those whom it counts."""
    below = partial(show_behind, group, customers)
    figures.show(group.figures, key=f"overview_{group.code}", most_columns=MOST_FIRST, below=below)


def show_behind(group: FigureGroup, customers: pd.DataFrame, number: int) -> None:
    """Draw the ways from a figure to the answers and customers that it counts."""
    name, figure = group.names[number], group.figures[number]
    if figure.missing:
        return
    if name in ANSWERED:
        answers, filters = ANSWERED[name]
        # What counts answers says so; what counts customers only rests on answers.
        said = "" if filters.count else figure.explanation.rows
        answers_behind.link_from(here, answers, filters, said)
    ways = people_counted(name, customers, here.reader)
    for people in ways:
        people_behind.small_link("customers", people.label, filters=people.filters)
    if not ways and name not in ANSWERED:
        st.caption(plain(texts("loyalty.behind.unknown")))


def overview() -> OverviewView:
    """Return what the page says about the assessment looked at."""
    found, before = cache.found(here.key()), assessed.earlier(here)
    return overview_view(assessed.customers(here), found.figures, before, assessed.grounds(here))


def show_silent(view: OverviewView) -> None:
    """Draw who is falling silent by tier; a click leads to those customers."""
    grounds = assessed.grounds(here)
    if grounds.one_day and not grounds.has_purchases:
        one_day.show_bands(here)
        return
    heading.section(view.silent_title, texts("overview.silent.caption"))
    if view.silent_missing:
        st.markdown(plain(view.silent_missing))
        return
    chosen = chart.show(silent_by_tier_chart(view.silent), "overview_silent", view.silent_alt)
    if chosen:
        state.go("customers", filters=CustomerFilters(tier=tuple(chosen), state=("leaning",)))


def show_attention(view: OverviewView) -> None:
    """Draw the most valuable customers that are leaning to leave; a click opens the file."""
    heading.section(texts("overview.attention.title"), view.attention_caption)
    if view.attention.empty:
        st.markdown(texts("overview.attention.nobody"))
        return
    chosen = customer_table.show(
        view.attention, view.attention_labels, "overview_attention", texts("overview.attention.alt")
    )
    if chosen is not None:
        state.go("customer_file", customer=chosen)
    heading.page_link(
        "customers", texts("overview.attention.all"), filters=CustomerFilters(state=("leaning",))
    )


heading.show(here, texts("frame.page.overview"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
