"""How far the level of leaving changes between quarters: by hand, then where the levels are known."""

import math

import numpy as np
import pytest

from engine.churn.hazard import DiscreteTimeHazard
from engine.churn.level_spread import level_spread, spread_of
from tests.engine.churn.made_companies import drawn_past

TWENTY = np.full(4, 20.0)


def test_spread_by_hand():
    """(4/3 · 200 − 80) / (4 · 400) = .1167, whose root is .342."""
    assert spread_of(np.array([10.0, 30.0, 20.0, 20.0]), TWENTY, TWENTY) == pytest.approx(0.3416, abs=1e-4)


def test_what_luck_explains_is_no_spread():
    assert spread_of(np.array([18.0, 22.0, 19.0, 21.0]), TWENTY, TWENTY) == 0.0


def test_a_level_that_is_off_in_every_quarter_alike_is_none():
    assert spread_of(2.0 * TWENTY, TWENTY, TWENTY) == 0.0


def test_a_known_spread_is_found():
    """40 quarters with 200 expected each, whose level has a standard deviation of a fifth."""
    rng = np.random.default_rng(5)
    levels = np.exp(0.2 * rng.standard_normal((100, 40)))
    found = [spread_of(rng.poisson(200.0 * one).astype(float), np.full(40, 200.0), np.full(40, 200.0))
             for one in levels]  # fmt: skip
    assert np.mean(found) == pytest.approx(0.2, abs=0.02)


def test_a_company_whose_leaving_never_changed_has_hardly_any_and_a_young_one_none():
    past, _, _ = drawn_past(np.random.default_rng(2), 1_500, (1.0, 0.5))
    model = DiscreteTimeHazard(has_interval=False).fit(past)
    assert level_spread(past, model) < 0.1
    assert math.isnan(level_spread(past.rows(past.landmark > 3), model))


def test_a_quarter_in_which_leaving_was_commoner_is_noticed():
    """Of the quarter nine to six months ago one customer in ten more is made to leave."""
    past, _, _ = drawn_past(np.random.default_rng(2), 1_500, (1.0, 0.5))
    model = DiscreteTimeHazard(has_interval=False).fit(past)
    more = (past.landmark == 9) & (np.arange(len(past.landmark)) % 10 == 0)
    past.churned[more], past.duration_months[more] = True, 2
    assert level_spread(past, model) > 0.2
