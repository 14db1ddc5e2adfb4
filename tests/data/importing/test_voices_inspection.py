"""Is it shown how answers and complaints would be read, before anything is stored?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data.importing.inspection import Inspection, inspect
from data.importing.rules import Rules

RULES = Rules("EUR", 2, dt.date(2026, 1, 15))
WIDE = "respondent,food,room\n" + "".join(f"{n},{1 + n % 5},{n % 6}\n" for n in range(60))


@pytest.fixture
def look(tmp_path: Path):
    def look(kind: str, text: str, mapping: dict[str, str] | None = None, **answers: str) -> Inspection:
        path = tmp_path / "file.csv"
        path.write_bytes(text.encode())
        return inspect(path, kind, answers, mapping or {}, RULES)

    return look


def test_a_wide_file_shows_a_column_a_question(look):
    found = look("survey_answers", WIDE, survey_day="2025-06-30", missing_codes="0")
    assert (found.questions, found.rows) == ((), 60)
    first = dict(found.preview[0].cells)
    assert (first["respondent"], first["score.food"], first["score.room"]) == ("0", 1.0, None)
    assert (first["not_applicable.room"], first["day"]) == (True, dt.date(2025, 6, 30))


def test_open_questions_are_all_asked_at_once(look):
    assert [one.id for one in look("survey_answers", WIDE).questions] == ["missing_codes", "survey_day"]
    no_questions = "who,word\nA,red\nB,blue\n"
    asked = [one.id for one in look("survey_answers", no_questions, header="yes").questions]
    assert asked == ["column_for_item", "column_for_score", "survey_day"]
    asked = [one.id for one in look("complaint_events", "case id,step\nK1,Open\n").questions]
    assert asked == ["column_for_at"]


def test_long_answers_say_why_one_cannot_be_taken(look):
    text = "who,question,score,day,scale\nA,q,7,2025-01-01,1-5\nB,q,3,2025-01-01,1-5\n"
    found = look("survey_answers", text, {"respondent": "who"})
    assert [row.causes for row in found.preview] == [("score_outside_scale",), ()]


def test_complaints_show_their_moments(look):
    text = "complaint_id,received,resolved\nK1,2025-03-01 09:00,2025-03-02\nK2,2025-03-05,2025-03-01\n"
    found = look("complaints", text)
    assert [row.causes for row in found.preview] == [(), ("event_before_opening",)]
    assert found.preview[0].cells["opened_at"] == dt.datetime.fromisoformat("2025-03-01 09:00")


def test_steps_show_the_state_that_their_names_mean(look):
    text = "case id,activity,timestamp\nK1,Resolve ticket,03/04/2025 10:00\nK1,Wait,25/04/2025 10:00\n"
    found = look("complaint_events", text)
    assert [row.cells["state"] for row in found.preview] == ["resolved", None]
    assert found.preview[0].cells["at"] == dt.datetime.fromisoformat("2025-04-03 10:00")
