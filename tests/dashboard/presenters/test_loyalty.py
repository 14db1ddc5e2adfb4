"""Are weights, bonds, missing indicators and costs of leaving said as the assessment's tables have them?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.presenters.grounds import Grounds
from dashboard.presenters.loyalty import (
    bond_bars,
    holding_rows,
    lacks_switching,
    loyalty_view,
    missing_indicators,
    weight_rows,
    worth_base,
)
from dashboard.presenters.overview import Earlier
from engine.estimate import Estimate
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
        ("switching", "attribute.plan", "word", 30, 50, float("nan"), "two years", 21),
        ("switching", "attribute.notice", "word", 9, 50, float("nan"), "a month", 4),
        ("switching", "attribute.exit_fee", "number", 4, 50, 20.0, "", 0),
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
    rows, _, left_out = holding_rows(known, {"plan": "Contract term"}, grounds())
    assert rows["what"].to_dict() == {
        "tenure": "Years with us",
        "attribute.plan": "Contract term",
        "attribute.notice": "notice",
    }
    assert rows["typical"].tolist() == [
        "half have 2.5 years or more",
        "most often “two years” (21 customers)",
        "no word of 5 customers or more",
    ]
    assert left_out == "1 more is recorded of fewer than 5 customers and not told apart."
    assert not lacks_switching(known)
    assert lacks_switching(tables(holding_costs=HOLDING[:1]))


def attitudes(**counts: int) -> pd.DataFrame:
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    return pd.DataFrame({"loyalty_kind": kinds, "current_value": 10.0})


@pytest.mark.parametrize(
    ("kinds", "headline"),
    [
        (
            {"true": 30, "spurious": 10},
            "75% of those whose attitude is known are truly loyal; 10 customers worth",
        ),
        ({"true": 36, "spurious": 4}, "90% of those whose attitude is known are truly loyal; hardly anybody"),
        ({"true": 12}, "Attitude is known of too few to say how loyal customers are: 12 of the 30 needed"),
        ({}, "Nobody's attitude is known yet"),
    ],
)
def test_the_headline_says_what_is_known_of_enough(kinds, headline):
    assert loyalty_view(attitudes(**kinds), tables(), grounds()).headline.startswith(headline)


def test_rates_and_index_say_what_changed_since_the_earlier_assessment():
    rates = pd.DataFrame(
        [
            ("retention_rate", "", "", 0.80, 0.78, 0.82, 900, 30),
            ("repeat_purchase_rate", "", "", 0.9, 0.89, 0.91, 900, 30),
        ],
        columns=["figure", "by", "group", "value", "low", "high", "n", "needed"],
    )
    indices = pd.DataFrame(
        [("loyalty_index", 64.0, 62.0, 66.0, 90, 30), ("loyalty_index_entropy", 60.0, 58.0, 62.0, 90, 30)],
        columns=["figure", "value", "low", "high", "n", "needed"],
    )
    then = {
        "retention_rate": Estimate(0.75, 0.73, 0.77, 900),
        "loyalty_index": Estimate(63.0, 61.0, 65.0, 90),
    }
    known = tables(retention_rates=rates, loyalty_indices=indices)
    found = loyalty_view(attitudes(true=40), known, grounds(), Earlier(dt.date(2025, 3, 31), then))
    assert found.caption.endswith("Changes are since Mar 31, 2025.")
    assert [(one.change, one.change_meaning) for one in found.figures] == [
        ("+5.0 points", "good"),
        ("", "neutral"),
        ("", "neutral"),
        ("+1.0", "neutral"),  # no greater than chance
        ("", "neutral"),
    ]


def test_percentages_of_retention_say_what_they_are_of_and_that_own_values_differ():
    rows = [
        (0.01, "value_now", 3032.0, 2845.0, 3233.0, 40, 30, False),
        (0.05, "relative", 0.17, 0.16, 0.18, 40, 30, False),
    ]
    columns = ["points", "figure", "value", "low", "high", "n", "needed", "is_capped"]
    known = tables(retention_value=pd.DataFrame(rows, columns=columns))
    people = pd.DataFrame(
        {"churn_state": ["staying", "leaning", "left"], "lifetime_value": [4000.0, 3000.0, 9.0]}
    )
    said = worth_base(people, known, grounds())
    assert "of €3,032 (95%: €2,845 to €3,233)" in said
    assert "2 customers, €3,500 on average" in said
    assert "€3,500" not in worth_base(people.assign(lifetime_value=float("nan")), known, grounds())
    assert not worth_base(people, tables(), grounds())
