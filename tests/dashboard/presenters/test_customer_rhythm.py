"""Is the picture of a customer's rhythm right, and does it stay small?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.presenters.customer_rhythm import purchases_over_time, rhythm_sentence, rhythm_view
from tests.dashboard.presenters.assessed_customers import AS_OF, customer, reader


def transactions(*rows: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["day", "amount"])


@pytest.mark.parametrize(
    ("customer_id", "expected"),
    [
        ("A1", "usually 30. They are in time."),
        ("A2", "usually 30. That is 3.0 times the usual gap and beyond the limit of 71 days."),
        ("C2", "usually 40. A little longer than usual, but within the limit of 120 days."),
        ("B1", "Their usual gap is not known yet: that takes at least four purchase days."),
    ],
)
def test_the_sentence_holds_the_silence_against_the_own_gap(customer_id, expected):
    said = rhythm_sentence(customer(customer_id), reader())
    days = {"A1": 10, "A2": 90, "C2": 45, "B1": 20}[customer_id]
    assert said == f"Silent for {days} days{'. ' if customer_id == 'B1' else ', '}{expected}"


def test_a_customer_with_refunds_only_has_no_rhythm():
    refunded = customer("A1").copy()
    refunded["days_since_last_purchase"] = float("nan")
    assert rhythm_sentence(refunded, reader()) == "No purchase up to this date, only refunds."


def test_moments_are_the_usual_return_the_alarm_and_today():
    view = rhythm_view(customer("A2"), transactions(("2026-04-01", 80.0)), AS_OF, reader())
    # Last purchase 90 days before 30 June: 1 April; 30 and 71 days on.
    assert [(moment.kind, moment.day) for moment in view.moments] == [
        ("due", dt.date(2026, 5, 1)),
        ("limit", dt.date(2026, 6, 11)),
        ("today", AS_OF),
    ]
    assert view.late == (dt.date(2026, 5, 1), AS_OF)


def test_nobody_is_late_before_their_usual_gap_is_over():
    view = rhythm_view(customer("A1"), transactions(("2026-06-20", 80.0)), AS_OF, reader())
    assert view.late is None
    assert [moment.kind for moment in view.moments] == ["today", "due", "limit"]


def test_without_an_own_rhythm_there_is_only_today():
    view = rhythm_view(customer("B2"), transactions(("2026-05-31", 80.0)), AS_OF, reader())
    assert [moment.kind for moment in view.moments] == ["today"]


def test_what_came_after_the_assessment_is_not_drawn():
    view = rhythm_view(
        customer("A1"), transactions(("2026-06-20", 80.0), ("2026-07-01", 99.0)), AS_OF, reader()
    )
    assert view.purchases["amount"].tolist() == [80.0]


def test_purchases_of_a_day_are_one_mark_and_refunds_another():
    drawn = purchases_over_time(
        transactions(
            ("2026-01-05", 10.0), ("2026-01-05", 15.0), ("2026-01-05", -5.0), ("2026-02-01", 7.0)
        ).assign(day=lambda frame: pd.to_datetime(frame["day"])),
        reader(),
    )
    assert sorted(drawn["amount"]) == [-5.0, 7.0, 25.0]
    assert "Jan 5, 2026 · €25.00" in drawn["label"].tolist()


def test_too_many_days_are_drawn_by_month():
    days = pd.date_range("2023-01-01", periods=900, freq="D")
    drawn = purchases_over_time(pd.DataFrame({"day": days, "amount": 1.0}), reader())
    assert len(drawn) == 30
    assert drawn["amount"].sum() == 900.0
    assert drawn["label"].iloc[0] == "Jan 2023 · €31.00"


def test_no_transactions_draw_nothing():
    assert purchases_over_time(transactions(), reader()).empty
