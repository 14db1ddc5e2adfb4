import math

import numpy as np
import pytest

from engine.estimate import Estimate
from engine.satisfaction.silent_majority import Survey, Talk, silent_majority, talk_effect


def test_without_complaints_the_posterior_is_the_conjugate_one() -> None:
    """y = 60 of 300, z = 6: q ~ Beta(8, 92), mean .08; D = 10,000 · Beta(61, 241), mean 2,020."""
    found = silent_majority(Survey(10_000, None, 300, 60, 6), np.random.default_rng(1))
    assert found.complaint_share.value == pytest.approx(0.0772, abs=0.002)
    assert found.dissatisfied.value == pytest.approx(2_016, abs=15)
    assert found.literature_weight == pytest.approx(40 / 100)


def test_few_complainants_among_many_customers_lower_the_complaint_share() -> None:
    rng = np.random.default_rng(2)
    without = silent_majority(Survey(10_000, None, 300, 60, 6), rng)
    few = silent_majority(Survey(10_000, 40, 300, 60, 6), rng)
    assert few.complaint_share.value < without.complaint_share.value
    assert few.complaint_share.high - few.complaint_share.low < (
        without.complaint_share.high - without.complaint_share.low
    )


def test_the_intervals_hold_what_they_promise() -> None:
    """Companies whose q is drawn from the prior, as the model says."""
    rng = np.random.default_rng(11)
    held, runs = 0, 150
    for _ in range(runs):
        share, chance = rng.uniform(0.1, 0.4), rng.beta(2, 38)
        complainants = rng.poisson(5_000 * share * chance)
        dissatisfied = rng.binomial(200, share)
        spoke = rng.binomial(dissatisfied, chance)
        known = Survey(5_000, int(complainants), 200, int(dissatisfied), int(spoke))
        found = silent_majority(known, rng, draws=2_000).silent
        held += found.low <= 5_000 * share * (1 - chance) <= found.high
    assert 0.90 <= held / runs <= 0.99


def test_own_lapses_replace_the_literature() -> None:
    rng = np.random.default_rng(3)
    unseen = silent_majority(Survey(1_000, None, 100, 30, 2), rng)
    seen = silent_majority(Survey(1_000, None, 100, 30, 2, followed=900, lapsed=90), rng)
    assert unseen.silent_leavers.value / unseen.silent.value == pytest.approx(0.63, abs=0.03)
    assert seen.silent_leavers.value / seen.silent.value == pytest.approx((63 + 90) / 1000, abs=0.02)
    assert (unseen.leaving_literature_weight, seen.leaving_literature_weight) == (1.0, 0.1)


def test_too_few_surveyed_make_no_figure() -> None:
    found = silent_majority(Survey(1_000, 10, 29, 9, 1), np.random.default_rng(1))
    assert math.isnan(found.silent.value)
    assert (found.silent.n, found.silent.needed) == (29, 30)


def test_talk_by_hand() -> None:
    """1,000 customers, 20 % / 70 % / 10 %: 4,400 hear ill, 5,600 + 1,000 hear well."""
    groups = {"dissatisfied": Estimate(0.2), "satisfied": Estimate(0.7), "delighted": Estimate(0.1)}
    found = talk_effect(groups, 1_000, Talk(lost_share=0.01, won_share=0.002))
    assert (found.told_bad.value, found.told_good.value) == pytest.approx((4_400.0, 6_600.0))
    assert (found.lost.value, found.won.value) == pytest.approx((44.0, 13.2))
