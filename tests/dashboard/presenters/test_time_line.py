"""Are the events of a customer listed as they should be read?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.presenters.time_line import LINES_A_PAGE, TimeLineRow, time_line_view
from tests.dashboard.presenters.assessed_customers import grounds


def events(*rows: tuple[str, str, dict[str, Any], str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["day", "sort", "parts", "words"])
    return frame.assign(day=pd.to_datetime(frame["day"]), import_id=1)


def only_row(sort: str, parts: dict[str, Any], words: str | None = None, language: str = "en") -> TimeLineRow:
    (row,) = time_line_view(events(("2026-05-04", sort, parts, words)), 1, grounds(language)).rows
    return row


@pytest.mark.parametrize(
    ("sort", "parts", "title", "text"),
    [
        (
            "contract_start",
            {"tariff": "S", "fee_per_month": 29.9, "contract_id": "C1", "is_estimated": True},
            "Contract begins",
            "S · €29.90 a month · contract C1 · start estimated from the tenure",
        ),
        ("contract_end", {"tariff": "S"}, "Contract ends", "S"),
        (
            "contact",
            {"channel": "phone", "purpose": "care", "result": "happy", "cost": 3.5},
            "Contact",
            "phone · care · happy · cost €3.50",
        ),
        (
            "rescue",
            {"measure": "gift", "is_control": False, "responded": True, "accepted": False, "cost": 5.0},
            "Rescue",
            "gift · responded · not accepted · cost €5.00",
        ),
        (
            "rescue",
            {"measure": "none", "is_control": True, "outcome": "stayed", "outcome_amount": 12.5},
            "Left alone for comparison",
            "none · stayed · €12.50 afterwards",
        ),
        (
            "exit",
            {"causes": ["price", "ethics"], "exit_kind": "service", "is_estimated": True},
            "Left",
            "price · ethics · service exit · left by this day at the latest",
        ),
        ("exit", {"causes": [], "exit_kind": "something else"}, "Left", "something else"),
        (
            "complaint",
            {"complaint_id": "7", "cause": "bill", "severity": "high", "claim": 235.0},
            "Complaint",
            "bill · high · claims €235.00 · number 7",
        ),
        (
            "complaint_resolved",
            {"complaint_id": "7", "days": 1},
            "Complaint resolved",
            "1 day after it was made · number 7",
        ),
        (
            "answers",
            {"count": 20, "item_id": "Staff", "score": 7.0, "highest": 10.0},
            "20 survey answers",
            "least favourable: “Staff” 7 of 10",
        ),
        ("answers", {"count": 1}, "1 survey answer", ""),
    ],
)
def test_an_event_is_told_with_what_is_known_of_it(sort, parts, title, text):
    row = only_row(sort, parts)
    assert (row.title, row.text, row.words) == (title, text, "")


def test_words_and_days_in_both_languages():
    english = only_row("exit", {"causes": ["price"]}, "Too dear")
    assert (english.day, english.words) == ("May 4, 2026", "Too dear")
    chinese = only_row("exit", {"causes": ["service_encounter_failure"]}, "态度差", "zh_CN")
    assert (chinese.day, chinese.title, chinese.text) == ("2026年5月4日", "客户退出", "服务人员失误")


def test_what_came_after_the_assessment_is_counted_only():
    view = time_line_view(
        events(("2026-07-01", "contact", {}, None), ("2026-06-30", "contact", {}, None)), 1, grounds()
    )
    assert (len(view.rows), view.pages, view.place) == (1, 1, "1 to 1 of 1, newest first")
    assert view.left_out == "1 event after the assessment's day is not shown."
    none = time_line_view(events(), 1, grounds())
    assert (none.rows, none.pages, none.place, none.left_out) == ((), 1, "", "")


def test_pages_are_kept_within_what_there_is():
    many = events(*[("2026-05-04", "contact", {"channel": str(n)}, None) for n in range(LINES_A_PAGE + 1)])
    assert [row.text for row in time_line_view(many, 9, grounds()).rows] == [str(LINES_A_PAGE)]
    assert time_line_view(many, 2, grounds()).pages == 2
