import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from engine.churn.ranking import Ranked
from engine.churn.scores import (
    auc,
    auc_estimate,
    brier,
    placements,
    recalibration,
    top_lift,
)


def ranked(score: list[float], churned: list[int]) -> Ranked:
    return Ranked.of(np.array(score, dtype=float), np.array(churned, dtype=bool))


def forecast(n: int, slope: float = 1.0, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return true probabilities stated with a logit ``slope`` times too large, and what happened."""
    rng = np.random.default_rng(seed)
    logit = rng.normal(-1.0, 1.2, n)
    churned = rng.random(n) < 1 / (1 + np.exp(-logit))
    return 1 / (1 + np.exp(-logit * slope)), churned


def test_auc_by_hand() -> None:
    """Leavers 4 and 2, stayers 3, 2 and 1: pairs won 3 and 1, one tie: 4.5 of 6."""
    found = ranked([4, 3, 2, 2, 1], [1, 0, 1, 0, 0])
    assert auc(found) == pytest.approx(0.75)
    left, stayed = placements(found)
    assert left.tolist() == pytest.approx([1.0, 0.5])
    assert stayed.tolist() == pytest.approx([0.5, 0.75, 1.0])


def test_auc_with_ties_and_weights_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    churned, score = rng.random(500) < 0.3, rng.integers(0, 20, 500).astype(float)
    weights = rng.integers(1, 4, 500).astype(float)
    found = Ranked.of(score, churned)
    assert auc(found) == pytest.approx(roc_auc_score(churned, score))
    expected = roc_auc_score(churned, score, sample_weight=weights)
    assert auc(found, np.stack([weights, np.ones(500)])) == pytest.approx(
        [expected, roc_auc_score(churned, score)]
    )


def test_the_interval_of_delong_by_hand() -> None:
    """Variances of (1, .5) and (.5, .75, 1): .125 and .0625; √(.125/2 + .0625/3) = .2887."""
    found = auc_estimate(ranked([4, 3, 2, 2, 1], [1, 0, 1, 0, 0]))
    assert (found.low, found.high) == (pytest.approx(0.75 - 1.96 * 0.288675, abs=1e-4), 1.0)


def test_delongs_interval_covers_as_often_as_it_says() -> None:
    """Normal scores one standard deviation apart: AUC = Φ(1/√2) = .7602; 300 samples: 92-98 %."""
    rng, inside = np.random.default_rng(6), 0
    for _ in range(300):
        churned = rng.random(300) < 0.3
        found = auc_estimate(Ranked.of(rng.normal(size=300) + churned, churned))
        inside += found.low <= 0.76025 <= found.high
    assert 0.92 <= inside / 300 <= 0.98


def test_top_decile_lift_by_hand() -> None:
    """20 customers, 4 leavers: of the top two one is a leaver, 1/2 over 4/20 = 2.5."""
    assert top_lift(ranked(list(range(20, 0, -1)), [1, 0, 1, 1, 1] + [0] * 15)) == pytest.approx(2.5)
    assert top_lift(ranked([1.0] * 20, [1] * 4 + [0] * 16)) == pytest.approx(1.0)
    assert top_lift(ranked(list(range(20, 0, -1)), [1] * 4 + [0] * 16)) == pytest.approx(5.0)


def test_recalibration_finds_how_far_a_forecast_is_too_sure() -> None:
    for slope, expected in ((1.0, 1.0), (2.0, 0.5), (0.5, 2.0)):
        probability, churned = forecast(40_000, slope)
        found, intercept, errors = recalibration(probability, churned.astype(float))
        assert abs(found - expected) < 2.5 * errors[1] < 0.1 * expected
        assert abs(intercept) < 0.05


def test_recalibration_by_hand() -> None:
    """Two groups stated at .25 and .5 of which .5 and .75 left: logits −1.0986, 0 become 0, 1.0986."""
    probability = np.repeat([0.25, 0.5], 4)
    churned = np.array([1, 1, 0, 0, 1, 1, 1, 0], dtype=float)
    slope, intercept, _ = recalibration(probability, churned)
    assert (slope, intercept) == (pytest.approx(1.0), pytest.approx(1.098612, abs=1e-6))


def test_recalibration_is_undefined_where_nothing_can_be_said() -> None:
    assert np.isnan(recalibration(np.full(10, 0.3), np.arange(10) % 2.0)[0])
    assert np.isnan(recalibration(np.linspace(0.1, 0.9, 10), (np.arange(10) > 4).astype(float))[0])


def test_brier_by_hand() -> None:
    assert brier(np.array([0.2, 0.7]), np.array([False, True])) == pytest.approx((0.04 + 0.09) / 2)
