"""How far is the file that is being brought in or taken out, and how did it end?"""

from __future__ import annotations

import streamlit as st

from dashboard.components import failure, import_result, job
from dashboard.components.import_draft import Draft, start_again
from dashboard.components.plain import plain
from dashboard.presenters.import_report import report_view
from dashboard.state import Here
from dashboard.usecases import jobs
from dashboard.usecases.jobs import JobInfo


def running(here: Here, now: Draft) -> int | None:
    """Return the job to follow: this session's, or one that another screen has begun."""
    if now.job_id is None:
        found = jobs.recent(here.viewer, here.workspace.slug)
        now.job_id = next(
            (one.job_id for one in found if one.is_open and one.kind in {"import", "undo"}), None
        )
    return now.job_id


def show(here: Here, job_id: int) -> None:
    """Draw the progress of a job with its cancel button or, once it is over, how it ended."""
    texts = here.reader.texts
    over = job.show(job_id, here.reader, "import_job")
    if over is None:
        st.caption(plain(texts("data.job.leave")))
        return
    with st.container(border=True, key="import_over"):
        _ending(here, over)
        st.button(
            texts("data.result.next"),
            key="import_next",
            type="primary",
            icon=":material/upload_file:",
            on_click=start_again,
            args=(here,),
        )


def _ending(here: Here, over: JobInfo) -> None:
    texts = here.reader.texts
    if over.state == "cancelled":
        st.info(texts("frame.job_cancelled"), icon=":material/undo:")
        return
    if over.result is None:
        error = over.error or {"message_id": "frame.job_failed", "parameters": {}}
        said = failure.sentence(texts, error["message_id"], error["parameters"])
        st.error(plain(said), icon=":material/report:")
        return
    if over.kind == "undo":
        words = texts("data.undone", file=over.result["file_name"], count=over.result["rows"])
        st.success(plain(words), icon=":material/undo:")
        if ended := over.result.get("merges"):
            st.caption(plain(texts("matching.voided", count=ended)))
    else:
        _imported(here, over)
    if (assess := over.result.get("assess_job")) is not None:
        _assessing(here, int(assess))


def _imported(here: Here, over: JobInfo) -> None:
    result = dict(over.result or {})
    view = report_view(result, str(over.parameters["file_name"]), here.reader)
    draw = {"done": st.success, "refused": st.error}.get(view.state, st.info)
    icon = {"done": ":material/check_circle:", "refused": ":material/report:"}.get(
        view.state, ":material/info:"
    )
    draw(f"**{plain(view.headline)}** {plain(view.caption)}", icon=icon)
    import_result.show(view, result["import_id"], here, "import_result")


def _assessing(here: Here, job_id: int) -> None:
    texts = here.reader.texts
    if jobs.job(here.viewer, job_id).is_open:
        st.caption(plain(texts("data.job.assessing")))
        job.show(job_id, here.reader, "import_assess", can_cancel=False)
    else:
        st.caption(plain(texts("data.job.assessed")))
