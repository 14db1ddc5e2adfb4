"""How good are forecasts of who leaves, one beside the other on the same customers?

Everything takes weights that count customers, so that resampling needs no copies of the data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.churn.ranking import Ranked
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import Z_95

Floats = NDArray[np.float64]

BRIER_SCORE = Formula(
    name="brier_score",
    latex=r"\frac1n \sum_i (p_i - y_i)^2",
    source="Brier (1950), Monthly Weather Review 78",
)

_EDGE = 1e-6
_STEPS = 50


def auc(ranked: Ranked, weights: Floats | None = None) -> Floats:
    """Return the AUC, ties counting half; shape () or, for weights (b, n), (b,)."""
    left, stayed = ranked.counts(weights)
    below = stayed.sum(axis=-1, keepdims=True) - np.cumsum(stayed, axis=-1)
    pairs = (left * (below + stayed / 2.0)).sum(axis=-1)
    found: Floats = pairs / (left.sum(axis=-1) * stayed.sum(axis=-1))
    return found


def auc_estimate(ranked: Ranked) -> Estimate:
    """Return the AUC with DeLong's 95 % interval."""
    value = float(auc(ranked))
    left, stayed = placements(ranked)
    half = Z_95 * float(np.sqrt(_variance(left) / len(left) + _variance(stayed) / len(stayed)))
    return Estimate(value, max(0.0, value - half), min(1.0, value + half), n=len(ranked.order))


def placements(ranked: Ranked) -> tuple[Floats, Floats]:
    """Return of each leaver the share of stayers with lower scores, of each stayer that of leavers above.

    Both in the customers' own order; equal scores count half. Source: DeLong et al. (1988), eq. 4.
    """
    left, stayed = ranked.counts()
    lower = (stayed.sum() - np.cumsum(stayed) + stayed / 2.0) / stayed.sum()
    higher = (np.cumsum(left) - left / 2.0) / left.sum()
    sizes = np.diff(np.append(ranked.starts, len(ranked.order)))
    found = np.empty(len(ranked.order))
    found[ranked.order] = np.where(ranked.churned > 0, np.repeat(lower, sizes), np.repeat(higher, sizes))
    own = np.empty(len(ranked.order))
    own[ranked.order] = ranked.churned
    return found[own > 0], found[own == 0]


def top_lift(ranked: Ranked, share: float = 0.1, weights: Floats | None = None) -> float:
    """Return how many times more leavers the top ``share`` holds than chance would.

    Where the border falls among equal scores, they count in part, as a draw by lot would have it.
    """
    left, stayed = ranked.counts(weights)
    asked = np.append(0.0, np.cumsum(left + stayed))
    found = float(np.interp(share * asked[-1], asked, np.append(0.0, np.cumsum(left))))
    return found / float(left.sum()) / share


def recalibration(
    probability: Floats, churned: Floats, weights: Floats | None = None
) -> tuple[float, float, Floats]:
    """Return slope and intercept of what came true on the logit of what was stated, by Newton's steps.

    Their standard errors come with them, that of the intercept first. Slope 1 and intercept 0 are
    perfect; a slope below 1 is a forecast too sure of itself (Cox 1958, Biometrika 45). NaN where
    all stated probabilities are equal, or the outcomes can be told apart exactly.
    """
    logit = _logit(probability)
    weight = np.ones(len(logit)) if weights is None else weights
    undefined = float("nan"), float("nan"), np.full(2, np.nan)
    if np.ptp(logit[weight > 0]) < 1e-9:
        return undefined
    design = np.column_stack([np.ones(len(logit)), logit])
    # From no slope at all the steps are safe, also for a forecast that is certain and wrong.
    found = np.zeros(2)
    for _ in range(_STEPS):
        fitted = _expit(design @ found)
        information = (design * (weight * fitted * (1.0 - fitted))[:, None]).T @ design
        if np.linalg.cond(information) > 1e12:
            return undefined
        step = np.linalg.solve(information, design.T @ (weight * (churned - fitted)))
        # A step that is too long would overshoot where the forecast is nearly certain.
        found = found + step * min(1.0, 5.0 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-9:
            errors = np.sqrt(np.diag(np.linalg.inv(information)))
            return float(found[1]), float(found[0]), errors
    return undefined


def brier(probability: Floats, churned: NDArray[np.bool_], weights: Floats | None = None) -> float:
    """Return the mean squared error of the stated probabilities (``BRIER_SCORE``); 0 is perfect."""
    return float(np.average((probability - churned) ** 2, weights=weights))


def _logit(probability: Floats) -> Floats:
    clipped = np.clip(probability, _EDGE, 1.0 - _EDGE)
    found: Floats = np.log(clipped / (1.0 - clipped))
    return found


def _expit(values: Floats) -> Floats:
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(values, -500.0, 500.0)))
    return found


def _variance(values: Floats) -> float:
    return float(values.var(ddof=1)) if len(values) > 1 else 0.0
