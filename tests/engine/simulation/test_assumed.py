from dataclasses import replace

import pytest

from engine.simulation.assumed import Assumption, moved, usual_assumptions, widest, within_reason
from engine.simulation.scenario import Binding, Scenario, Shock
from engine.simulation.tree import leaves, with_value

SUCCESS = "retention.measures.0.success_probability"
LATE = "failures.late_factor"


def test_half_less_and_half_more_of_a_chance_and_of_a_factors_effect():
    found = {one.path: one for one in usual_assumptions(Scenario())}
    assert (found[SUCCESS].low, found[SUCCESS].high) == (0.15, pytest.approx(0.45))
    # 1.5 is an effect of a half, 0.3 one of seven tenths; 0.01 is the least that can be meant.
    assert (found[LATE].low, found[LATE].high) == (1.25, 1.75)
    weaker = found["retention.measures.0.hazard_factor"]
    assert (weaker.low, weaker.high) == (0.01, pytest.approx(0.65))
    lasting = found["retention.measures.0.lasting_months"]
    assert (lasting.low, lasting.high) == (3, 9)
    assert found["talk.told_by_leaver"].high == 13.5


def test_what_one_decides_is_no_assumption_and_what_has_no_effect_has_no_range():
    paths = {one.path for one in usual_assumptions(Scenario())}
    assert not paths & {"retention.budget_per_month", "warning.threshold", "desk.agents", "warning.auc"}
    free = replace(Scenario(), bindings=(Binding(hazard_factor=1.0),))
    assert "bindings.0.hazard_factor" not in {one.path for one in usual_assumptions(free)}


def test_what_has_no_effect_here_is_tried_up_to_what_is_usually_assumed():
    never = with_value(Scenario(), SUCCESS, 0.0)
    found = {one.path: one for one in usual_assumptions(never)}
    assert (found[SUCCESS].low, found[SUCCESS].high) == (0.0, pytest.approx(0.45))
    assert (widest((never,), SUCCESS).low, widest((never,), SUCCESS).high) == (0.0, 1.0)


def test_an_end_is_drawn_in_to_where_nothing_contradicts():
    # A late answer can't be worse than none.
    base = with_value(Scenario(), "failures.unanswered_factor", 1.6)
    found = within_reason((base,), Assumption(LATE, 0.5, 1.75))
    assert found.low == pytest.approx(base.failures.in_time_factor, abs=0.001)
    assert found.high == pytest.approx(1.6, abs=0.001)
    assert found.high <= 1.6


def test_the_widest_range_is_from_no_effect_to_four_times_as_much():
    scenario = Scenario()
    assert widest((scenario,), SUCCESS) == Assumption(SUCCESS, 0.0, 1.0)
    assert widest((scenario,), "retention.measures.0.lasting_months").high == 24
    assert widest((scenario,), "retention.measures.0.hazard_factor") == Assumption(
        "retention.measures.0.hazard_factor", 0.01, 1.0
    )


def test_the_world_moves_for_all_and_what_is_the_plans_own_for_it_alone():
    base = Scenario()
    plan = replace(base, bindings=(Binding(),), shocks=(Shock(),))
    both = moved((base, plan), LATE, 1.6)
    assert [one.failures.late_factor for one in both] == [1.6, 1.6]
    alone = moved((base, plan), "bindings.0.joining_share", 0.2)
    assert alone[0] is base
    assert leaves(alone[1])["bindings.0.joining_share"] == 0.2
    better = with_value(base, SUCCESS, 0.4)
    other = moved((base, better), SUCCESS, 0.2)
    assert [one.retention.measures[0].success_probability for one in other] == [0.3, 0.2]
