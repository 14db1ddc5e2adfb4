"""Is a sample company still being made, or did that fail, and what can be done then?"""

from __future__ import annotations

import streamlit as st

from dashboard.components import failure, job
from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.usecases import access, sample_jobs
from dashboard.usecases.jobs import JobInfo


def show(reader: Reader) -> None:
    """Draw the progress of a sample company that is being made, or how its making failed."""
    viewer = access.viewer()
    if (making := sample_jobs.under_way(viewer)) is not None:
        st.caption(plain(reader.texts("sample.making")))
        job.show(making.job_id, reader, "sample_making", can_cancel=False)
    elif (broken := sample_jobs.broken_off(viewer)) is not None:
        show_failure(broken, reader)


def show_failure(broken: JobInfo, reader: Reader) -> None:
    """Draw why a sample company is not there or not whole, and the button that goes on with it."""
    texts, error = reader.texts, broken.error or {"message_id": "frame.job_cancelled", "parameters": {}}
    said = failure.sentence(texts, str(error["message_id"]), error["parameters"])
    company = texts(f"sample.company.{broken.parameters.get('company', 'hotel')}")
    with st.container(border=True, key="sample_failed"):
        st.error(f"{plain(texts('sample.failed', company=company))} {plain(said)}", icon=":material/report:")
        st.button(
            texts("sample.again"),
            key="sample_again",
            icon=":material/refresh:",
            on_click=sample_jobs.begin_again,
            args=(access.viewer(), broken),
        )
