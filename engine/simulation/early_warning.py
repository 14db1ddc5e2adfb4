"""Whom does the early warning name, seeing no more than the churn model really sees?

The warning knows hazards, never thresholds: who will truly leave is hidden from it. Where the
model's ranking is worse than its own probabilities promise, an error is put on the scores until
they rank as badly as the model's card says.
"""

from __future__ import annotations

import math

import numpy as np

from engine.formulas import Formula
from engine.simulation.fates import Floats, keyed_uniforms, stream_key

SCORE_ERROR = Formula(
    name="simulation_score_error",
    latex=r"s_i = \ln(\Lambda_i(t + H) - \Lambda_i(t)) + \sigma z_i, \quad \sigma:\ \mathrm{AUC}(s) ="
    r" \frac{\sum_i \sum_j p_i (1 - p_j)\,[s_i > s_j]}{\sum_i p_i \sum_j (1 - p_j)}",
    origin="estimated",
)

# Hazards of nearly nothing lie 28 below those of one: less wouldn't blur them, and more would overflow.
_LARGEST_NOISE = 150.0
_HALVINGS = 30


def expected_auc(scores: Floats, probability: Floats, weight: Floats) -> float:
    """Return the area under the curve that scores have if people leave with ``probability``."""
    order = np.argsort(scores, kind="stable")
    leaving, staying = (probability * weight)[order], ((1.0 - probability) * weight)[order]
    below = np.cumsum(staying) - 0.5 * staying
    total = leaving.sum() * staying.sum()
    return float((leaving * below).sum() / total) if total > 0 else math.nan


def score_noise(ahead: Floats, weight: Floats, auc: float | None, seed: int) -> float:
    """Return the error's standard deviation, on the log-hazard scale, that gives this AUC.

    ``ahead`` is the cumulative hazard within the warning's horizon. 0 where no AUC is told, or
    where even the hazards' own probabilities rank no better.
    """
    from scipy.special import ndtri

    if auc is None:
        return 0.0
    probability, scores = -np.expm1(-ahead), np.log(np.maximum(ahead, 1e-12))
    error = ndtri(keyed_uniforms(stream_key(seed, 0, "score-fit"), np.arange(len(ahead), dtype=np.uint64)))
    if not expected_auc(scores, probability, weight) > auc:
        return 0.0
    low, high = 0.0, _LARGEST_NOISE
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        too_good = expected_auc(scores + middle * error, probability, weight) > auc
        low, high = (middle, high) if too_good else (low, middle)
    return high
