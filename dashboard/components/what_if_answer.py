"""What did the simulation say?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import assessed
from dashboard.charts.band import band_chart
from dashboard.components import chart, figures, heading, headline
from dashboard.presenters.what_if import what_if_view
from dashboard.state import Here
from dashboard.usecases import simulation_figures
from dashboard.usecases.simulating import Answer, Start


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw the headline, the figures, both pictures and the tables of an answer."""
    del begun
    texts = here.reader.texts
    view = what_if_view(answer.results, answer.customers, assessed.grounds(here))
    headline.show(view.headline, view.caption)
    figures.show(view.figures, "what_if")
    left, right = st.columns(2, gap="medium")
    with left:
        heading.section(texts("whatif.net_title"), texts("whatif.net_caption"))
        chart.show(band_chart(view.net), "what_if_net", view.net_alt, can_choose=False)
    with right:
        heading.section(texts("whatif.kept_title"), texts("whatif.kept_caption"))
        chart.show(band_chart(view.kept), "what_if_kept", view.kept_alt, can_choose=False)
    heading.section(texts("whatif.tiers_title"), texts("whatif.tiers_caption"))
    st.dataframe(view.tiers, hide_index=True)
    with st.expander(texts("whatif.operation"), icon=":material/groups:"):
        st.dataframe(view.operation, hide_index=True)


def assumptions(here: Here, begun: Start, answer: Answer) -> None:
    """Draw the sheet of assumptions: every value with its unit and where it comes from."""
    del begun
    texts = here.reader.texts
    told = [
        {
            texts("whatif.table.parameter"): texts(row["name_id"]),
            texts("whatif.table.value"): _written(row["value"]),
            texts("whatif.table.unit"): texts(row["unit_id"]),
            texts("whatif.table.origin"): texts(f"customers.origin.{row['origin']}"),
            texts("whatif.table.source"): row["source"],
        }
        for row in simulation_figures.assumptions(answer, 1)
    ]
    heading.section(texts("whatif.assumptions"))
    st.dataframe(pd.DataFrame(told), hide_index=True)


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
