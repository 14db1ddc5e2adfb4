from itertools import product

import numpy as np
import pandas as pd
import pytest

from engine.contracts import Relations
from engine.errors import SettingOutOfRangeError
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.budget import Plan, plan
from engine.rescue.warning import possible_offers, warning_columns
from tests.engine.rescue.test_warning import customers

# Of a the gift is the better offer per unit (3), the discount adds 40 for 40 more; b's call brings 2.
OFFERS = pd.DataFrame(
    [
        ("a", "gift", 10.0, 30.0),
        ("a", "discount", 50.0, 70.0),
        ("b", "call", 20.0, 40.0),
        ("c", "call", 20.0, 10.0),
    ],
    columns=["customer_id", "measure", "cost", "benefit"],
)


def chosen(found: Plan) -> set[tuple[str, str]]:
    return set(zip(found.chosen["customer_id"], found.chosen["measure"], strict=True))


@pytest.mark.parametrize(
    ("budget", "expected", "gain", "last_unit"),
    [
        (0.0, set(), 0.0, np.nan),
        (10.0, {("a", "gift")}, 20.0, 3.0),
        (30.0, {("a", "gift"), ("b", "call")}, 40.0, 2.0),
        (70.0, {("a", "discount"), ("b", "call")}, 40.0, 1.0),
        (1000.0, {("a", "discount"), ("b", "call")}, 40.0, 1.0),
    ],
)
def test_by_hand(budget: float, expected: set[tuple[str, str]], gain: float, last_unit: float) -> None:
    found = plan(OFFERS, budget)
    assert chosen(found) == expected
    assert found.gain == pytest.approx(gain)
    assert found.last_unit == pytest.approx(last_unit, nan_ok=True)
    assert found.spent <= budget
    assert found.worth_spending == 70.0


def test_what_brings_back_less_than_one_is_never_bought_but_shown() -> None:
    found = plan(OFFERS, 1000.0)
    assert "c" not in set(found.chosen["customer_id"])
    assert found.curve["last_unit"].tolist() == pytest.approx([3.0, 2.0, 1.0, 0.5])
    assert found.curve["gain"].tolist() == pytest.approx([20.0, 40.0, 40.0, 30.0])


def test_a_dearer_measure_that_does_no_more_is_never_chosen() -> None:
    worse = pd.concat(
        [OFFERS, pd.DataFrame([("b", "visit", 25.0, 40.0)], columns=OFFERS.columns)], ignore_index=True
    )
    assert chosen(plan(worse, 1000.0)) == chosen(plan(OFFERS, 1000.0))


def test_too_dear_a_step_makes_room_for_cheaper_ones() -> None:
    found = plan(OFFERS.assign(cost=[10.0, 50.0, 200.0, 20.0], benefit=[15.0, 90.0, 900.0, 30.0]), 60.0)
    assert chosen(found) == {("a", "discount")}
    assert (found.spent, found.gain) == (50.0, 40.0)


def offers(seed: int, size: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "customer_id": np.repeat([f"c{number}" for number in range(size)], 3),
            "measure": np.tile(["x", "y", "z"], size),
            "cost": rng.gamma(2.0, 5.0, 3 * size),
            "benefit": rng.gamma(1.0, 20.0, 3 * size),
        }
    )


@pytest.mark.parametrize("seed", range(8))
def test_it_is_near_the_best_of_all_plans(seed: int) -> None:
    """Against every plan there is: no better one is missed by more than the step that didn't fit."""
    some, budget = offers(seed, 5), 40.0
    best = 0.0
    for picks in product(range(-1, 3), repeat=5):
        rows = some.iloc[[3 * place + pick for place, pick in enumerate(picks) if pick >= 0]]
        if rows["cost"].sum() <= budget:
            best = max(best, float((rows["benefit"] - rows["cost"]).sum()))
    found = plan(some, budget)
    assert found.spent <= budget
    assert found.gain <= best + 1e-9
    assert found.gain >= best - float((some["benefit"] - some["cost"]).max())


def test_more_money_never_brings_less_until_it_is_not_worth_spending() -> None:
    some = offers(1, 300)
    gains = [plan(some, budget).gain for budget in (0.0, 50.0, 200.0, 800.0, 1e9)]
    assert gains == sorted(gains)
    assert plan(some, 1e9).spent == pytest.approx(plan(some, 1e9).worth_spending)


def test_without_a_limit_everybody_worth_it_gets_their_measure() -> None:
    """Of the same warnings: whose expected gain is above 0, with the measure that was named."""
    frame = customers(
        [{"customer_id": f"c{n}", "churn_probability": p} for n, p in enumerate((0.01, 0.3, 0.8))]
    )
    given = (Relations(), RescueAssumptions())
    named, *_ = warning_columns(frame, *given, np.random.default_rng(1))
    found = plan(possible_offers(frame, *given, np.random.default_rng(1)), 1e9)
    worth = named["expected_gain"] > 0
    assert set(found.chosen["customer_id"]) == set(frame.loc[worth, "customer_id"])
    assert found.gain == pytest.approx(named.loc[worth, "expected_gain"].sum())


def test_a_negative_budget_is_refused() -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        plan(OFFERS, -1.0)
    assert refused.value.parameters == {"setting": "budget", "value": -1.0}
