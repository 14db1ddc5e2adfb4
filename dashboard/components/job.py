"""How far is the long work, how long may it take, and can it be stopped?"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.components.plain import plain
from dashboard.formats import Reader
from dashboard.presenters.job import job_view
from dashboard.usecases import access, jobs
from dashboard.usecases.jobs import JobInfo


def show(job_id: int, reader: Reader, key: str = "job", *, can_cancel: bool = True) -> JobInfo | None:
    """Follow a job: return it when it is over, otherwise draw its progress and return None.

    The page runs again by itself as soon as the job is over.
    """
    job = jobs.job(access.viewer(), job_id)
    if not job.is_open:
        return job
    _watched(job_id, reader, key, can_cancel)
    return None


@st.fragment(run_every=1.0)
def _watched(job_id: int, reader: Reader, key: str, can_cancel: bool) -> None:
    job = jobs.job(access.viewer(), job_id)
    if not job.is_open:
        st.rerun()
    progress(job, reader, key, can_cancel=can_cancel)


def progress(job: JobInfo, reader: Reader, key: str, *, can_cancel: bool = True) -> None:
    """Draw how far a job is, and the button that stops it."""
    view = job_view(job.progress, job.step, job.created_at, dt.datetime.now(dt.UTC), reader)
    with st.container(key=f"{key}_progress", gap="small"):
        st.progress(view.share, text=plain(view.text))
        if can_cancel:
            st.button(
                reader.texts("frame.job_stopping" if job.cancel_requested else "frame.job_cancel"),
                key=f"{key}_cancel",
                type="tertiary",
                icon=":material/close:",
                disabled=job.cancel_requested,
                on_click=jobs.cancel,
                args=(access.viewer(), job.job_id),
            )
