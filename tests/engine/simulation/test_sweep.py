import math
from dataclasses import replace

import numpy as np
import pytest

from engine.errors import EngineError
from engine.simulation.complaint_cost import ASSUMPTIONS, complaint_cost
from engine.simulation.example import example_population, example_scenario
from engine.simulation.sensitivity import Assumption, tipping_point, tornado, usual_assumptions
from engine.simulation.simulate import Question
from engine.simulation.sweep import spend_gain_curve

SIZE = 1_500
POPULATION = example_population(SIZE)
EXAMPLE = example_scenario(SIZE)
# A warning at 5 % leaves enough people to be named for money to run out.
BASE = replace(EXAMPLE, replications=6, horizon_months=18, warning=replace(EXAMPLE.warning, threshold=0.05))
IDLE = replace(BASE, retention=replace(BASE.retention, budget_per_month=0.0))


@pytest.fixture(scope="module")
def curve():
    return spend_gain_curve(Question(POPULATION, (BASE,)), budgets=(75.0, 300.0, 1200.0, 4800.0))


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
    found = spend_gain_curve(Question(POPULATION, (scenario,)), budgets=(1000.0, 2000.0))
    assert found.is_never_worth
    assert math.isnan(found.best_budget.value)


def test_the_tornado_is_sorted_and_moves_both_scenarios():
    question = Question(POPULATION, (IDLE, BASE))
    assumptions = (
        Assumption("retention.measures.0.success_probability", 0.1, 0.6),
        Assumption("discount_rate_per_year", 0.09, 0.11),
    )
    frame = tornado(question, assumptions, replications=4)
    assert frame["path"].tolist()[0] == "retention.measures.0.success_probability"
    assert (np.diff(frame["swing"]) <= 0).all()
    assert (frame["at_low_low"] <= frame["at_low"]).all()
    assert frame.loc[0, "at_low"] < frame.loc[0, "at_high"]


def test_how_wrong_an_assumption_must_be_to_change_the_decision():
    question = Question(POPULATION, (IDLE, BASE))
    found = tipping_point(question, Assumption("retention.measures.0.success_probability", 0.0, 1.0), 4)
    assert found.now == 0.30
    assert found.difference.value > 0
    assert 0.0 < found.value < 0.30
    # Just beyond it the scenario loses, as the difference there says.
    measure = replace(BASE.retention.measures[0], success_probability=found.value)
    beyond = tipping_point(
        Question(POPULATION, (IDLE, replace(BASE, retention=replace(BASE.retention, measures=(measure,))))),
        Assumption("retention.measures.0.success_probability", found.value, found.value),
        4,
    )
    assert beyond.difference.value <= 0
    assert math.isnan(beyond.value)


def test_usual_assumptions_stay_within_their_ranges():
    found = {one.path: one for one in usual_assumptions(BASE)}
    assert found["retention.measures.0.success_probability"].low == pytest.approx(0.15)
    assert (
        found["retention.measures.0.lasting_months"].low,
        found["retention.measures.0.lasting_months"].high,
    ) == (3, 9)
    assert found["talk.told_by_leaver"].high == pytest.approx(13.5)
    assert all(0 <= one.low < one.high for one in found.values())


def test_an_unanswered_complaint_costs_directly_and_by_talk():
    crowd = replace(POPULATION, complaints_per_month=np.full(SIZE, 0.02))
    question = Question(crowd, (replace(IDLE, replications=12),))
    found = complaint_cost(question)
    assert found.direct.low > 0
    assert found.talk.low > 0
    assert found.total.value == pytest.approx(found.direct.value + found.talk.value)
    assert set(found.assumptions) == set(ASSUMPTIONS)
    doubled = replace(question.scenarios[0], talk=replace(IDLE.talk, told_by_complainant=24.0))
    assert complaint_cost(Question(crowd, (doubled,)), 12).talk.value > found.talk.value


def test_what_a_complaint_costs_needs_complaints_and_a_desk():
    crowd = replace(POPULATION, complaints_per_month=np.zeros(SIZE))
    with pytest.raises(EngineError) as error:
        complaint_cost(Question(crowd, (IDLE,)), 2)
    assert error.value.message_id == "error.complaint_cost_without_complaints"
    with pytest.raises(EngineError) as error:
        complaint_cost(Question(POPULATION, (replace(IDLE, desk=replace(IDLE.desk, agents=0)),)), 2)
    assert error.value.message_id == "error.complaint_cost_without_desk"
