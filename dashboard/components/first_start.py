"""What does somebody see while the sample company is being made?"""

from __future__ import annotations

import streamlit as st

from dashboard.components import job, sample_making, sidebar
from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.usecases import access, jobs


def show(reader: Reader) -> None:
    """Draw the welcome with the progress of the first job; it turns into the app by itself."""
    texts = reader.texts
    with st.sidebar:
        sidebar.language(texts.language, texts("frame.language"))
    with st.container(key="first_start", width=560, gap="medium"):
        st.space("large")
        st.title(plain(texts("frame.welcome_title")), anchor=False)
        st.markdown(plain(texts("frame.welcome_text")))
        made = jobs.recent(access.viewer(), "", most=1)
        over = job.show(made[0].job_id, reader, can_cancel=False) if made else None
        if over is not None:
            _ended(over, reader)


def _ended(over: jobs.JobInfo, reader: Reader) -> None:
    if over.state == "done":
        st.rerun()
    sample_making.show_failure(over, reader)
