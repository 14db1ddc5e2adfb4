import math
from dataclasses import replace

import numpy as np
import pytest

from engine.simulation.example import example_population, example_scenario
from engine.simulation.simulate import Question, simulate
from engine.simulation.sweep import curve_of
from engine.simulation.tree import with_value

SIZE = 1_500
POPULATION = example_population(SIZE)
EXAMPLE = example_scenario(SIZE)
# A warning at 5 % leaves enough people to be named for money to run out.
BASE = replace(EXAMPLE, replications=6, horizon_months=18, warning=replace(EXAMPLE.warning, threshold=0.05))


def curve_over(scenario, *budgets):
    steps = tuple(with_value(scenario, "retention.budget_per_month", budget) for budget in (0.0, *budgets))
    return curve_of(simulate(Question(POPULATION, steps)), scenario.retention.budget_per_month)


@pytest.fixture(scope="module")
def curve():
    return curve_over(BASE, 75.0, 300.0, 1200.0, 4800.0)


def test_no_money_brings_nothing_and_more_money_more(curve):
    assert curve.points["budget"].tolist() == [0.0, 75.0, 300.0, 1200.0, 4800.0]
    assert curve.points.loc[0, ["spend", "gain", "gain_low", "gain_high"]].tolist() == [0.0] * 4
    assert (np.diff(curve.points["gain"]) > 0).all()
    assert (np.diff(curve.points["spend"]) > 0).all()
    assert curve.today == BASE.retention.budget_per_month


def test_the_next_unit_brings_less_and_less(curve):
    marginal = curve.steps["marginal"]
    assert marginal.iloc[0] > marginal.iloc[-1]
    assert (curve.steps["marginal_low"] <= marginal).all()


def test_the_best_budget_is_where_a_unit_brings_back_one(curve):
    steps = curve.steps
    best = curve.best_budget.value
    assert not curve.is_never_worth
    before = steps[steps["budget"] <= best]["marginal"]
    after = steps[steps["budget"] > best]["marginal"]
    assert before.iloc[-1] >= 1.0 > after.iloc[0]
    assert curve.best_budget.low <= best


def test_a_measure_that_never_pays_says_so():
    dear = replace(
        BASE.retention.measures[0], offer_cost=70.0, success_probability=0.01, take_up_probability=1.0
    )
    scenario = replace(BASE, retention=replace(BASE.retention, measures=(dear,)))
    found = curve_over(scenario, 1000.0, 2000.0)
    assert found.is_never_worth
    assert math.isnan(found.best_budget.value)
