"""How long may it take? Told from what is done, once enough is."""

from __future__ import annotations

import datetime as dt

from dashboard.presenters.job import job_view
from tests.dashboard.presenters.assessed_customers import reader

START = dt.datetime(2026, 1, 1, 12, 0, tzinfo=dt.UTC)


def after(seconds: float, progress: float, step: str = "job.step.assessing") -> str:
    return job_view(progress, step, START, START + dt.timedelta(seconds=seconds), reader()).text


def test_a_quarter_done_in_ten_seconds_leaves_thirty():
    assert after(10, 0.25).endswith("about 30 seconds left")


def test_long_work_is_told_in_minutes():
    assert after(60, 0.25).endswith("about 3 minutes left")


def test_nothing_is_promised_at_the_beginning():
    assert "left" not in after(10, 0.01)
    assert job_view(0.0, "", START, START, reader()).text == "Waiting to start"


def test_a_time_without_zone_is_universal():
    now = START + dt.timedelta(seconds=10)
    assert job_view(0.5, "", START.replace(tzinfo=None), now, reader()).text.endswith("about 10 seconds left")


def test_progress_stays_within_its_bar():
    assert job_view(1.7, "", START, START, reader()).share == 1.0
    assert job_view(-0.2, "", START, START, reader()).share == 0.0
