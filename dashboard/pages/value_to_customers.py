"""What do customers gain from us, what does it cost them, and who grows with us?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.charts.trend_line import trend_line_chart
from dashboard.components import (
    answers_behind,
    chart,
    empty,
    figures,
    heading,
    headline,
    item_roles,
    recorded_gains,
    result_table,
)
from dashboard.components import people_behind as people
from dashboard.components import satisfaction_parts as parts
from dashboard.presenters import delivered_value as view
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.group_bars import band_bars, codes_of

here = state.here()
texts = here.reader.texts


def show_page() -> None:
    """Draw headline, figures, the four values beside the four costs, who gains and who grows."""
    customers, grounds = assessed.customers(here), assessed.grounds(here)
    found = view.delivered_value_view(customers, parts.tables_of(here), grounds)
    headline.show(found.headline, found.caption)
    if found.missing:
        empty.note(found.missing, ":material/data_alert:")
        item_roles.link(here)
        figures.show(found.figures[-1:], key="value_figures", below=lambda _: people.link(here, view.GREW))
    else:
        figures.show(found.figures, key="value_figures", below=behind)
        left, right = st.columns(2, gap="large")
        with left:
            show_answered("values", found.values)
        with right:
            show_answered("costs", found.costs)
        if clicked := show_bars("gain", band_bars(customers, "benefit_index", grounds)):
            state.go("customers", filters=CustomerFilters(gain=codes_of(clicked)))
        show_both_sides(customers)
        parts.show_trends(here, view.value_trends(parts.tables_of(here), grounds))
    show_growing()
    if clicked := show_bars("development", view.development_bars(customers, grounds)):
        state.go("customers", filters=CustomerFilters(growth=tuple(clicked)))
    recorded_gains.show_breadth(here)
    recorded_gains.show_recorded(here)


def show_both_sides(customers: pd.DataFrame) -> None:
    """Draw what customers gain from us beside what they are worth to us; a row leads to them."""
    rows, labels = view.both_sides(customers, assessed.grounds(here))
    if len(rows):
        heading.section(texts("value_to_customers.both.title"), texts("value_to_customers.both.caption"))
        tier = result_table.choose(rows, labels, "value_both")
        if tier is not None:
            state.go("customers", filters=view.gained_by(str(tier)))


def show_growing() -> None:
    """Draw who grows quarter by quarter; a click shows who is behind a quarter's share."""
    found = view.growing_quarters(parts.tables_of(here), assessed.grounds(here))
    if found is None:
        return
    quarters, behind_them = found
    heading.section(texts("experience.figure.growing_share"), texts("value_to_customers.growing.caption"))
    said = "; ".join(quarters["hover"])
    people.show_chart(here, trend_line_chart(quarters), "value_growing", said, behind_them)


def behind(number: int) -> None:
    """Draw the way to what a figure counts: answers, or of the last one customers."""
    if number < len(view.BEHIND):
        answers_behind.link_from(here, view.BEHIND[number])
    else:
        people.link(here, view.GREW)


def show_answered(name: str, bars: pd.DataFrame) -> None:
    """Draw bars of which each leads to the answers that it counts."""
    if clicked := show_bars(name, bars):
        answers_behind.go(AnswerFilters(clicked[0]))


def show_bars(name: str, bars: pd.DataFrame) -> list[str] | None:
    """Draw one set of bars under its heading, or what is missing for it; return what was clicked."""
    heading.section(texts(f"value_to_customers.{name}.title"), texts(f"value_to_customers.{name}.caption"))
    if bars.empty:
        st.markdown(texts(f"value_to_customers.{name}.none"))
        return None
    said = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
    return chart.show(labelled_bars_chart(bars), f"value_{name}", said)


heading.show(here, texts("frame.page.value_to_customers"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
