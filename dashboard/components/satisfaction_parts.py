"""How do the parts of the page about satisfaction stand on it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard import cache, state
from dashboard.assessed import grounds
from dashboard.charts.importance_map import importance_map_chart
from dashboard.charts.labelled_bars import labelled_bars_chart
from dashboard.charts.score_points import score_points_chart
from dashboard.charts.trend_line import trend_line_chart
from dashboard.components import (
    answers_behind,
    chart,
    empty,
    figures,
    heading,
    index_groups,
    item_roles,
    people_behind,
    result_table,
    satisfaction_curve,
    word_of_mouth,
)
from dashboard.components.plain import plain
from dashboard.presenters import answering, later_behaviour, service_quality
from dashboard.presenters import satisfaction as view
from dashboard.presenters.answer_filters import BEHIND, AnswerFilters, asking
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.group_bars import codes_of
from dashboard.presenters.loyalty import WORTH, worth_figures
from dashboard.presenters.nps_points import nps_groups, nps_not_told, nps_points, nps_sum
from dashboard.presenters.promises import promises_view
from dashboard.presenters.ratio_spread import ratio_spread
from dashboard.presenters.terms import FEELINGS
from dashboard.state import Here

_RETENTION = ((0.01, "gain"), (0.01, "gain_of_all"), (0.05, "gain"), (0.05, "gain_of_all"))


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
            state.go("customers", filters=CustomerFilters(feel=codes_of(clicked)))
        heading.page_link("customers", texts("words.answered.link"), filters=CustomerFilters(feel=FEELINGS))
    with right:
        _show_points(here)
    index_groups.show(here, tables)
    _show_weighted(here)
    show_trends(here, view.trend(tables, ground))


def links(here: Here, names: Sequence[str], key: str) -> Callable[[int], None]:
    """Return what draws beside a figure the way to the answers behind it; ``names`` are the figures'."""
    return lambda number: answers_behind.link(here, AnswerFilters(names[number]), key)


def _show_points(here: Here) -> None:
    """Draw what points contribute to the NPS; group, column and row lead to their answers."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    points, few = nps_points(tables, ground), nps_not_told(tables, ground)
    if points.empty and not few:
        return
    heading.section(texts("experience.nps.title"), texts("experience.nps.caption"))
    if few:
        st.markdown(plain(few))
        return
    with st.container(gap=None):
        for asked, words in nps_groups(tables, ground).items():
            answers_behind.link(here, asked, "satisfaction_points", words)
    alt = "; ".join(f"{row.code}: {row.hover}" for row in points.itertuples())
    clicked = chart.show(score_points_chart(points), "satisfaction_points", alt)
    if clicked:
        answers_behind.go(AnswerFilters("nps").with_scores(clicked[0]))
    rows, labels, said = nps_sum(tables, ground)
    with st.expander(plain(said)):
        _choose(rows, labels, "satisfaction_nps_sum")


def _choose(rows: pd.DataFrame, labels: Mapping[str, str], key: str) -> None:
    """Draw a table of which each row leads to the answers behind it."""
    asked = result_table.choose(rows, labels, key)
    if asked is not None:
        answers_behind.go(asked)


def show_trends(here: Here, trends: Mapping[str, pd.DataFrame], words: str = "experience.figure") -> None:
    """Draw each index quarter by quarter, two beside each other where there is room.

    ``words`` is how the ids of the indices' names begin.
    """
    texts = here.reader.texts
    if not trends:
        return
    heading.section(texts("experience.trend.title"), texts("experience.trend.caption"))
    with st.grid(2, min_column_width=360, gap=("small", "large"), key="satisfaction_trends") as cells:
        for figure, quarters in trends.items():
            with cells.cell(), st.container(gap="xxsmall"):
                st.markdown(f"**{plain(texts(f'{words}.{figure}'))}**")
                alt = "; ".join(f"{row.day:%Y-%m}: {row.label}" for row in quarters.itertuples())
                picture = trend_line_chart(quarters)
                known = figure in BEHIND
                clicked = chart.show(picture, f"satisfaction_trend_{figure}", alt, can_choose=known)
                if clicked:
                    answers_behind.go(AnswerFilters(figure, quarter=clicked[0]))


def _show_weighted(here: Here) -> None:
    """Draw the scores as answered beside the scores weighted for non-response."""
    found = answering.weighted_view(tables_of(here), grounds(here))
    if len(found.rows):
        heading.section(here.reader.texts("words.weighted.title"), found.caption)
        _choose(found.rows, found.labels, "satisfaction_weighted")


def _show_scales(here: Here) -> None:
    """Draw the reliability of every scale, with a warning where one is poor."""
    found = answering.scales_view(tables_of(here), grounds(here))
    heading.section(here.reader.texts("words.scales.title"), found.caption)
    if found.warning:
        empty.note(found.warning, ":material/data_alert:")
    if len(found.rows):
        _choose(found.rows, found.labels, "satisfaction_scales")


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
        clicked = chart.show(importance_map_chart(found.items, names, axes), "satisfaction_map", found.alt)
        if clicked:
            answers_behind.go(asking("driver", clicked[0]))
        _choose(found.table, found.labels, "satisfaction_drivers")
    _show_scales(here)
    bars = view.separation_bars(tables, ground)
    heading.section(texts("experience.separation.title"), texts("experience.separation.caption"))
    if bars.empty:
        st.markdown(plain(texts("experience.separation.too_few")))
    else:
        alt = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
        clicked = chart.show(labelled_bars_chart(bars, 0.5), "satisfaction_separation", alt)
        if clicked:
            answers_behind.go(asking("separation", clicked[0]))


def show_gaps(here: Here, means: Mapping[str, Figure]) -> None:
    """Draw the gaps between what was expected and what was experienced, ``means`` over all of them first."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("experience.gaps.title"), texts("experience.gaps.caption"))
    bars = service_quality.gap_bars(tables, ground)
    figures.show(list(means.values()), key="satisfaction_gap_figures", below=links(here, list(means), "gap"))
    if bars.empty:
        st.markdown(plain(texts("experience.gaps.none")))
    else:
        alt = "; ".join(f"{row.word}: {row.label}" for row in bars.itertuples())
        clicked = chart.show(labelled_bars_chart(bars, 0.0), "satisfaction_gaps", alt)
        if clicked:
            answers_behind.go(AnswerFilters(clicked[0]))
        _choose(*service_quality.dimension_rows(tables, ground), "satisfaction_dimensions")
        show_trends(here, service_quality.gap_trend(tables, ground), "experience.role")
    _show_ratio(here)
    rows, labels = view.expectation_rows(tables, ground)
    if len(rows):
        heading.section(texts("experience.expectations.title"), texts("experience.expectations.caption"))
        _choose(rows, labels, "satisfaction_expectations")
        st.caption(plain(texts("words.promises.channel")))
    _show_promises(here)


