"""Is a tenure in days, weeks or years told from one in months, by asking where it may be either?"""

from __future__ import annotations

import pytest

from tests.data.importing.files import bring_in, causes
from tests.data.importing.relation_files import rows

STARTS = "SELECT start_day FROM contract ORDER BY contract_key"
ON = {"snapshot_date": "2024-03-31"}


@pytest.fixture
def take(slug, tmp_path):
    return lambda text, kind="wide", **options: bring_in(slug, tmp_path / "rows.csv", text, kind, **options)


DOUBTS = {
    "a heading names days": ("Tenure (days)", "30", "days"),
    "a heading names weeks": ("tenure_weeks", "30", "weeks"),
    "a heading names years": ("Tenure in years", "3", "years"),
    "a Chinese heading names days": ("在网天数", "30", "days"),
    "no stay is that many months": ("tenure", "2000", "days"),
    "months hardly have halves": ("tenure", "2.5", "years"),
    "halves with a decimal comma": ("tenure", '"2,5"', "years"),
}


@pytest.mark.parametrize("case", DOUBTS)
@pytest.mark.parametrize("kind", ["wide", "contracts"])
def test_a_unit_that_may_be_another_is_asked_with_the_likely_one_first(take, case, kind):
    heading, number, first = DOUBTS[case]
    text = f"customer,{heading},fee\nA,{number},1\nB,1,1\n"
    asked = take(text, kind, answers=ON, mapping={"tenure_months": heading}).questions
    assert [one.id for one in asked] == ["tenure_unit"]
    assert asked[0].choices[0].id == first
    assert {choice.id for choice in asked[0].choices} == {"months", "days", "weeks", "years"}


@pytest.mark.parametrize("heading", ["tenure", "Tenure (months)", "在网月数"])
def test_months_ask_nothing(take, slug, heading):
    take(f"customer,{heading}\nA,72\nB,0\n", answers=ON)
    assert rows(slug, STARTS) == [("2018-03-31",), ("2024-03-31",)]


UNITS = {
    "days": (["2024-03-01", "2024-03-31"], "30", "0"),
    "weeks": (["2024-03-17", "2024-03-31"], "2", "0"),
    "years": (["2021-09-30", "2024-03-31"], "2.5", "0"),
    "months": (["2024-01-31", "2024-02-29"], "2.5", "1"),
}


@pytest.mark.parametrize("unit", UNITS)
def test_the_start_is_so_many_units_before_the_snapshot(take, slug, unit):
    days, first, second = UNITS[unit]
    answers = ON | {"tenure_unit": unit}
    text = f"customer,tenure days\nA,{first}\nB,{second}\n"
    report = take(text, answers=answers, mapping={"tenure_months": "tenure days"})
    assert [day for (day,) in rows(slug, STARTS)] == days
    assert causes(report).get("tenure_part", 0) == (1 if unit == "months" else 0)


def test_more_days_than_a_life_are_no_tenure(take):
    answers = ON | {"tenure_unit": "days"}
    report = take("customer,tenure\nA,2000\nB,99999\n", answers=answers)
    assert (causes(report)["tenure_impossible"], causes(report)["contract_made"]) == (1, 1)


def test_who_knows_better_than_the_numbers_is_believed(take, slug):
    take("customer,tenure\nA,30\n", answers=ON | {"tenure_unit": "days"})
    assert rows(slug, STARTS) == [("2024-03-01",)]


def test_an_answer_to_no_question_is_named(take):
    report = take("customer,tenure\nA,30\n", answers=ON | {"tenure_units": "days", "date_order": "dmy"})
    found = next(one for one in report.findings if one.cause == "answers_unasked")
    assert (found.count, found.parameters) == (2, {"names": "tenure_units, date_order"})
