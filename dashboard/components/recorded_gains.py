"""Which benefits were measured, how does the customers' own business grow, and does their choice widen?"""

from __future__ import annotations

import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import chart, heading, result_table
from dashboard.components.plain import plain
from dashboard.components.satisfaction_parts import tables_of
from dashboard.presenters.breadth import breadth_bars, of_breadth
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.loyalty import gain_rows
from dashboard.state import Here


def show_breadth(here: Here) -> None:
    """Draw who buys from more categories than a year before; a click leads to the customers."""
    texts = here.reader.texts
    bars = breadth_bars(assessed.customers(here), assessed.grounds(here))
    if bars.empty:
        return
    heading.section(texts("value_to_customers.breadth.title"), texts("value_to_customers.breadth.caption"))
    said = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
    if clicked := chart.show(labelled_bars_chart(bars), "value_breadth", said):
        state.go("customers", filters=of_breadth(clicked))


def show_recorded(here: Here) -> None:
    """Draw what the files record of the customers' gain; a row leads to the customers."""
    texts, labels = here.reader.texts, cache.attribute_labels(here.key_of(None))
    rows, heads, left_out = gain_rows(tables_of(here), labels, assessed.grounds(here))
    heading.section(texts("value_to_customers.recorded.title"), texts("value_to_customers.recorded.caption"))
    if rows.empty:
        st.markdown(plain(texts("value_to_customers.recorded.none")))
    elif (source := result_table.choose(rows, heads, "value_recorded")) is not None:
        state.go("customers", filters=CustomerFilters(holds=(str(source),)))
    if left_out:
        st.caption(plain(left_out))
