"""What became of those who were warned of?"""

from __future__ import annotations

import streamlit as st

from dashboard import cache, state
from dashboard.charts.calibration import calibration_chart
from dashboard.components import heading, people_behind, result_table
from dashboard.components.plain import plain
from dashboard.presenters.warning_record import RecordView, beside_the_chance, not_told, record_views
from dashboard.state import Here


def show(here: Here) -> None:
    """Draw the warnings of each earlier assessment against what happened since, the latest first."""
    found = cache.warning_record(here.key())
    views = record_views(found.judged, here.reader)
    if found.not_told:
        st.markdown(plain(not_told(found.not_told, here.reader)))
    elif not views:
        st.markdown(plain(here.reader.texts("warning.record.none")))
    for number, view in enumerate(views):
        _show_one(view, number, here)


def show_beside(here: Here) -> None:
    """Draw beside the chances of today how right those of an earlier day were."""
    said = beside_the_chance(cache.warning_record(here.key()).judged, here.reader)
    if said:
        st.caption(plain(said))


def _show_one(view: RecordView, number: int, here: Here) -> None:
    texts = here.reader.texts
    heading.section(view.title, view.sentence)
    if view.rule:
        st.caption(plain(view.rule))
    people_behind.show(here, view.everybody)
    if not number:
        st.caption(plain(texts("warning.record.caption")))
    band = result_table.choose(view.table, view.labels, f"record_{number}")
    if band is not None:
        state.go("customers", filters=view.behind[str(band)])
    left, right = st.columns([2, 3], gap="large")
    with left:
        for line in view.errors:
            st.markdown(f"**{plain(line.label)}** {plain(line.value)}  \n:gray[{plain(line.meaning)}]")
        if view.errors:
            people_behind.link(here, view.ranked)
    with right:
        names = (texts("models.calibration.predicted"), texts("models.calibration.observed"))
        if len(view.picture):
            picture = calibration_chart(view.picture, names)
            people_behind.show_chart(here, picture, f"record_picture_{number}", view.alt, view.behind)
