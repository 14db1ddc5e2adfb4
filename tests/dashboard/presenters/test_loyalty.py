"""Are weights, bonds, missing indicators and costs of leaving said as the assessment's tables have them?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.presenters.grounds import Grounds
from dashboard.presenters.loyalty import (
    bond_bars,
    holding_rows,
    lacks_switching,
    missing_indicators,
    weight_rows,
)
from tests.dashboard.presenters.assessed_customers import reader

WEIGHTS = pd.DataFrame(
    {
        "indicator": ["nps", "csat", "tolerance", "spend_trend"],
        "customers": [40, 30, 0, 0],
        "weight": [0.75, 0.25, 0.0, 0.0],
        "typed": [3.0, float("nan"), float("nan"), float("nan")],
        "entropy_weight": [0.4, 0.6, 0.0, 0.0],
    }
)
BONDS = pd.DataFrame(
    {
        "bond": ["superior_value", "incentive", "price"],
        "exposure": ["none", "end_of_scheme", "lower_price"],
        "customers": [12, 3, 0],
        "value": [900.0, 40.0, 0.0],
        "can_be_told": [20, 20, 0],
    }
)
HOLDING = pd.DataFrame(
    [
        ("sunk", "tenure", "years", 40, 50, 2.5, "", 0),
        ("switching", "plan", "word", 30, 50, float("nan"), "two years", 21),
    ],
    columns=["kind", "source", "unit", "customers", "of", "median", "word", "with_word"],
)


def tables(**known: pd.DataFrame):
    return lambda name: known.get(name, pd.DataFrame())


def grounds() -> Grounds:
    return Grounds(dt.date(2025, 6, 30), "margin", reader())


def test_both_weights_stand_side_by_side_with_what_was_typed():
    rows, labels = weight_rows(tables(loyalty_weights=WEIGHTS), grounds())
    assert rows[["weight", "origin", "entropy"]].to_numpy().tolist() == [
        ["75.0%", "3.0, typed in", "40.0%"],
        ["25.0%", "1, as every indicator", "60.0%"],
    ]
    assert labels["weight"] != labels["entropy"]


def test_each_missing_indicator_says_how_to_get_it():
    asked, measured = missing_indicators(tables(loyalty_weights=WEIGHTS), grounds())
    assert "ask for it in a survey" in asked
    assert "24 months of transactions" in measured


def test_a_bond_of_fewer_than_five_is_not_broken_out_and_one_untold_says_what_it_needs():
    bars, untold = bond_bars(tables(loyalty_bonds=BONDS), grounds())
    assert bars["value"].tolist() == [12.0, 0.0]
    assert "fewer than 5 customers" in bars["label"][1]
    assert len(untold) == 1


def test_what_leaving_costs_is_said_as_recorded():
    known = tables(holding_costs=HOLDING)
    rows, _ = holding_rows(known, {"plan": "Contract term"}, grounds())
    assert rows["what"].tolist() == ["Years with us", "Contract term"]
    assert rows["typical"].tolist() == [
        "half have 2.5 years or more",
        "most often “two years” (21 customers)",
    ]
    assert not lacks_switching(known)
    assert lacks_switching(tables(holding_costs=HOLDING[:1]))
