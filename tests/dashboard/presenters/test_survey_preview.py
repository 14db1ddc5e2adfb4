"""Does the preview of a survey name questions, and show moments with their time?"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.import_understanding import preview_table, question_view

READER = Reader(Texts("en"), Formats("en", "EUR"))


def preview(**cells):
    return preview_table(SimpleNamespace(preview=[SimpleNamespace(line=2, cells=cells, causes=())]), READER)


def test_questions_stand_under_their_own_names():
    table = preview(**{"score.Food": 4.0, "expectation.Food": None, "not_applicable.Room": True})
    assert table.iloc[0].to_dict() == {
        "Line": "2",
        "Food": "4",
        "Food · Expectation": "–",
        "Room · not applicable": "✓",
    }


def test_moments_keep_their_time():
    table = preview(opened_at=dt.datetime.fromisoformat("2025-03-01 09:05"))
    assert table.iloc[0]["Received"] == "Mar 1, 2025 09:05"


def test_the_question_on_codes_offers_its_numbers_in_words():
    asked = {
        "id": "missing_codes",
        "message": "import.question.missing_codes",
        "column": "Food",
        "parameters": {"codes": "0: 7×", "count": 1},
        "choices": [{"id": "0", "examples": ["1 … 5"]}, {"id": "none", "examples": ["0 … 5"]}],
    }
    view = question_view(asked, READER)
    assert view.labels == {"0": "No answer: 0", "none": "All of them are scores"}
    assert view.text.startswith(
        "Do these numbers mean “no answer” or “not applicable”? They stand in 1 question (0: 7×): Food."
    )
