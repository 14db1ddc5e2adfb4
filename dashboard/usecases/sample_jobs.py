"""Did making a sample company fail, and how is it begun again?"""

from __future__ import annotations

from dashboard.usecases import jobs
from data import jobs as recorded
from data.jobs import JobInfo
from data.viewer import Viewer

_NO_COMPANY = ""  # the company doesn't exist yet when its making is asked for
_ENDED_BADLY = frozenset({"failed", "refused", "cancelled"})


def broken_off(viewer: Viewer) -> JobInfo | None:
    """Return the last making of a sample company that failed and was not begun again since."""
    begun: set[str] = set()
    for job in recorded.recent(viewer, _NO_COMPANY):
        company = str(job.parameters.get("company", ""))
        if job.kind != "sample" or company in begun:
            continue
        begun.add(company)
        if job.state in _ENDED_BADLY:
            return job
    return None


def under_way(viewer: Viewer) -> JobInfo | None:
    """Return the making of a sample company that is going on."""
    found = recorded.recent(viewer, _NO_COMPANY)
    return next((job for job in found if job.kind == "sample" and job.is_open), None)


def begin_again(viewer: Viewer, job: JobInfo) -> None:
    """Ask for a sample company again; its making goes on where it broke off."""
    jobs.start(viewer, _NO_COMPANY, "sample", job.parameters)
