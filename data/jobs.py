"""What long work is asked for, who is at it, and how far is it?

Everything stands in the registry, so asking never waits for a company's writer. A worker has
a job for as long as it renews its lease; the work of one that died is taken over once.
Those who ask come with a ``Viewer``; the functions for the worker take its name instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session, col, func, or_, select, update

from data.database import registry_reader, registry_writer
from data.errors import CancelledError, DataError, NotFoundError
from data.tables.bases import utc_now
from data.tables.registry import Job
from data.viewer import Viewer

LEASE = dt.timedelta(seconds=20)
_MOST_ATTEMPTS = 2
_OPEN = ("queued", "running")
State = Literal["queued", "running", "done", "refused", "failed", "cancelled"]


class LeaseLostError(DataError):
    """Another worker has this job now; whatever this one still does must not be kept."""


@dataclass(frozen=True)
class JobInfo:
    """A job as a page sees it; ``result`` and ``error`` hold message ids and plain values."""

    job_id: int
    workspace: str
    kind: str
    parameters: Mapping[str, Any]
    state: State
    progress: float
    step: str
    cancel_requested: bool
    attempts: int
    leased_until: dt.datetime | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    result: Mapping[str, Any] | None
    error: Mapping[str, Any] | None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in _OPEN


def enqueue(viewer: Viewer, slug: str, kind: str, parameters: Mapping[str, Any]) -> int:
    """Ask for long work and return its id; the same work, still open, is not asked for twice."""
    viewer.require_change(slug)
    with registry_writer() as session:
        open_jobs = session.exec(
            select(Job).where(Job.workspace == slug, Job.kind == kind, col(Job.state).in_(_OPEN))
        )
        for row in open_jobs:
            if row.parameters == dict(parameters) and not row.cancel_requested:
                return _id_of(row)
        row = Job(workspace=slug, kind=kind, parameters=dict(parameters), created_at=utc_now())
        session.add(row)
        session.flush()
        return _id_of(row)


def job(viewer: Viewer, job_id: int) -> JobInfo:
    """Return a job.

    Raises
    ------
    NotFoundError
        There is no job of that number.
    """
    with registry_reader() as session:
        row = _row(session, job_id)
    viewer.require_read(row.workspace)
    return _info(row)


def recent(viewer: Viewer, slug: str, most: int = 20) -> list[JobInfo]:
    """Return a workspace's last jobs, newest first."""
    viewer.require_read(slug)
    with registry_reader() as session:
        rows = session.exec(
            select(Job).where(Job.workspace == slug).order_by(col(Job.job_id).desc()).limit(most)
        ).all()
    return [_info(row) for row in rows]


def ahead(viewer: Viewer, job_id: int) -> int:
    """Return how many jobs of the whole installation, running or older, come before one."""
    job(viewer, job_id)
    with registry_reader() as session:
        earlier = col(Job.state).in_(_OPEN) & (col(Job.job_id) < job_id)
        return session.exec(select(func.count()).select_from(Job).where(earlier)).one()


def is_anything_recorded() -> bool:
    """Whether any work was ever asked for in this installation."""
    with registry_reader() as session:
        return session.exec(select(Job.job_id).limit(1)).first() is not None


def is_work_waiting() -> bool:
    """Whether there is a job that a worker could begin now."""
    with registry_reader() as session:
        return session.exec(select(Job.job_id).where(_claimable(utc_now())).limit(1)).first() is not None


def request_cancel(viewer: Viewer, job_id: int) -> None:
    """Ask a job to stop; one that nobody has begun is cancelled at once."""
    with registry_writer() as session:
        row = _row(session, job_id)
        viewer.require_change(row.workspace)
        if row.state == "queued":
            _close(row, "cancelled", None, None)
        elif row.state == "running":
            row.cancel_requested = True
        session.add(row)


def claim(worker: str) -> JobInfo | None:
    """Take the oldest job that is free, or whose worker has died, and return it."""
    with registry_writer() as session:
        now = utc_now()
        for row in session.exec(select(Job).where(_claimable(now)).order_by(col(Job.job_id))):
            if row.state == "running" and _is_given_up(row):
                session.add(row)
                continue
            row.state, row.leased_by, row.leased_until = "running", worker, now + LEASE
            row.attempts += 1
            session.add(row)
            session.flush()
            return _info(row)
        return None


def heartbeat(job_id: int, worker: str) -> bool:
    """Renew the lease and return whether somebody asked to stop.

    Raises
    ------
    LeaseLostError
        The lease ran out and another worker took over.
    """
    return _renew(job_id, worker, {})


def report(job_id: int, worker: str, share: float, step: str) -> None:
    """Write down how far a job is.

    Raises
    ------
    CancelledError
        Somebody asked to stop.
    LeaseLostError
        The lease ran out and another worker took over.
    """
    if _renew(job_id, worker, {"progress": min(max(share, 0.0), 1.0), "step": step}):
        raise CancelledError("job.cancelled")


def finish(
    job_id: int,
    worker: str,
    state: State,
    result: Mapping[str, Any] | None = None,
    error: Mapping[str, Any] | None = None,
) -> None:
    """Close a job; does nothing when another worker has it meanwhile."""
    with registry_writer() as session:
        row = _row(session, job_id)
        if row.leased_by == worker and row.state == "running":
            _close(row, state, result, error)
            session.add(row)


def _claimable(now: dt.datetime) -> Any:
    expired = (col(Job.state) == "running") & (func.coalesce(col(Job.leased_until), now) <= now)
    return or_(col(Job.state) == "queued", expired)


def _is_given_up(row: Job) -> bool:
    """Close a job of a dead worker that was cancelled, or that killed its second worker too."""
    if row.cancel_requested:
        _close(row, "cancelled", None, None)
    elif row.attempts >= _MOST_ATTEMPTS:
        _close(
            row,
            "failed",
            None,
            {"message_id": "job.error.worker_died", "parameters": {"count": row.attempts}},
        )
    return row.state != "running"


def _renew(job_id: int, worker: str, values: Mapping[str, Any]) -> bool:
    mine = (col(Job.job_id) == job_id) & (col(Job.leased_by) == worker) & (col(Job.state) == "running")
    with registry_writer() as session:
        renewed = session.exec(update(Job).where(mine).values(leased_until=utc_now() + LEASE, **values))
        if renewed.rowcount == 0:
            raise LeaseLostError("job.error.lease_lost")
        return session.exec(select(Job.cancel_requested).where(col(Job.job_id) == job_id)).one()


def _close(row: Job, state: State, result: Mapping[str, Any] | None, error: Mapping[str, Any] | None) -> None:
    row.state, row.finished_at = state, utc_now()
    row.leased_by = row.leased_until = None
    row.progress = 1.0 if state == "done" else row.progress
    row.result = None if result is None else dict(result)
    row.error = None if error is None else dict(error)


def _row(session: Session, job_id: int) -> Job:
    row = session.get(Job, job_id)
    if row is None:
        raise NotFoundError("error.job_not_found", job=job_id)
    return row


def _id_of(row: Job) -> int:
    return row.job_id or 0


def _info(row: Job) -> JobInfo:
    return JobInfo(**{name: getattr(row, name) for name in JobInfo.__dataclass_fields__})
