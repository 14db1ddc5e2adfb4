"""What do customers gain from us, what does it cost them, and who grows with us?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed, state
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.components import chart, empty, figures, heading, headline, item_roles
from dashboard.components import satisfaction_parts as parts
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.delivered_value import delivered_value_view, development_bars, value_trends

here = state.here()
texts = here.reader.texts


def show_page() -> None:
    """Draw headline, figures, the four values beside the four costs, and who grows with us."""
    customers, grounds = assessed.customers(here), assessed.grounds(here)
    view = delivered_value_view(customers, parts.tables_of(here), grounds)
    headline.show(view.headline, view.caption)
    if view.missing:
        empty.note(view.missing, ":material/data_alert:")
        item_roles.link(here)
        figures.show(view.figures[-1:], key="value_figures")
    else:
        figures.show(view.figures, key="value_figures")
        left, right = st.columns(2, gap="large")
        with left:
            show_bars("values", view.values)
        with right:
            show_bars("costs", view.costs)
        parts.show_trends(here, value_trends(parts.tables_of(here), grounds))
    clicked = show_bars("development", development_bars(customers, grounds), can_choose=True)
    if clicked:
        state.go("customers", filters=CustomerFilters(growth=tuple(clicked)))


def show_bars(name: str, bars: pd.DataFrame, *, can_choose: bool = False) -> list[str]:
    """Draw one set of bars under its heading, or what is missing for it; return what was clicked."""
    heading.section(texts(f"value_to_customers.{name}.title"), texts(f"value_to_customers.{name}.caption"))
    if bars.empty:
        st.markdown(texts(f"value_to_customers.{name}.none"))
        return []
    said = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
    return chart.show(labelled_bars_chart(bars), f"value_{name}", said, can_choose=can_choose) or []


heading.show(here, texts("frame.page.value_to_customers"))
if here.assessment is None:
    empty.no_assessment(here)
else:
    show_page()
