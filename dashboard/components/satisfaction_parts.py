"""How do the parts of the page about satisfaction stand on it?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.assessed import grounds
from dashboard.charts.importance_map import importance_map_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.charts.score_points import score_points_chart
from dashboard.charts.trend_line import trend_line_chart
from dashboard.components import chart, empty, figures, heading, item_roles, result_table
from dashboard.components.plain import plain
from dashboard.presenters import satisfaction as view
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.state import Here

_LEAST_QUARTERS = 2


def tables_of(here: Here) -> view.Tables:
    """Return what gives the tables of results of the assessment looked at."""
    return lambda name: cache.results(here.key(name))


def show_now(here: Here, feelings: pd.DataFrame) -> None:
    """Draw who is satisfied (a click leads to them), the points of the NPS, tiers, and the trend."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    left, right = st.columns(2, gap="large")
    with left:
        heading.section(texts("experience.feelings.title"), texts("experience.feelings.caption"))
        alt = "; ".join(f"{row.word}: {row.label}" for row in feelings.itertuples())
        clicked = chart.show(labelled_bars_chart(feelings), "satisfaction_feelings", alt)
        if clicked:
            state.go("customers", filters=CustomerFilters(feel=tuple(clicked)))
    with right:
        points = view.nps_points(tables, ground)
        if not points.empty:
            heading.section(texts("experience.nps.title"), texts("experience.nps.caption"))
            alt = "; ".join(f"{row.score:.0f}: {row.label}" for row in points.itertuples())
            chart.show(score_points_chart(points), "satisfaction_points", alt, can_choose=False)
    for kind, bars in view.by_group(tables, "csat", ground).items():
        if len(bars):
            heading.section(texts(f"experience.by.{kind}"), texts("experience.by.caption"))
            alt = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
            clicked = chart.show(labelled_bars_chart(bars), f"satisfaction_by_{kind}", alt)
            if clicked:
                state.go("customers", filters=view.filters_of(kind, clicked))
    quarters = view.trend(tables, "csat", ground)
    if len(quarters) >= _LEAST_QUARTERS:
        heading.section(texts("experience.trend.title"), texts("experience.trend.caption"))
        alt = "; ".join(f"{row.day:%Y-%m}: {row.label}" for row in quarters.itertuples())
        chart.show(trend_line_chart(quarters), "satisfaction_trend", alt, can_choose=False)


def show_drivers(here: Here) -> None:
    """Draw the importance-performance map, its table, and what separates leavers from stayers."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    found = view.drivers_view(tables, ground)
    heading.section(texts("experience.drivers.title"), found.sentence)
    if found.lacks_target:
        item_roles.link(here)
    for warning in found.warnings:
        empty.note(warning, ":material/data_alert:")
    if not found.items.empty:
        names = {code: texts(f"experience.field.{code}") for code in view.MAP_FIELDS}
        axes = (texts("experience.axis.performance"), texts("experience.axis.importance"))
        chart.show(
            importance_map_chart(found.items, names, axes), "satisfaction_map", found.alt, can_choose=False
        )
        result_table.show(found.table, found.labels, "satisfaction_drivers")
    bars = view.separation_bars(tables, ground)
    heading.section(texts("experience.separation.title"), texts("experience.separation.caption"))
    if bars.empty:
        st.markdown(plain(texts("experience.separation.too_few")))
    else:
        alt = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
        chart.show(labelled_bars_chart(bars, 0.5), "satisfaction_separation", alt, can_choose=False)


def show_gaps(here: Here) -> None:
    """Draw the gaps between what was expected and what was experienced."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("experience.gaps.title"), texts("experience.gaps.caption"))
    bars = view.gap_bars(tables, ground)
    if bars.empty:
        st.markdown(plain(texts("experience.gaps.none")))
    else:
        figures.show(view.gap_figures(tables, ground), key="satisfaction_gap_figures")
        alt = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
        chart.show(labelled_bars_chart(bars, 0.0), "satisfaction_gaps", alt, can_choose=False)
    rows, labels = view.expectation_rows(tables, ground)
    if len(rows):
        heading.section(texts("experience.expectations.title"), texts("experience.expectations.caption"))
        result_table.show(rows, labels, "satisfaction_expectations")


def show_after(here: Here) -> None:
    """Draw what followed the answers, what a point goes with, and the silent majority."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("experience.after.title"), texts("experience.after.caption"))
    rows, labels = view.later_rows(tables, ground)
    if len(rows):
        result_table.show(rows, labels, "satisfaction_after")
    figures.show(view.point_figures(tables, ground), key="satisfaction_point")
    heading.section(texts("experience.silent.title"), texts("experience.silent.caption"))
    silent, weight = view.silent_figures(tables, ground)
    figures.show(silent, key="satisfaction_silent")
    st.caption(plain(weight))
    conflict = view.silent_conflict(tables, ground)
    if conflict:
        empty.note(conflict, ":material/data_alert:")
