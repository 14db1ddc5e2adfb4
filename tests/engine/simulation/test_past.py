import math
from dataclasses import replace

import numpy as np
import pytest

from engine.simulation.example import example_population, example_scenario
from engine.simulation.model_error import ModelError
from engine.simulation.past import PastCheck, Stand, checks_of
from engine.simulation.population import sampled
from engine.simulation.purchasing import Pace
from engine.simulation.simulate import Question, simulate

SIZE = 800
POPULATION = example_population(SIZE)
SCENARIO = example_scenario(SIZE)


def truth(seed):
    """What happens in a world that is as the model says, under a luck of its own."""
    scenario = replace(SCENARIO, horizon_months=12, discount_rate_per_year=0.0, seed=seed)
    results = simulate(Question(POPULATION, (scenario,)), 1)
    return {"kept": float(results.totals("kept", 0)[0]), "margin": float(results.totals("margin", 0)[0])}


def stand(name, actual, **others):
    return Stand(name, POPULATION, SCENARIO, 12, actual, **others)


def record(stands, replications):
    return [check for one in stands for check in checks_of(one, replications)]


def test_a_world_as_the_model_says_falls_into_the_band_nine_times_in_ten():
    stands = [stand(f"{seed}", truth(seed)) for seed in range(100, 110)]
    checks = record(stands, 19)
    assert len(checks) == 20
    assert sum(check.is_inside for check in checks) >= 14
    # Nothing is known of the models' error here: both bands are that of luck.
    assert all((one.low, one.high) == (one.luck_low, one.luck_high) for one in checks)


def test_another_world_does_not_and_what_isnt_known_isnt_asked():
    kept = truth(100)["kept"]
    (check,) = record([stand("then", {"kept": 0.8 * kept, "margin": math.nan})], 19)
    assert (check.stand, check.figure, check.months, check.is_inside) == ("then", "kept", 12, False)
    assert check.low < check.middle < check.high
    assert math.isnan(check.season)


def test_the_band_of_19_replications_reaches_from_the_smallest_to_the_largest():
    scenario = replace(SCENARIO, horizon_months=12)
    totals = simulate(Question(POPULATION, (scenario,)), 19).totals("kept", 0)
    (check,) = record([stand("then", {"kept": 1.0})], 19)
    assert (check.luck_low, check.luck_high) == (totals.min(), totals.max())


def test_what_the_models_may_be_off_by_widens_the_band_and_moves_no_middle_far():
    error = ModelError(np.full(SIZE, 0.3), 0.1)
    exact, doubted = record([stand("then", truth(100), error=one) for one in (None, error)], 19)[::2]
    assert doubted.high - doubted.low > 1.5 * (exact.high - exact.low)
    assert (doubted.luck_low, doubted.luck_high) == (exact.low, exact.high)
    assert doubted.middle == pytest.approx(exact.middle, rel=0.05)


def test_new_customers_and_shocks_are_left_out_on_both_sides():
    growing = replace(SCENARIO, acquisition=replace(SCENARIO.acquisition, customers_per_month=100.0))
    stands = [Stand("then", POPULATION, one, 6, {"kept": 1.0}) for one in (SCENARIO, growing)]
    plain, grown = record(stands, 5)
    assert plain.middle == grown.middle


def test_purchases_come_at_the_pace_told_from_those_who_are_there():
    months = 6
    pace = Pace(np.full(SIZE, 0.5), np.full(SIZE, 2.0), POPULATION.margin_per_month / 0.5, 0.8)
    actual = {"kept": 1.0, "buyers": 1.0, "purchases": 1.0, "margin": 1.0}
    found = record([Stand("then", POPULATION, SCENARIO, months, actual, pace)], 19)
    by_name = {check.figure: check for check in found}
    assert list(by_name) == ["kept", "buyers", "purchases", "margin"]
    stays = np.exp(-np.cumsum(POPULATION.hazard[:, :months], axis=1))
    assert by_name["purchases"].middle == pytest.approx(0.5 * stays.sum(), rel=0.05)
    margin = (POPULATION.margin_per_month * stays.sum(axis=1)).sum()
    assert by_name["margin"].middle == pytest.approx(margin, rel=0.05)
    assert by_name["buyers"].high < by_name["purchases"].low


def test_a_sample_carries_its_own_error():
    some = sampled(POPULATION, 100, 1)
    whole, part = (Stand("then", one, SCENARIO, 12, {"kept": 1.0}) for one in (POPULATION, some))
    of_all, of_some = record([whole, part], 19)
    assert of_some.middle == pytest.approx(of_all.middle, rel=0.1)
    assert of_some.high - of_some.low > 1.5 * (of_all.high - of_all.low)


def test_a_band_holds_its_ends():
    inside = PastCheck("a", "kept", 12, 1.0, 2.0, 3.0, 3.0, 2.0, 2.5)
    assert inside.is_inside
    assert not replace(inside, actual=3.1).is_inside
    assert not inside.is_inside_luck
