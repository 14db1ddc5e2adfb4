"""Are a help desk's log and two surveys from outside read as they were published?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data import voices
from data.importing.report import ImportReport, ImportRequest
from data.importing.run import run_import
from data.viewer import OWNER
from engine.complaints.durations import handling_durations
from tests.data.importing.voice_files import causes, counts, stored

HELP_DESK = "helpdesk_italy/helpdesk.csv.gz"
ECSI = "ecsi_mobi/mobi.csv"
AIRLINE = "airline_satisfaction/test.csv.gz"


@pytest.fixture
def take(slug: str, datasets: Path) -> Callable[..., ImportReport]:
    def take(kind: str, file: str, **answers: Any) -> ImportReport:
        return run_import(OWNER, slug, ImportRequest(kind, datasets / file, answers=answers))

    return take


def test_the_help_desk_resolves_in_the_published_times(slug, take):
    """Polato (2017), doi 10.4121/uuid:0c60edf1; closing is automatic about 15 days after the resolve."""
    report = take("complaint_events", HELP_DESK)
    assert (report.state, counts(report), report.new_customers) == ("done", (21348, 21348, 0, 0), 0)
    events = voices.complaint_events(OWNER, slug)
    found = handling_durations(events, events.groupby("complaint_id")["opened_at"].first())
    days = found["resolve_days"].dropna()
    assert (len(found), len(days), int((found["resolved_times"] > 1).sum())) == (4580, 4569, 386)
    assert (round(days.median(), 3), round(days.mean(), 3)) == (5.983, 11.123)
    assert found["close_days"].median() > days.median() + 15


def test_ecsi_is_24_questions_from_1_to_10_of_250_strangers(slug, take):
    assert [question.id for question in take("survey_answers", ECSI).questions] == ["survey_day"]
    report = take("survey_answers", ECSI, survey_day="2004-06-30")
    assert (counts(report), causes(report)) == ((250, 250, 0, 0), {"items_found": 24, "scale_found": 24})
    held = "SELECT count(*), count(DISTINCT respondent), count(customer_key) FROM survey_answer"
    assert stored(slug, held) == [(6000, 250, 0)]
    assert stored(slug, "SELECT DISTINCT scale_low, scale_high FROM survey_item") == [(1.0, 10.0)]


def test_airline_has_14_questions_and_one_in_words_and_0_is_not_applicable(slug, take):
    asked = take("survey_answers", AIRLINE).questions
    assert [question.id for question in asked] == ["missing_codes", "survey_day"]
    assert asked[0].parameters == {"codes": "0: 4202×", "count": 10}
    report = take("survey_answers", AIRLINE, survey_day="2015-06-30", missing_codes="0")
    found = causes(report)
    assert counts(report) == (25976, 25976, 0, 0)
    assert (found["items_found"], found["not_applicable"], found["scale_found"]) == (15, 4202, 15)
    assert found["words_found"] == 1
    held = """
        SELECT count(*), count(score), sum(is_not_applicable), min(score), max(score),
            count(DISTINCT respondent)
        FROM survey_answer
    """
    assert stored(slug, held) == [(389_640, 385_438, 4202, 1.0, 5.0, 25976)]
    said = """
        SELECT i.role, i.scale_low, i.scale_high, sum(a.score = 2) FROM survey_answer AS a
        JOIN survey_item AS i ON i.item_key = a.item_key WHERE i.item_id = 'satisfaction'
    """
    # 11,403 of the 25,976 passengers are "satisfied" in the file.
    assert stored(slug, said) == [("csat", 1.0, 2.0, 11403)]