def _show_ratio(here: Here) -> None:
    """Draw how experience over expectation is spread, and whom that leaves out."""
    texts, spread = here.reader.texts, ratio_spread(tables_of(here), grounds(here))
    if spread.bars.empty and not spread.left_out:
        return
    heading.section(texts("answers.ratio.title"), texts("answers.ratio.caption"))
    if len(spread.bars):
        with st.container(gap=None):
            for asked, words in spread.groups.items():
                answers_behind.link(here, asked, "satisfaction_ratio_groups", words)
        if spread.few:
            st.markdown(plain(spread.few))
        alt = "; ".join(f"{row.word}: {row.label}" for row in spread.bars.itertuples())
        clicked = chart.show(labelled_bars_chart(spread.bars), "satisfaction_ratio", alt)
        if clicked:
            answers_behind.go(AnswerFilters(clicked[0]))
    if spread.left_out:
        st.caption(plain(spread.left_out))


def _show_promises(here: Here) -> None:
    """Draw what had been promised against what was experienced, and what the files don't say of it."""
    texts, found = here.reader.texts, promises_view(tables_of(here), grounds(here))
    heading.section(texts("words.promises.title"), found.caption)
    if found.sentence:
        st.markdown(plain(found.sentence))
    if len(found.rows):
        _choose(found.rows, found.labels, "satisfaction_promises")
    with st.expander(plain(texts("words.promises.unsaid")), expanded=found.rows.empty):
        st.markdown("\n".join(f"- {plain(line)}" for line in found.unsaid))


def show_after(here: Here) -> None:
    """Draw what followed the answers, what a point goes with, and the silent majority."""
    texts, tables, ground = here.reader.texts, tables_of(here), grounds(here)
    heading.section(texts("experience.after.title"), texts("experience.after.caption"))
    rows, labels = later_behaviour.later_rows(tables, ground)
    if len(rows):
        _choose(rows, labels, "satisfaction_after")
    heading.section(texts("words.money.title"), texts("words.money.caption"))
    figures.show(
        later_behaviour.point_figures(tables, ground),
        key="satisfaction_point",
        below=lambda number: answers_behind.link(here, AnswerFilters("felt"), f"satisfaction_point_{number}"),
    )
    figures.show(
        worth_figures(tables, ground, _RETENTION),
        key="satisfaction_retention",
        below=lambda _: people_behind.link(here, WORTH["gain"]),
    )
    satisfaction_curve.show(here)
    heading.section(texts("experience.silent.title"), texts("experience.silent.caption"))
    silent, weight = view.silent_figures(tables, ground)
    figures.show(
        silent,
        key="satisfaction_silent",
        below=lambda number: people_behind.link_known(here, view.BEHIND_SILENT[number]),
    )
    st.caption(plain(weight))
    conflict = view.silent_conflict(tables, ground)
    if conflict:
        empty.note(conflict, ":material/data_alert:")
    word_of_mouth.show(here, tables)
