import math
from dataclasses import replace

import pytest

from engine.simulation.example import example_population, example_scenario
from engine.simulation.past import PastCheck, Stand, covered_share, past_record
from engine.simulation.simulate import Question, simulate

SIZE = 800
POPULATION = example_population(SIZE)
SCENARIO = example_scenario(SIZE)


def truth(seed):
    """What happens in a world that is as the model says, under a luck of its own."""
    scenario = replace(SCENARIO, horizon_months=12, discount_rate_per_year=0.0, seed=seed)
    results = simulate(Question(POPULATION, (scenario,)), 1)
    return float(results.totals("kept", 0)[0]), float(results.totals("margin", 0)[0])


def test_a_world_as_the_model_says_falls_into_the_band_nine_times_in_ten():
    stands = [Stand(f"{seed}", POPULATION, SCENARIO, 12, *truth(seed)) for seed in range(100, 110)]
    checks = past_record(stands, 20)
    assert len(checks) == 20
    assert covered_share(checks) >= 0.7


def test_another_world_does_not_and_what_isnt_known_isnt_asked():
    kept, _ = truth(100)
    (check,) = past_record([Stand("then", POPULATION, SCENARIO, 12, 0.8 * kept)], 20)
    assert (check.stand, check.figure, check.months, check.is_inside) == ("then", "kept", 12, False)
    assert check.low < check.middle < check.high


def test_new_customers_and_shocks_are_left_out_on_both_sides():
    growing = replace(SCENARIO, acquisition=replace(SCENARIO.acquisition, customers_per_month=100.0))
    stands = [Stand("then", POPULATION, one, 6, 1.0) for one in (SCENARIO, growing)]
    plain, grown = past_record(stands[:1], 5)[0], past_record(stands[1:], 5)[0]
    assert plain.middle == grown.middle


def test_coverage_by_hand():
    inside = PastCheck("a", "kept", 12, 1.0, 2.0, 3.0, 3.0)
    outside = replace(inside, actual=3.1)
    assert covered_share([inside, inside, outside, inside]) == 0.75
    assert math.isnan(covered_share([]))
    assert covered_share([inside]) == pytest.approx(1.0)
