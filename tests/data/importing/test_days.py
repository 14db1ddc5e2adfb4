"""Which day does a cell mean, and when is the order of its parts asked?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing.days import day_question, day_texts, days


def read(*texts: str, order: str = ""):
    found = day_texts(pa.array(texts, pa.string()).dictionary_encode())
    question, settled = day_question(found, "Date")
    return question, settled, days(found, settled or order)


def first(text: str, order: str = "") -> dt.date | None:
    return read(text, order=order)[2].days.tolist()[0]


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-15",
        "2024/1/15",
        "2024.01.15",
        "20240115",
        "2024年1月15日",
        "2024年01月15日 10时30分",
        "15 Jan 2024",
        "15-January-2024",
        "Jan 15, 2024",
        "January 15 2024",
        "2024-01-15 08:45:00",
        "2024-01-15T08:45:00.123Z",
        "2024-01-15T08:45+02:00",
        "20240115T084500",
        "15/01/2024",
        "01/15/2024 8:45 PM",
        "15.1.2024",
    ],
)
def test_one_day_in_many_ways(text):
    assert first(text) == dt.date(2024, 1, 15)


def test_a_day_that_fits_two_orders_is_asked_with_both_readings():
    question, _, _ = read("03/04/2025", "05/06/2025")
    assert (question.id, question.column) == ("date_order", "Date")
    assert {choice.id: choice.examples[0] for choice in question.choices} == {
        "dmy": "03/04/2025 → 2025-04-03",
        "mdy": "03/04/2025 → 2025-03-04",
    }
    assert first("03/04/2025", "dmy") == dt.date(2025, 4, 3)
    assert first("03/04/2025", "mdy") == dt.date(2025, 3, 4)


def test_one_value_that_decides_settles_the_whole_column():
    question, order, found = read("03/04/2025", "25/12/2025")
    assert (question, order) == (None, "dmy")
    assert found.days.tolist() == [dt.date(2025, 4, 3), dt.date(2025, 12, 25)]


def test_a_day_that_is_the_same_in_both_orders_needs_no_question():
    assert read("05/05/2025")[0] is None


def test_values_that_decide_for_different_orders_are_asked_and_the_others_quarantined():
    question, _, found = read("25/12/2025", "12/25/2025", order="dmy")
    assert question.message_id == "import.question.date_order_contradicting"
    assert found.is_impossible.tolist() == [False, True]


def test_two_digit_years_may_stand_first():
    question, _, _ = read("03/04/05")
    assert [choice.id for choice in question.choices] == ["dmy", "mdy", "ymd"]
    assert read("31/12/99")[1] == "dmy"
    assert first("31/12/99") == dt.date(1999, 12, 31)
    assert first("31/12/32") == dt.date(2032, 12, 31)


def test_what_is_empty_no_day_or_no_day_of_the_calendar_is_told_apart():
    _, _, found = read("", "soon", "2024-02-30", "1024-01-01", "2024-02-29", "31/02/2024")
    assert found.is_missing.tolist() == [True, False, False, False, False, False]
    assert found.is_impossible.tolist() == [False, False, True, True, False, True]
    assert np.isnat(found.days).tolist() == [True, True, True, True, False, True]


def test_times_are_noticed_unless_they_are_midnight():
    found = day_texts(
        pa.array(
            ["2024-01-15 08:45", "2024-01-15 00:00:00", "2024-01-15", "2024-01-15T08:45Z"]
        ).dictionary_encode()
    )
    assert found.with_time.tolist() == [True, False, False, True]
    assert found.with_zone.tolist() == [False, False, False, True]


FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%d %b %Y", "%b %d, %Y", "%Y-%m-%d %H:%M:%S"]


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(FORMATS))
def test_a_written_day_is_read_as_the_same_day(day, form):
    assert first(dt.datetime.combine(day, dt.time()).strftime(form)) == day


@settings(max_examples=60, deadline=None)
@given(st.dates(dt.date(1970, 1, 1), dt.date(2038, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%y"]))
def test_a_day_first_day_is_read_by_its_order(day, form):
    assert first(day.strftime(form), "dmy") == day
