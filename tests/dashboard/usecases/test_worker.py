from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from sqlmodel import col, select, update

from dashboard.usecases import worker
from dashboard.usecases.importing import keep_upload
from dashboard.usecases.jobs import cancel, ensure_worker, job, recent, start, worker_lock
from dashboard.usecases.startup import prepare
from data import jobs
from data.assessments import assessments
from data.database import registry_reader, registry_writer
from data.errors import NotFoundError
from data.home import registry_file, workspace_folder
from data.locks import try_lock
from data.tables.bases import utc_now
from data.tables.registry import Job
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.usecases import worker_tasks
from tests.data.company_rows import bring_in
from tests.source_tree import ROOT


@pytest.fixture(autouse=True)
def _short_idle(monkeypatch):
    monkeypatch.setenv("HOLDFAST_WORKER_IDLE_SECONDS", "0.5")


@pytest.fixture
def linde():
    return create_workspace(OWNER, "Linde").slug


def done(slug, task, parameters=None):
    """Run one job through the worker in this process and return how it ended."""
    job_id = jobs.enqueue(OWNER, slug, task, parameters or {})
    worker.run(jobs.claim("here"), "here")
    return job(OWNER, job_id)


@pytest.fixture
def tasks(monkeypatch):
    for name in (
        "answers",
        "is_refused_by_data",
        "is_refused_by_engine",
        "breaks",
        "goes_on",
    ):
        monkeypatch.setitem(worker.TASKS, name, (worker_tasks.__name__, name))


