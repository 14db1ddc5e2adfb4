from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, update

from data.database import registry_writer
from data.errors import CancelledError, NotAllowedError, NotFoundError
from data.jobs import (
    LEASE,
    LeaseLostError,
    ahead,
    claim,
    enqueue,
    finish,
    heartbeat,
    is_anything_recorded,
    is_work_waiting,
    job,
    recent,
    report,
    request_cancel,
)
from data.tables.bases import utc_now
from data.tables.registry import Job
from data.viewer import OWNER, Viewer


def run_out(job_id):
    """Let a lease end as if its worker had died a while ago."""
    with registry_writer() as session:
        past = utc_now() - dt.timedelta(seconds=1)
        session.exec(update(Job).where(col(Job.job_id) == job_id).values(leased_until=past))


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for(home):
    assert not is_anything_recorded()
    asked = [enqueue(OWNER, "linde", "import", {"path": name}) for name in ("a.csv", "b.csv")]
    assert is_anything_recorded()
    assert [ahead(OWNER, one) for one in asked] == [0, 1]
    taken = [claim("w1"), claim("w1")]
    assert [one.job_id for one in taken] == asked
    assert claim("w1") is None
    assert taken[0].state == "running"
    assert taken[0].parameters == {"path": "a.csv"}
    assert taken[0].leased_until - utc_now() > LEASE / 2


def test_a_second_click_does_not_ask_twice(home):
    first = enqueue(OWNER, "linde", "import", {"path": "a.csv"})
    assert enqueue(OWNER, "linde", "import", {"path": "a.csv"}) == first
    assert enqueue(OWNER, "linde", "import", {"path": "b.csv"}) != first
    assert enqueue(OWNER, "zander", "import", {"path": "a.csv"}) != first
    claim("w1")
    assert enqueue(OWNER, "linde", "import", {"path": "a.csv"}) == first
    finish(first, "w1", "done", {})
    assert enqueue(OWNER, "linde", "import", {"path": "a.csv"}) != first


def test_progress_and_result_can_be_watched(home):
    job_id = enqueue(OWNER, "linde", "assess", {"as_of": "2024-01-31"})
    assert (job(OWNER, job_id).state, job(OWNER, job_id).progress) == ("queued", 0.0)
    claim("w1")
    report(job_id, "w1", 0.4, "job.cancelled")
    assert (job(OWNER, job_id).progress, job(OWNER, job_id).step) == (0.4, "job.cancelled")
    report(job_id, "w1", 1.7, "job.cancelled")
    assert job(OWNER, job_id).progress == 1.0
    finish(job_id, "w1", "done", {"assessment_id": 1})
    done = job(OWNER, job_id)
    assert (done.state, done.result, done.is_open, done.leased_until) == (
        "done",
        {"assessment_id": 1},
        False,
        None,
    )
    assert done.finished_at >= done.created_at


def test_a_job_that_nobody_has_begun_is_cancelled_at_once(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    request_cancel(OWNER, job_id)
    assert job(OWNER, job_id).state == "cancelled"
    assert claim("w1") is None


def test_a_running_job_learns_that_it_is_to_stop(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    claim("w1")
    assert heartbeat(job_id, "w1") is False
    request_cancel(OWNER, job_id)
    assert job(OWNER, job_id).cancel_requested
    assert heartbeat(job_id, "w1") is True
    with pytest.raises(CancelledError):
        report(job_id, "w1", 0.5, "job.cancelled")
    finish(job_id, "w1", "cancelled")
    assert job(OWNER, job_id).state == "cancelled"


def test_cancelling_what_is_over_changes_nothing(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    claim("w1")
    finish(job_id, "w1", "done", {})
    request_cancel(OWNER, job_id)
    assert (job(OWNER, job_id).state, job(OWNER, job_id).cancel_requested) == ("done", False)


def test_the_work_of_a_dead_worker_is_taken_over_once_then_failed_with_a_sentence(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    claim("w1")
    assert not is_work_waiting()
    assert claim("w2") is None
    run_out(job_id)
    assert is_work_waiting()
    assert claim("w2").attempts == 2
    run_out(job_id)
    assert claim("w3") is None
    failed = job(OWNER, job_id)
    assert (failed.state, failed.error) == (
        "failed",
        {"message_id": "job.error.worker_died", "parameters": {"count": 2}},
    )
    assert not is_work_waiting()


def test_behind_a_job_that_is_given_up_the_next_one_is_taken(home):
    bad, good = enqueue(OWNER, "linde", "import", {"path": "bad"}), enqueue(OWNER, "linde", "import", {})
    for worker in ("w1", "w2"):
        assert claim(worker).job_id == bad
        run_out(bad)
    assert claim("w3").job_id == good
    assert job(OWNER, bad).state == "failed"


def test_a_dead_worker_s_job_that_was_to_stop_is_cancelled(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    claim("w1")
    request_cancel(OWNER, job_id)
    run_out(job_id)
    assert claim("w2") is None
    assert job(OWNER, job_id).state == "cancelled"


def test_a_worker_that_was_taken_over_can_write_nothing_more(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    claim("w1")
    run_out(job_id)
    claim("w2")
    with pytest.raises(LeaseLostError):
        heartbeat(job_id, "w1")
    with pytest.raises(LeaseLostError):
        report(job_id, "w1", 0.9, "job.cancelled")
    finish(job_id, "w1", "done", {"by": "w1"})
    assert job(OWNER, job_id).state == "running"
    finish(job_id, "w2", "done", {"by": "w2"})
    assert job(OWNER, job_id).result == {"by": "w2"}


def test_a_heartbeat_keeps_the_job(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    claim("w1")
    run_out(job_id)
    heartbeat(job_id, "w1")
    assert claim("w2") is None


def test_two_workers_never_get_the_same_job(home):
    for number in range(12):
        enqueue(OWNER, "linde", "import", {"path": str(number)})
    with ThreadPoolExecutor(6) as pool:
        taken = [one.job_id for one in pool.map(lambda n: claim(f"w{n}"), range(12))]
    assert len(set(taken)) == 12


def test_recent_jobs_come_newest_first_and_only_of_the_workspace(home):
    asked = [enqueue(OWNER, "linde", "import", {"path": str(number)}) for number in range(4)]
    enqueue(OWNER, "zander", "import", {})
    assert [one.job_id for one in recent(OWNER, "linde", most=3)] == asked[:0:-1]


def test_viewers_see_and_start_only_what_is_theirs(home):
    job_id = enqueue(OWNER, "linde", "import", {})
    stranger, guest = Viewer(only="zander"), Viewer(role="guest")
    with pytest.raises(NotAllowedError):
        job(stranger, job_id)
    with pytest.raises(NotAllowedError):
        recent(stranger, "linde")
    for viewer in (stranger, guest):
        with pytest.raises(NotAllowedError):
            enqueue(viewer, "linde", "undo", {})
        with pytest.raises(NotAllowedError):
            request_cancel(viewer, job_id)
    assert job(guest, job_id).state == "queued"


def test_a_job_that_never_was_is_not_found(home):
    for asking in (lambda: job(OWNER, 7), lambda: request_cancel(OWNER, 7)):
        with pytest.raises(NotFoundError, match=r"error\.job_not_found"):
            asking()
