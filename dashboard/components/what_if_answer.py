"""What did the simulation say?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.band import band_chart
from dashboard.charts.spend_gain import spend_gain_chart
from dashboard.components import chart, figures, heading, headline
from dashboard.components.plain import plain
from dashboard.i18n.texts import Texts
from dashboard.presenters.spend_gain import SpendGainView
from dashboard.presenters.what_if import WhatIfView
from dashboard.state import Here


def show(here: Here, view: WhatIfView) -> None:
    """Draw the headline, the figures, both pictures and the tables of an answer."""
    texts = here.reader.texts
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


def ask_for_curve(begin: Callable[..., None], arguments: tuple[Any, ...], texts: Texts) -> None:
    """Draw the button that asks how much should be spent."""
    st.button(
        texts("whatif.curve.ask"),
        key="what_if_curve_ask",
        icon=":material/show_chart:",
        on_click=begin,
        args=arguments,
    )


def curve(here: Here, view: SpendGainView) -> None:
    """Draw the spend-gain curve: what each budget brings, and where the next unit stops paying."""
    headline.show(view.headline, view.caption)
    picture = spend_gain_chart(view.points, view.best_spend, view.names)
    chart.show(picture, "what_if_curve", view.alt, can_choose=False)
    with st.expander(here.reader.texts("whatif.curve.steps"), icon=":material/table_rows:"):
        st.dataframe(view.steps, hide_index=True)


def assumptions(rows: Sequence[dict[str, Any]], texts: Texts) -> None:
    """Draw the sheet of assumptions: every value with its unit and where it comes from."""
    told = [
        {
            texts("whatif.table.parameter"): texts(row["name_id"]),
            texts("whatif.table.value"): _written(row["value"]),
            texts("whatif.table.unit"): texts(row["unit_id"]),
            texts("whatif.table.origin"): texts(f"customers.origin.{row['origin']}"),
            texts("whatif.table.source"): row["source"],
        }
        for row in rows
    ]
    with st.expander(texts("whatif.assumptions"), icon=":material/checklist:"):
        st.dataframe(pd.DataFrame(told), hide_index=True)


def findings(wrong: Sequence[Any], names: dict[str, str], texts: Texts) -> None:
    """Draw a sentence for each thing that is wrong, with the name of its field."""
    for one in wrong:
        sentence = texts(one.message_id, **one.parameters)
        st.error(f"**{plain(names.get(one.path, one.path))}**: {plain(sentence)}", icon=":material/error:")


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
