"""What happened between this customer and us beside purchases?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components import heading
from dashboard.components.plain import plain
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.time_line import TimeLineRow, time_line_view

_PAGE = "time_line_page"


def show(events: pd.DataFrame, grounds: Grounds) -> None:
    """Draw the events page by page, the newest first; nothing where no file told of any."""
    texts = grounds.reader.texts
    if events.empty:
        return
    view = time_line_view(events, state.chosen(_PAGE) or 1, grounds)
    heading.section(texts("time_line.section"), view.left_out)
    with st.container(gap="xsmall", key="time_line"):
        for row in view.rows:
            _line(row)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(view.place)
        if view.pages > 1:
            st.pagination(view.pages, key=_PAGE)


def _line(row: TimeLineRow) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        st.markdown(f":gray[{plain(row.day)}]", width=120)
        with st.container(gap=None):
            said = f" · {plain(row.text)}" if row.text else ""
            st.markdown(f"{row.icon} **{plain(row.title)}**{said}")
            if row.words:
                # Markdown would make links of addresses, however escaped.
                st.text(f"“{row.words}”")
