"""Who does the long work?

One warm process for the whole installation (``python -m dashboard.usecases.worker``). It
claims jobs from the registry, renews its lease while it works, and ends when there has been
nothing to do for a while. Its death loses nothing: a job changes its company in one
transaction, and whoever comes next takes the job over.
"""

from __future__ import annotations

import importlib
import logging
import os
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import Any, cast

from dashboard.usecases.jobs import worker_lock
from data import jobs
from data.errors import CancelledError, DataError
from data.home import home
from data.jobs import JobInfo, LeaseLostError
from data.known_days import last_known_day
from data.locks import try_lock
from data.progress import Progress
from data.snapshot import remove_unused_parts
from data.viewer import OWNER, Viewer
from data.workspaces import data_version
from engine.errors import EngineError

Task = Callable[[Viewer, str, Mapping[str, Any], Progress], Mapping[str, Any]]

TASKS: dict[str, tuple[str, str]] = {
    "sample": ("dashboard.usecases.sample", "sample_job"),
    "import": ("dashboard.usecases.importing", "import_job"),
    "undo": ("dashboard.usecases.importing", "undo_job"),
    "assess": ("dashboard.usecases.assessing", "assess_job"),
    "simulate": ("dashboard.usecases.simulating", "simulate_job"),
    "prove": ("dashboard.usecases.proving", "prove_job"),
}
"""Kind of job -> module and function; imported when first needed, as they are heavy."""

_CHANGING_FACTS = frozenset({"import", "undo"})
_FIRST_WANTED = "dashboard.usecases.simulating"
"""Who tries something out waits in front of the screen: that module is there before it is asked for."""
_POLL_SECONDS = 0.1
_REPORT_SECONDS = 0.3

log = logging.getLogger("holdfast.worker")


def main() -> None:
    """Work until there is nothing to do; end at once when another worker is at it.

    ``HOLDFAST_WORKER_IDLE_SECONDS`` says how long it waits for more before it ends.
    """
    idle_seconds = float(os.environ.get("HOLDFAST_WORKER_IDLE_SECONDS") or 300)
    _log_to_file()
    if hasattr(os, "nice"):
        os.nice(5)  # pages go first
    worker = f"{os.getpid()}-{secrets.token_hex(4)}"
    while (handle := try_lock(worker_lock())) is not None:
        try:
            _work_until_idle(worker, idle_seconds)
        finally:
            os.close(handle)
        if not jobs.is_work_waiting():  # whoever asks now finds the lock free and starts another
            break


def run(job: JobInfo, worker: str) -> None:
    """Do one job and write down how it ended."""
    try:
        with _lease_of(job, worker) as progress:
            result = _done(job, progress)
    except LeaseLostError:
        log.warning("job %s was taken over by another worker", job.job_id)
    except CancelledError:
        jobs.finish(job.job_id, worker, "cancelled")
    except (DataError, EngineError) as error:
        jobs.finish(job.job_id, worker, "refused", error=_as_json(error))
    except Exception as error:  # noqa: BLE001 - one bad job must not end the worker; the page shows the reference
        reference = secrets.token_hex(4)
        log.error("job %s (%s) failed, reference %s: %s", job.job_id, job.kind, reference, _where(error))
        failed = {"message_id": "job.error.unexpected", "parameters": {"reference": reference}}
        jobs.finish(job.job_id, worker, "failed", error=failed)
    else:
        jobs.finish(job.job_id, worker, "done", result=result)


def _work_until_idle(worker: str, idle_seconds: float) -> None:
    last_work = time.monotonic()
    while time.monotonic() - last_work < idle_seconds:
        job = jobs.claim(worker) if jobs.is_work_waiting() else None
        if job is None:
            importlib.import_module(_FIRST_WANTED)
            time.sleep(min(_POLL_SECONDS, idle_seconds))
        else:
            run(job, worker)
            last_work = time.monotonic()


def _done(job: JobInfo, progress: Progress) -> dict[str, Any]:
    module, name = TASKS[job.kind]
    task = cast(Task, getattr(importlib.import_module(module), name))
    if job.kind not in _CHANGING_FACTS:
        return dict(task(OWNER, job.workspace, job.parameters, progress))
    before = data_version(OWNER, job.workspace)
    result = dict(task(OWNER, job.workspace, job.parameters, progress))
    remove_unused_parts(OWNER, job.workspace)
    last_day = last_known_day(OWNER, job.workspace)
    if last_day is not None and data_version(OWNER, job.workspace) != before:
        result["assess_job"] = jobs.enqueue(OWNER, job.workspace, "assess", {"as_of": last_day.isoformat()})
    return result


@contextmanager
def _lease_of(job: JobInfo, worker: str) -> Iterator[Progress]:
    """Keep the lease alive beside the work; give what the work reports its progress to."""
    over, cancelled, lost = threading.Event(), threading.Event(), threading.Event()

    def renew() -> None:
        while not over.wait(jobs.LEASE.total_seconds() / 4):
            try:
                if jobs.heartbeat(job.job_id, worker):
                    cancelled.set()
            except LeaseLostError:
                lost.set()
                return

    renewing = threading.Thread(target=renew, name="lease", daemon=True)
    renewing.start()
    try:
        yield _Reporter(job.job_id, worker, cancelled, lost)
    finally:
        over.set()
        renewing.join()


class _Reporter:
    """Writes progress down, but not more often than anybody would look."""

    def __init__(self, job_id: int, worker: str, cancelled: threading.Event, lost: threading.Event) -> None:
        self._job_id = job_id
        self._worker = worker
        self._cancelled = cancelled
        self._lost = lost
        self._step = ""
        self._reported = -_REPORT_SECONDS

    def __call__(self, share: float, step: str) -> None:
        if self._lost.is_set():
            raise LeaseLostError("job.error.lease_lost")
        if self._cancelled.is_set():
            raise CancelledError("job.cancelled")
        if step != self._step or time.monotonic() - self._reported >= _REPORT_SECONDS:
            jobs.report(self._job_id, self._worker, share, step)
            self._step, self._reported = step, time.monotonic()


def _as_json(error: DataError | EngineError) -> dict[str, Any]:
    """Return what the page needs for its sentence; anything but plain values stays behind."""
    plain = {name: value for name, value in error.parameters.items() if isinstance(value, str | int | float)}
    return {"message_id": error.message_id, "parameters": plain}


def _where(error: Exception) -> str:
    """Return an error's kind and the places it passed; its text could quote a customer's data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {places}"


def _log_to_file() -> None:
    handler = RotatingFileHandler(home() / "worker.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


if __name__ == "__main__":
    main()
