"""How does loyalty rise with satisfaction, and where does it hardly rise at all?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate
from engine.satisfaction.consequences import slope_estimate

SATISFACTION_CURVE = Formula(
    name="satisfaction_curve",
    latex=r"\text{zone of indifference}: [s_a, s_b] \text{ with } \frac{L(s_b) - L(s_a)}{s_b - s_a} <"
    r" \tfrac12\,\frac{L(s_{\max}) - L(s_{\min})}{s_{\max} - s_{\min}}",
    origin="estimated",
)

MINIMUM_A_LEVEL = 10
MOST_LEVELS = 21


@dataclass(frozen=True)
class SatisfactionCurve:
    """Loyal share by level of satisfaction, and the zone of indifference within it.

    ``levels``: ``score``, ``customers``, ``loyal``, ``share``, ``low``, ``high``, ``smoothed``;
    ``zone`` is (from, to) or None; ``one_point`` what one point of the scale goes with, over all
    levels (a slope in shares, with its interval).
    """

    levels: pd.DataFrame
    zone: tuple[float, float] | None
    one_point: Estimate


def satisfaction_curve(scores: pd.Series[float], loyal: pd.Series[float]) -> SatisfactionCurve:
    """Return how the share of the loyal goes with the score; ``loyal`` is 1.0, 0.0 or NaN a customer.

    Scores of more than 21 different values are rounded to whole numbers first.
    """
    known = scores.notna() & loyal.notna()
    score, is_loyal = scores[known], loyal[known]
    if score.nunique() > MOST_LEVELS:
        score = score.round()
    grouped = is_loyal.groupby(score).agg(["size", "sum"])
    pairs = zip(grouped["sum"].astype(int).tolist(), grouped["size"].tolist(), strict=True)
    found = [share_estimate(count, customers, MINIMUM_A_LEVEL) for count, customers in pairs]
    levels = pd.DataFrame(
        {
            "score": grouped.index.to_numpy(dtype=np.float64),
            "customers": grouped["size"].to_numpy(),
            "loyal": grouped["sum"].to_numpy(),
            "share": [one.value for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
        }
    )
    levels["smoothed"] = _isotonic(levels)
    slope = slope_estimate(score.to_numpy(dtype=np.float64), is_loyal.to_numpy(dtype=np.float64))
    return SatisfactionCurve(levels, _zone(levels) if slope.is_defined else None, slope)


def _isotonic(levels: pd.DataFrame) -> np.ndarray:
    """Return rising shares closest to the raw ones, by pooling neighbours (Barlow et al. 1972)."""
    from scipy.optimize import isotonic_regression

    if levels.empty:
        return np.empty(0)
    raw = (levels["loyal"] / levels["customers"]).to_numpy(dtype=np.float64)
    weight = levels["customers"].to_numpy(dtype=np.float64)
    return np.asarray(isotonic_regression(raw, weights=weight).x, dtype=np.float64)


def _zone(levels: pd.DataFrame) -> tuple[float, float] | None:
    """Return the widest stretch of at least two steps that rises by less than half of the whole."""
    known = levels[levels["customers"] >= MINIMUM_A_LEVEL]
    score, share = known["score"].to_numpy(), known["smoothed"].to_numpy()
    if len(score) < 4 or share[-1] <= share[0]:
        return None
    whole = (share[-1] - share[0]) / (score[-1] - score[0])
    stretches = [
        (score[to] - score[start], score[start], score[to])
        for start in range(len(score))
        for to in range(start + 2, len(score))
        if (share[to] - share[start]) / (score[to] - score[start]) < whole / 2
    ]
    if not stretches:
        return None
    _, start, to = max(stretches)
    return float(start), float(to)
