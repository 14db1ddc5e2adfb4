"""What is recorded of customers, such as measured benefits, and does their choice widen?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, cache, state
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import chart, heading, result_table
from dashboard.components.plain import plain
from dashboard.components.satisfaction_parts import tables_of
from dashboard.presenters.breadth import breadth_bars
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
        state.go("customers", filters=CustomerFilters(breadth=tuple(clicked)))


def show_recorded(here: Here) -> None:
    """Draw what the files record of the customers' gain; a row leads to the customers."""
    texts, labels = here.reader.texts, cache.attribute_labels(here.key_of(None))
    found = gain_rows(tables_of(here), labels, assessed.grounds(here))
    heading.section(texts("value_to_customers.recorded.title"), texts("value_to_customers.recorded.caption"))
    if found[0].empty:
        st.markdown(plain(texts("value_to_customers.recorded.none")))
    show_rows(here, found, "value_recorded")


def show_rows(here: Here, found: tuple[pd.DataFrame, dict[str, str], str], key: str) -> None:
    """Draw what is recorded, by source, as ``holding_rows`` returns it; a row leads to the customers.

    It leads to nobody where the assessment does not say who they are, or the reader may not know.
    """
    rows, heads, left_out = found
    if len(rows) and not assessed.customers(here)["holdings"].notna().any():
        result_table.show(rows, heads, key)
        reason = "hidden" if here.viewer.masked else "unknown"
        st.caption(plain(here.reader.texts(f"loyalty.behind.{reason}")))
    elif len(rows) and (source := result_table.choose(rows, heads, key)) is not None:
        state.go("customers", filters=CustomerFilters(holds=(str(source),)))
    if left_out:
        st.caption(plain(left_out))
