import math
from dataclasses import replace

import numpy as np
import pytest

from engine.simulation.assumed import Assumption
from engine.simulation.example import example_population, example_scenario
from engine.simulation.sensitivity import (
    Trials,
    bars,
    is_open,
    sensitivity,
    tipping_point_of,
)
from engine.simulation.simulate import Question, simulate
from engine.simulation.tree import with_value

SIZE = 1_000
POPULATION = example_population(SIZE)
EXAMPLE = example_scenario(SIZE)
MEASURE = replace(EXAMPLE.retention.measures[0], contact_cost=1.0, offer_cost=6.0)
CHEAP = replace(EXAMPLE, retention=replace(EXAMPLE.retention, measures=(MEASURE,)))
BASE = replace(CHEAP, horizon_months=12, warning=replace(EXAMPLE.warning, threshold=0.05))
IDLE = with_value(BASE, "retention.budget_per_month", 0.0)
QUESTION = Question(POPULATION, (IDLE, BASE))
SUCCESS = "retention.measures.0.success_probability"


@pytest.fixture(scope="module")
def found():
    heard = []
    return sensitivity(QUESTION, 3, lambda *told: heard.append(told)), heard


def test_the_tornado_is_sorted_and_moves_both_scenarios():
    assumptions = (Assumption("discount_rate_per_year", 0.09, 0.11), Assumption(SUCCESS, 0.1, 0.6))
    frame = bars(Trials(QUESTION), assumptions, 3)
    assert frame["path"].tolist() == [SUCCESS, "discount_rate_per_year"]
    assert (np.diff(frame["swing"]) <= 0).all()
    assert (frame["at_low_low"] <= frame["at_low"]).all()
    assert frame.loc[0, "at_low"] < frame.loc[0, "at_high"]
    assert frame.loc[0, "now"] == 0.30
    by_hand = simulate(
        Question(POPULATION, tuple(with_value(one, "discount_rate_per_year", 0.09) for one in (IDLE, BASE))),
        3,
    )
    assert frame.loc[1, "at_low"] == by_hand.difference("npv", 1).value


def test_what_was_tried_is_not_computed_again():
    trials = Trials(QUESTION)
    first = bars(trials, (Assumption(SUCCESS, 0.1, 0.6),), 2)
    assert trials.done == 6
    assert bars(trials, (Assumption(SUCCESS, 0.1, 0.6),), 2).equals(first)
    assert trials.done == 6


def test_how_wrong_an_assumption_must_be_to_change_the_decision():
    point = tipping_point_of(Trials(QUESTION), Assumption(SUCCESS, 0.0, 1.0), 3)
    assert point.now == 0.30
    assert point.difference.value > 0
    assert 0.0 < point.value < 0.30
    assert not point.value_low > point.value_high

    def at(chance):
        return Trials(QUESTION).at(SUCCESS, chance, 3).value

    # At worst the range is halved four times: a sixteenth on this side it pays, on the other it doesn't.
    step = 0.30 / 16.0
    assert at(point.value - step) < 0.0 < at(point.value + step)


def test_a_range_in_which_nothing_changes_says_so():
    point = tipping_point_of(Trials(QUESTION), Assumption(SUCCESS, 0.29, 0.31), 3)
    assert math.isnan(point.value)
    assert (point.tried_low, point.tried_high) == (0.29, 0.31)


def test_a_whole_number_tips_at_a_whole_number():
    point = tipping_point_of(
        Trials(QUESTION), Assumption("retention.measures.0.lasting_months", 1.0, 12.0), 3
    )
    assert point.value == int(point.value)
    assert point.value < 6


def test_all_are_tried_and_the_strongest_are_shown(found):
    answer, heard = found
    swings = answer.strongest["swing"].to_numpy()
    assert len(swings) == 8
    assert (np.diff(swings) <= 0).all()
    assert answer.others > 5
    assert answer.others_swing <= swings[0]
    assert [point.path for point in answer.tipping] == answer.strongest["path"].tolist()[:5]
    assert heard[-1][0] <= heard[-1][1]
    assert [told[0] for told in heard] == sorted(told[0] for told in heard)


def test_today_is_the_answer_of_the_same_replications(found):
    answer, _ = found
    assert answer.difference == simulate(QUESTION, 3).difference("npv", 1)


def test_where_nothing_is_decided_nothing_tips():
    short = replace(BASE, horizon_months=3)
    twin = sensitivity(Question(POPULATION, (short, short)), 2)
    assert is_open(twin.difference)
    assert twin.tipping == ()
    assert twin.strongest["swing"].max() == 0.0
