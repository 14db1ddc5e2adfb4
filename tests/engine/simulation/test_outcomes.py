import datetime as dt

import pandas as pd
import pytest

from engine.contracts import Relations, Tables
from engine.simulation.outcomes import (
    amount_variation,
    bought,
    customer_days,
    never_silent_for,
    still_bound,
)
from engine.value.basis import history

SPAN = (dt.date(2024, 12, 31), dt.date(2025, 12, 31))


def test_silences_by_hand():
    # The span is the year 2025, the limit 100 days.
    made = {
        "steady": ["2024-12-01", "2025-03-01", "2025-06-01", "2025-09-01", "2025-12-01"],
        "came back": ["2024-12-01", "2025-09-01", "2025-12-01"],  # silent for 274 days in between
        "left": ["2024-12-01", "2025-02-01"],
        "before the span": [
            "2020-01-01",
            "2024-12-31",
            "2025-04-01",
            "2025-07-01",
            "2025-10-01",
            "2025-12-31",
        ],
        "not asked for": ["2024-12-01"],
    }
    days = pd.DataFrame(
        [(who, pd.Timestamp(day)) for who, all_days in made.items() for day in all_days],
        columns=["customer_id", "day"],
    )
    ids = pd.Series([who for who in made if who != "not asked for"])
    assert never_silent_for(days, ids, SPAN, 100.0) == 2
    assert never_silent_for(days, ids, SPAN, 300.0) == 3
    assert never_silent_for(days, ids, SPAN, 10.0) == 0


def test_what_was_bought_after_the_day_by_whom_and_what_it_was_worth():
    rows = [
        ("a", "2024-12-31", 99.0),  # on the day itself: known then
        ("a", "2025-01-01", 10.0),
        ("a", "2025-01-01", 5.0),  # the same day: one day with a purchase
        ("a", "2025-03-01", -4.0),  # a refund: no purchase, but worth less
        ("b", "2025-12-31", 20.0),
        ("c", "2025-06-01", 7.0),  # not asked for
        ("b", "2026-01-01", 50.0),  # after the end
    ]
    tables = Tables.from_frames(pd.DataFrame(rows, columns=["customer_id", "day", "amount"]))
    days = customer_days(tables, dt.date(2026, 1, 31), history(tables, dt.date(2026, 1, 31), None))
    assert bought(days, pd.Series(["a", "b"]), SPAN) == (2, 2, 31.0)


def test_who_is_still_bound():
    contracts = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "contract_id": ["1", "2", "3"],
            "start_day": pd.Timestamp("2024-01-01"),
            "end_day": [pd.NaT, pd.Timestamp("2025-06-30"), pd.Timestamp("2026-06-30")],
        }
    )
    ids = pd.Series(["a", "b", "c"])
    assert still_bound(Relations.from_frames(contracts=contracts), ids, SPAN[1]) == 2


def test_the_variation_of_one_customers_purchases():
    days = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b"],
            "day": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-01-01"]),
            "value": [10.0, 30.0, 500.0],
            "is_purchase": True,
        }
    )
    # Mean 20, variance 200: the customer with one purchase tells nothing.
    assert amount_variation(days, SPAN[1]) == pytest.approx(200**0.5 / 20)
    assert amount_variation(days, dt.date(2025, 1, 15)) == 0.0
