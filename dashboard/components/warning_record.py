"""What became of those who were warned of?"""

from __future__ import annotations

import streamlit as st

from dashboard import cache
from dashboard.charts.calibration import calibration_chart
from dashboard.components import chart, heading
from dashboard.components.plain import plain
from dashboard.presenters.warning_record import RecordView, record_views
from dashboard.state import Here


def show(here: Here) -> None:
    """Draw the warnings of each earlier assessment against what happened since, the latest first."""
    views = record_views(cache.warning_record(here.key()).judged, here.reader)
    if not views:
        st.markdown(plain(here.reader.texts("warning.record.none")))
    for number, view in enumerate(views):
        _show_one(view, number, here)


def _show_one(view: RecordView, number: int, here: Here) -> None:
    texts = here.reader.texts
    heading.section(view.title, view.sentence)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.dataframe(view.table, hide_index=True, height="content", key=f"record_{number}", alt=view.alt)
        for line in view.errors:
            st.markdown(f"**{plain(line.label)}** {plain(line.value)}  \n:gray[{plain(line.meaning)}]")
    with right:
        names = (texts("models.calibration.predicted"), texts("models.calibration.observed"))
        if len(view.picture):
            chart.show(
                calibration_chart(view.picture, names), f"record_picture_{number}", view.alt, can_choose=False
            )