def waited_for(condition, seconds=60.0):
    """Wait for what another process does; how long is its own business."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return answer


def worker_process():
    return subprocess.Popen([sys.executable, "-m", "dashboard.usecases.worker"], cwd=ROOT)


def test_a_job_ends_with_what_its_task_answers(linde, tasks):
    found = done(linde, "answers", {"number": 7})
    assert (found.state, found.progress, found.step) == ("done", 1.0, "import.step.saving")
    assert found.result == {"slug": linde, "role": "owner", "number": 7}


def test_errors_with_a_sentence_refuse_a_job_and_keep_plain_values_alone(linde, tasks):
    found = done(linde, "is_refused_by_data")
    assert (found.state, found.result) == ("refused", None)
    assert found.error == {
        "message_id": "import.refused.binary",
        "parameters": {"name": "rows.csv", "count": 3},
    }
    assert done(linde, "is_refused_by_engine").error == {
        "message_id": "error.not_enough",
        "parameters": {"needed": 30},
    }


def test_an_unforeseen_error_fails_with_a_reference_and_no_cell_in_the_log(linde, tasks, caplog):
    found = done(linde, "breaks")
    reference = found.error["parameters"]["reference"]
    assert (found.state, found.error["message_id"]) == ("failed", "job.error.unexpected")
    assert f"reference {reference}" in caplog.text
    assert "ValueError at" in caplog.text
    assert "worker_tasks.py" in caplog.text
    assert "Frau Linde" not in caplog.text
    assert "Frau Linde" not in repr(found)


def test_a_running_job_stops_when_asked_to(linde, tasks):
    job_id = jobs.enqueue(OWNER, linde, "goes_on", {})
    worker_tasks.begun.clear()
    running = threading.Thread(target=lambda: worker.run(jobs.claim("here"), "here"))
    running.start()
    assert worker_tasks.begun.wait(10)
    cancel(OWNER, job_id)
    running.join(10)
    assert job(OWNER, job_id).state == "cancelled"


def test_a_task_whose_lease_was_taken_over_stops_and_writes_nothing(linde, tasks, caplog):
    job_id = jobs.enqueue(OWNER, linde, "goes_on", {})
    worker_tasks.begun.clear()
    running = threading.Thread(target=lambda: worker.run(jobs.claim("here"), "here"))
    running.start()
    assert worker_tasks.begun.wait(10)
    with registry_writer() as session:
        session.exec(update(Job).where(col(Job.job_id) == job_id).values(leased_by="another"))
    running.join(10)
    assert job(OWNER, job_id).state == "running"
    assert "taken over" in caplog.text


def test_the_first_job_starts_the_one_worker_and_it_ends_when_idle(linde):
    bring_in(linde)
    job_id = start(OWNER, linde, "assess", {"as_of": "2024-03-01"})
    ensure_worker()
    found = waited_for(lambda: not job(OWNER, job_id).is_open and job(OWNER, job_id))
    assert found.attempts == 1
    assert found.state in {"done", "refused"}, found.error
    assert [one.job_id for one in recent(OWNER, linde)] == [job_id]
    handle = waited_for(lambda: try_lock(worker_lock()))
    os.close(handle)


def test_a_second_worker_goes_home_at_once(linde):
    handle = try_lock(worker_lock())
    with worker_process() as second:
        assert second.wait(30) == 0
    os.close(handle)


def test_the_job_of_a_killed_worker_is_taken_over_by_the_next(linde):
    bring_in(linde)
    job_id = jobs.enqueue(OWNER, linde, "assess", {"as_of": "2024-03-01"})
    with worker_process() as first:
        waited_for(lambda: job_row(job_id).state == "running")
        first.send_signal(signal.SIGKILL)
        first.wait(30)
    killed = job_row(job_id)
    if killed.state == "running":  # it died in the middle: its lease has to run out
        with registry_writer() as session:
            past = utc_now() - dt.timedelta(seconds=1)
            session.exec(update(Job).where(col(Job.job_id) == job_id).values(leased_until=past))
    found = waited_for(lambda: not job(OWNER, job_id).is_open and job(OWNER, job_id))
    assert found.state in {"done", "refused"}, found.error
    assert found.attempts == (2 if killed.state == "running" else 1)


def job_row(job_id):
    with registry_reader() as session:
        return session.exec(select(Job).where(Job.job_id == job_id)).one()


def test_an_import_is_followed_by_an_assessment_of_its_last_day_and_an_undo_by_none(linde):
    rows = b"customer_id,day,amount\n" + b"".join(b"C%d,2024-03-%02d,10.00\n" % (n, n + 1) for n in range(28))
    upload = keep_upload(OWNER, linde, rows, "march.csv")
    parameters = {
        "kind": "transactions",
        "token": upload.token,
        "file_name": "march.csv",
        "mapping": {},
        "answers": {},
    }
    imported = done(linde, "import", parameters)
    assert (imported.state, imported.result["rows"]["accepted"]) == ("done", 28)
    assess = job(OWNER, imported.result["assess_job"])
    assert (assess.kind, assess.state, assess.parameters) == ("assess", "queued", {"as_of": "2024-03-28"})
    worker.run(jobs.claim("here"), "here")
    assert [(one.as_of, one.customers_count) for one in assessments(OWNER, linde)] == [
        (dt.date(2024, 3, 28), 28)
    ]

    again = done(linde, "import", parameters | {"token": keep_upload(OWNER, linde, rows, "march.csv").token})
    assert (again.state, "assess_job" in again.result) == ("done", False)

    undone = done(linde, "undo", {"import_id": imported.result["import_id"]})
    assert (undone.state, "assess_job" in undone.result) == ("done", False)
    assert list((workspace_folder(linde) / "snapshot").iterdir()) == []
    assert len(assessments(OWNER, linde)) == 1


def test_a_very_first_start_asks_for_the_sample_company_once(monkeypatch):
    started = hold_worker()
    prepare(OWNER)
    prepare(OWNER)
    assert registry_file().exists()
    assert [(one.kind, one.state) for one in recent(OWNER, "")] == [("sample", "queued")]
    assert recent(OWNER, "")[0].parameters == {"company": "hotel", "then": "telephone"}
    os.close(started)


def test_who_cancelled_the_sample_is_not_given_it_again():
    held = hold_worker()
    prepare(OWNER)
    cancel(OWNER, recent(OWNER, "")[0].job_id)
    prepare(OWNER)
    assert [one.state for one in recent(OWNER, "")] == ["cancelled"]
    os.close(held)


def test_who_has_a_company_gets_no_sample(linde):
    prepare(OWNER)
    assert recent(OWNER, "") == []
    with pytest.raises(NotFoundError):
        job(OWNER, 1)


def hold_worker():
    """Hold the worker's lock, so that jobs stay queued while a test looks at them."""
    handle = try_lock(worker_lock())
    assert handle is not None
    return handle
