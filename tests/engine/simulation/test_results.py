import math
from dataclasses import replace

import numpy as np
import pytest

from engine.simulation.checks import ScenarioRefusedError
from engine.simulation.example import example_population, example_scenario
from engine.simulation.results import Results, interval, ratio
from engine.simulation.simulate import Precision, Question, simulate, simulate_until

SIZE = 1_000
BASE = replace(example_scenario(SIZE), replications=6, horizon_months=12)
DOUBLE = replace(
    BASE, retention=replace(BASE.retention, budget_per_month=2 * BASE.retention.budget_per_month)
)
POPULATION = example_population(SIZE)


@pytest.fixture(scope="module")
def results() -> Results:
    return simulate(Question(POPULATION, (BASE, DOUBLE, BASE)))


def test_students_interval_by_hand():
    # Mean 3, s = 1, n = 3, t(2, .975) = 4.3027: half width 4.3027 / sqrt(3) = 2.4841.
    found = interval(np.array([2.0, 3.0, 4.0]))
    assert (found.value, found.n) == (3.0, 3)
    assert found.high - 3.0 == pytest.approx(2.4841, abs=1e-4)
    assert found.low == pytest.approx(6.0 - found.high)
    with_sampling = interval(np.array([2.0, 3.0, 4.0]), 1.0)
    assert with_sampling.high - 3.0 == pytest.approx(4.3027 * math.sqrt(1 / 3 + 1), abs=1e-3)


def test_intervals_of_little():
    assert math.isnan(interval(np.array([math.nan])).value)
    alone = interval(np.array([5.0, math.nan]))
    assert (alone.value, alone.needed) == (5.0, 2)
    assert math.isnan(alone.low)


def test_a_ratio_is_of_means_and_undefined_over_nothing():
    # 6 / 3 = 2 though the mean of ratios is 2.5.
    assert ratio(np.array([4.0, 8.0]), np.array([1.0, 5.0])).value == 2.0
    assert ratio(2 * np.array([1.0, 5.0]), np.array([1.0, 5.0])).high == pytest.approx(2.0)
    assert math.isnan(ratio(np.array([1.0, 2.0]), np.zeros(2)).value)


def test_a_scenario_equal_to_its_base_differs_by_exactly_nothing(results):
    for name in ("npv", "kept", "spend", "waiting_days"):
        found = results.difference(name, 2)
        assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)
    assert math.isnan(results.gain_per_unit(2).value)
    assert math.isnan(results.break_even_month(2).value)


def test_net_present_value_is_the_months_discounted(results):
    factors = 1.1 ** (-np.arange(1, 13) / 12)
    by_hand = (results.monthly("net", 0) * factors).sum(axis=1)
    assert results.totals("npv", 0) == pytest.approx(by_hand)
    assert results.totals("npv", 0) == pytest.approx(results.totals("margin", 0) - results.totals("spend", 0))


def test_gain_per_unit_is_gain_over_spending(results):
    gain = results.totals("margin", 1) - results.totals("margin", 0)
    spend = results.totals("spend", 1) - results.totals("spend", 0)
    assert results.gain_per_unit(1).value == pytest.approx(gain.mean() / spend.mean())


def test_tiers_add_up_to_the_whole_and_months_to_the_series(results):
    parts = sum(results.totals("npv", 0, tier) for tier in range(4))
    assert parts == pytest.approx(results.totals("npv", 0))
    series = results.series("active", 1)
    assert series["month"].tolist() == list(range(1, 13))
    assert series["value"].iloc[-1] == pytest.approx(results.figure("kept", 1).value)
    against = results.series("active", 1, base=0)
    assert against["value"].iloc[-1] == pytest.approx(results.difference("kept", 1).value)
    waits = results.series("waiting_days", 0)
    assert (waits["low"].dropna() <= waits["value"].dropna()).all()


def test_causes_add_up_to_who_left(results):
    frame = results.left_by_cause(0)
    assert frame["value"].sum() == pytest.approx(results.figure("left").value)


def test_break_even_is_the_first_month_that_stays_above(results):
    flows = np.zeros((3, 2, *results.flows.shape[2:]))
    margins = np.array([-5.0, 3.0, 4.0, -3.0, 3.0] + [0.0] * 7)
    from engine.simulation.ledger import FLOW

    flows[:, 1, FLOW["margin"], :, 0] = margins
    free = replace(BASE, discount_rate_per_year=0.0)
    found = Results((free, free), flows, np.zeros((3, 2, 12, 4, 9)), np.zeros((2, 4)))
    # Sums: -5, -2, 2, -1, 2, 2 ...: for good from the fifth month on.
    assert found.break_even_month(1).value == 5.0


def test_use_of_staff_lies_between_nothing_and_all(results):
    assert 0 < results.figure("desk_use").value < 1
    assert 0 < results.figure("team_use").value < results.figure("team_use", 1).value < 1


def test_replications_stop_when_the_interval_is_narrow_enough():
    question = Question(POPULATION, (BASE, DOUBLE))
    seen = []
    wide = simulate_until(question, Precision(1e9), lambda done, wanted, _: seen.append((done, wanted)))
    assert wide.replications == 10
    assert seen[0] == (1, 10)
    half = wide.difference("npv", 1)
    narrow = simulate_until(question, Precision((half.high - half.low) / 4, most=60))
    assert wide.replications < narrow.replications <= 60
    found = narrow.difference("npv", 1)
    assert narrow.replications == 60 or (found.high - found.low) / 2 <= (half.high - half.low) / 4
    # The first ten are the same ten.
    assert (narrow.flows[:10] == wide.flows).all()


def test_whoever_watches_may_cancel():
    def stop(done, wanted, found):
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        simulate(Question(POPULATION, (BASE,)), 50, stop)


def test_nothing_runs_before_everything_is_sound():
    with pytest.raises(ScenarioRefusedError):
        simulate(Question(POPULATION, (BASE, replace(BASE, horizon_months=0))))
