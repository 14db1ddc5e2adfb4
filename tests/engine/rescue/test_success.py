import math

import numpy as np
import pytest

from engine.errors import SettingOutOfRangeError
from engine.rescue.recorded import Trial
from engine.rescue.success import SuccessPrior, effect

PRIOR = SuccessPrior(0.3, 20.0)


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_without_outcomes_it_is_the_prior() -> None:
    """Beta(6, 14): mean .3, standard deviation √(.3·.7/21) = .1."""
    found = effect(None, PRIOR, 0.05, rng())
    assert (found.origin, found.prior_weight, found.kept.value) == ("assumed", 1.0, 0.3)
    assert found.draws.std() == pytest.approx(0.1, abs=0.005)
    assert PRIOR.spread == pytest.approx(0.1)
    assert math.isnan(found.uplift.value)


def test_without_a_control_group_it_stays_an_assumption() -> None:
    found = effect(Trial("call", False, 900, 860, 0, 0), PRIOR, 0.05, rng())
    assert (found.origin, found.kept.value, found.asked) == ("assumed", 0.3, 900)


def test_too_small_a_control_group_is_none() -> None:
    assert effect(Trial("call", False, 900, 860, 29, 20), PRIOR, 0.05, rng()).origin == "assumed"


def test_the_difference_to_the_control_group_by_hand() -> None:
    """Of 4,000 asked 3,400 stay, of 4,000 left alone 3,200: τ = .05, and .05/.2 = ¼ of the leavers kept.

    A fifth of 4,000 leave, 800 on either side; the prior counts for 20 of them: 20/820 = .024.
    """
    found = effect(Trial("call", False, 4000, 3400, 4000, 3200), PRIOR, 0.05, rng(), 20_000)
    assert found.origin == "measured"
    assert found.uplift.value == pytest.approx(0.05, abs=0.001)
    assert (found.uplift.low, found.uplift.high) == (
        pytest.approx(0.0333, abs=0.002),
        pytest.approx(0.0667, abs=0.002),
    )
    assert found.prior_weight == pytest.approx(20 / 820, abs=0.001)
    expected = found.prior_weight * 0.3 + (1 - found.prior_weight) * 0.25
    assert found.kept.value == pytest.approx(expected, abs=0.005)
    assert found.kept.low < found.kept.value < found.kept.high


def test_the_more_outcomes_the_less_the_prior_counts() -> None:
    weights = [
        effect(Trial("call", False, n, n * 85 // 100, n, n * 80 // 100), PRIOR, 0.05, rng()).prior_weight
        for n in (100, 1000, 10_000, 100_000)
    ]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == pytest.approx(0.5, abs=0.01)  # 20 leavers of 100 beside a prior of 20
    assert weights[-1] < 0.01


def test_harm_is_found() -> None:
    found = effect(Trial("call", False, 5000, 3500, 5000, 4000), PRIOR, 0.05, rng())
    assert found.uplift.high < 0.0
    assert found.kept.high < 0.0
    assert found.prior_weight == 0.0


def test_where_nobody_leaves_nobody_can_be_kept_and_the_prior_stands() -> None:
    found = effect(Trial("call", False, 200, 200, 200, 200), PRIOR, 0.05, rng())
    assert found.prior_weight > 0.9
    assert found.kept.value == pytest.approx(0.3, abs=0.05)


def test_winning_back_by_hand() -> None:
    """λ0 = .1, γ0 = .3: λ starts at .37 and counts for 10; 30 of 90 came back: (3.7 + 30)/100 = .337.

    Then γ = (.337 − .1)/.9 = .2633, of which the prior is a tenth.
    """
    found = effect(Trial("reward", True, 90, 30, 0, 0), SuccessPrior(0.3, 10.0), 0.1, rng())
    assert found.origin == "outcomes"
    assert found.kept.value == pytest.approx(0.237 / 0.9)
    assert found.prior_weight == pytest.approx(0.1)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """With γ drawn from the prior itself, 95 of 100 intervals should hold it; 400 trials: 92-98."""
    nature, inside = np.random.default_rng(3), 0
    for _ in range(400):
        truth, alone = nature.beta(6, 14), 0.8
        asked_kept = nature.binomial(600, alone + (1 - alone) * truth)
        trial = Trial("call", False, 600, int(asked_kept), 600, int(nature.binomial(600, alone)))
        found = effect(trial, PRIOR, 0.05, nature, 1000)
        inside += found.kept.low <= truth <= found.kept.high
    assert 0.92 <= inside / 400 <= 0.98


def test_a_prior_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        SuccessPrior(1.0, 20.0)
    assert refused.value.parameters == {"setting": "mean", "value": 1.0}
    with pytest.raises(SettingOutOfRangeError):
        SuccessPrior(0.3, 0.0)


def test_groups_of_unequal_size_count_as_the_smaller_allows() -> None:
    """900 asked and 100 left alone tell as much as 180 and 180: with a fifth leaving, 36 leavers."""
    found = effect(Trial("call", False, 900, 720, 100, 80), PRIOR, 0.05, rng())
    assert found.prior_weight == pytest.approx(20 / 56, abs=0.01)


def test_what_other_measures_showed_counts_by_how_sure_it_is() -> None:
    trial = Trial("call", False, 1000, 850, 1000, 800)
    sure, unsure = (effect(trial, SuccessPrior(0.0, 20.0, error, 0.1), 0.05, rng()) for error in (0.02, 0.3))
    for found in (sure, unsure):
        assert found.prior_weight == pytest.approx(0.1 * (found.prior_weight + found.borrowed_weight))
    assert sure.borrowed_weight > 0.5 > unsure.borrowed_weight
    # A quarter of the leavers by its own outcomes, none by the others'.
    assert 0.0 < sure.kept.value < unsure.kept.value < 0.26


def test_without_outcomes_of_its_own_a_measure_is_as_unsure_as_the_others_and_the_step_to_them() -> None:
    found = effect(None, SuccessPrior(0.2, 20.0, 0.05, 0.1), 0.05, rng(), 20_000)
    assert found.draws.std() == pytest.approx(np.hypot(np.sqrt(0.16 / 21), 0.05), abs=0.003)
    assert (found.prior_weight, found.borrowed_weight) == (0.1, 0.9)
