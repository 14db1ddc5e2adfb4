"""What did the simulation say?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import assessed
from dashboard.charts.band import band_chart
from dashboard.components import (
    chart,
    figures,
    heading,
    headline,
    what_if_asking,
    what_if_files,
    what_if_saved,
)
from dashboard.components.plain import plain
from dashboard.presenters.terms import TIERS
from dashboard.presenters.what_if import what_if_view
from dashboard.presenters.what_if_tables import month_table
from dashboard.state import Here
from dashboard.usecases import what_if
from dashboard.usecases.simulating import Answer, Start


def show(here: Here, begun: Start, answer: Answer) -> None:
    """Draw the headline, the figures, both pictures and the tables of an answer."""
    texts = here.reader.texts
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        what_if_saved.title(here, answer)
        what_if_files.show(here, begun, answer)
    view = what_if_view(answer.results, answer.customers, assessed.grounds(here))
    headline.show(view.headline, view.caption)
    figures.show(view.figures, "what_if")
    for note in view.notes:
        st.caption(f":material/info: {plain(note)}")
    sharper = what_if.sharper_question(begun, answer)
    if sharper:
        what_if_asking.button(here, texts("whatif.sharper"), sharper, ":material/compress:")
    left, right = st.columns(2, gap="medium")
    with left:
        heading.section(texts("whatif.net_title"), texts("whatif.net_caption"))
        chart.show(
            band_chart(view.net, texts("whatif.axis.months")), "what_if_net", view.net_alt, can_choose=False
        )
    with right:
        heading.section(texts("whatif.kept_title"), texts("whatif.kept_caption"))
        chart.show(
            band_chart(view.kept, texts("whatif.axis.months")),
            "what_if_kept",
            view.kept_alt,
            can_choose=False,
        )
    heading.section(texts("whatif.tiers_title"), texts("whatif.tiers_caption"))
    _table(view.tiers)
    with st.expander(texts("whatif.operation"), icon=":material/groups:"):
        _table(view.operation)
    with st.expander(texts("whatif.causes"), icon=":material/logout:"):
        _table(view.causes)
    with st.expander(texts("whatif.months"), icon=":material/calendar_month:"):
        _months(here, answer)


def assumptions(here: Here, begun: Start, answer: Answer) -> None:
    """Draw the sheet of assumptions: every value now and in the scenario, and where it comes from."""
    del begun
    texts = here.reader.texts
    heading.section(texts("whatif.assumptions"), texts("whatif.assumptions.caption"))
    sheet = what_if_files.assumption_sheet(here, answer)
    st.dataframe(
        sheet,
        hide_index=True,
        height="content",
        column_order=("name", "base", "scenario", "origin", "source", "group"),
        column_config={str(name): st.column_config.Column(texts(f"whatif.sheet.{name}")) for name in sheet},
    )


def _months(here: Here, answer: Answer) -> None:
    """Draw the change month by month, of all customers or of a tier."""
    texts = here.reader.texts
    tier = st.pills(
        texts("whatif.table.tier"),
        ["all", *TIERS],
        format_func=lambda one: texts("whatif.table.all") if one == "all" else texts(f"customers.tier.{one}"),
        default="all",
        required=True,
        key=f"what_if_months_{texts.language}",
    )
    st.caption(plain(texts("whatif.months.caption")))
    _table(month_table(answer.results, None if tier == "all" else TIERS.index(str(tier)), here.reader))


def _table(rows: pd.DataFrame) -> None:
    first = {str(rows.columns[0]): st.column_config.Column(pinned=True)}
    st.dataframe(rows, hide_index=True, column_config=first)
