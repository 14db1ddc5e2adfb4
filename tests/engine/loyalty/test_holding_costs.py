"""Is what holds customers told as the files record it, and nothing guessed?"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.contracts import Relations
from engine.loyalty.holding_costs import GAINS, holding_costs, holdings, holdings_by_customer

AS_OF = dt.date(2025, 6, 30)
CUSTOMERS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "c", "d"],
        "churn_state": ["staying", "leaning", "staying", "left"],
        "first_purchase_day": pd.to_datetime(["2023-07-01", "2024-06-30", "2025-06-30", "2016-01-01"]),
        "contract_start_day": pd.to_datetime(["2021-07-01", None, None, None]),
        "amount_total": [300.0, 100.0, 0.0, 900.0],
    }
)
CONTRACTS = pd.DataFrame(
    {
        "customer_id": ["a", "b", "d"],
        "start_day": pd.to_datetime(["2024-01-01"] * 3),
        "end_day": pd.to_datetime([None, "2024-06-30", None]),
        "fee_per_month": [20.0, 30.0, 99.0],
    }
)
ATTRIBUTES = pd.DataFrame(
    [
        ("a", "2024-01-01", "points_balance", "100"),
        ("a", "2024-06-01", "points_balance", "250"),
        ("b", "2024-01-01", "points_balance", "0"),
        ("a", "2024-01-01", "contract", "two years"),
        ("b", "2024-01-01", "contract", "monthly"),
        ("c", "2024-01-01", "contract", "monthly"),
        ("b", "2024-01-01", "deposit", "50"),
        ("a", "2024-01-01", "favourite_colour", "red"),
    ],
    columns=["customer_id", "known_on", "name", "value"],
).assign(known_on=lambda rows: pd.to_datetime(rows["known_on"]))


def test_present_customers_are_told_what_they_have_put_in_and_what_leaving_costs() -> None:
    """d has left; of the points the last known value counts, and zero points are nothing to lose."""
    known = Relations.from_frames(contracts=CONTRACTS, attributes=ATTRIBUTES)
    found = holding_costs(holdings(CUSTOMERS, known, AS_OF), 3)
    numbers = found[found["unit"] != "word"].set_index("source")
    assert numbers["kind"].to_dict() == {
        "tenure": "sunk",
        "spent": "sunk",
        "attribute.deposit": "sunk",
        "fee": "switching",
        "attribute.points_balance": "switching",
    }
    assert numbers["customers"].tolist() == [3, 2, 1, 1, 1]
    # Of a the contract counts, four years old; c came today.
    assert numbers["median"].tolist() == pytest.approx([365 / 365.25, 200, 50, 20, 250])
    assert set(found["of"]) == {3}


def test_words_are_counted() -> None:
    found = holding_costs(holdings(CUSTOMERS, Relations.from_frames(attributes=ATTRIBUTES), AS_OF), 3)
    row = found[found["source"] == "attribute.contract"].iloc[0]
    assert (row["customers"], row["word"], row["with_word"]) == (3, "monthly", 2)


def test_without_records_there_are_only_years_and_money() -> None:
    found = holding_costs(holdings(CUSTOMERS.assign(amount_total=np.nan), Relations(), AS_OF), 3)
    assert found["source"].tolist() == ["tenure"]


def test_each_customer_has_the_sources_that_count_them() -> None:
    """As many as the table says, each with what only the files record; d has left and holds nothing."""
    known = Relations.from_frames(contracts=CONTRACTS, attributes=ATTRIBUTES)
    found = holdings(CUSTOMERS, known, AS_OF)
    each = holdings_by_customer(found, CUSTOMERS["customer_id"])
    assert each["a"].split("\n") == [
        "tenure",
        "spent",
        "contract",
        "fee=20",
        "attribute.contract=two years",
        "attribute.points_balance=250",
    ]
    assert each["b"].split("\n") == [
        "tenure",
        "spent",
        "attribute.deposit=50",
        "attribute.contract=monthly",
    ]
    assert each["c"].split("\n") == ["tenure", "attribute.contract=monthly"]
    assert pd.isna(each["d"])


def test_measured_benefits_and_the_growth_of_their_own_business_are_told_beside() -> None:
    """Of what nobody saved nothing is told; a business that shrinks is on record as one that grows."""
    rows = [
        *(("a", "hours_saved", "6"), ("b", "hours_saved", "0"), ("c", "faults_avoided", "2")),
        *(("a", "own_business_growth", "-4"), ("b", "own_business_growth", "0"), ("c", "营收增长", "9")),
        ("a", "savings_account", "yes"),
    ]
    attributes = pd.DataFrame(rows, columns=["customer_id", "name", "value"]).assign(
        known_on=pd.Timestamp(AS_OF)
    )
    found = holding_costs(holdings(CUSTOMERS, Relations.from_frames(attributes=attributes), AS_OF), 3)
    gained = found[found["kind"].isin(GAINS)].set_index("source")
    assert gained[["kind", "customers", "median"]].to_dict("index") == {
        "attribute.faults_avoided": {"kind": "benefit", "customers": 1, "median": 2.0},
        "attribute.hours_saved": {"kind": "benefit", "customers": 1, "median": 6.0},
        "attribute.own_business_growth": {"kind": "business", "customers": 2, "median": -2.0},
        "attribute.营收增长": {"kind": "business", "customers": 1, "median": 9.0},
    }
