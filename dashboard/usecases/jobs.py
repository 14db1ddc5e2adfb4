"""How does a page start long work and watch it, without waiting for it?

The work itself is done by one process for the whole installation; it starts with the first
job, and again when somebody watches a job whose worker has died.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from data import jobs
from data.home import home
from data.jobs import JobInfo
from data.locks import try_lock
from data.tables.bases import utc_now
from data.viewer import Viewer

__all__ = ["JobInfo", "Kind", "ahead", "cancel", "ensure_worker", "job", "recent", "start", "worker_lock"]

Kind = Literal["sample", "import", "undo", "assess", "simulate", "prove"]

_ROOT = Path(__file__).resolve().parents[2]
_started: dict[Path, subprocess.Popen[bytes]] = {}


def start(viewer: Viewer, slug: str, kind: Kind, parameters: Mapping[str, Any]) -> int:
    """Ask for long work, make sure that somebody does it, and return the job's id."""
    job_id = jobs.enqueue(viewer, slug, kind, parameters)
    ensure_worker()
    return job_id


def job(viewer: Viewer, job_id: int) -> JobInfo:
    """Return a job as it stands; one that lost its worker gets another.

    Raises
    ------
    NotFoundError
        There is no job of that number.
    """
    found = jobs.job(viewer, job_id)
    if found.is_open and (found.leased_until is None or found.leased_until <= utc_now()):
        ensure_worker()
    return found


def recent(viewer: Viewer, slug: str, most: int = 20) -> list[JobInfo]:
    """Return a workspace's last jobs, newest first."""
    return jobs.recent(viewer, slug, most)


def ahead(viewer: Viewer, job_id: int) -> int:
    """Return how many pieces of work come before one that waits."""
    return jobs.ahead(viewer, job_id)


def cancel(viewer: Viewer, job_id: int) -> None:
    """Ask a job to stop; it undoes what it has begun."""
    jobs.request_cancel(viewer, job_id)


def worker_lock() -> Path:
    """Return the file that the one worker of this installation holds locked."""
    return home() / "worker.lock"


def ensure_worker() -> None:
    """Start the worker unless it runs.

    A worker that ends frees its lock first and then looks for work once more, so a job
    enqueued before this check is always seen by one of the two.
    """
    here = home()
    started = _started.get(here)
    if started is not None and started.poll() is None:
        return
    free = try_lock(worker_lock())
    if free is None:
        return
    os.close(free)
    # Its own session: stopping the app in a terminal does not cut an import short.
    with (here / "worker-start.log").open("wb") as log:
        _started[here] = subprocess.Popen(
            [sys.executable, "-m", "dashboard.usecases.worker"],
            cwd=_ROOT,
            env={**os.environ, "HOLDFAST_HOME": str(here)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
