"""What share of customers is still there after so many months, whoever they are (Kaplan-Meier)?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.rates import Z_95

Floats = NDArray[np.float64]

SURVIVAL_CURVE = Formula(
    name="survival_curve",
    latex=r"\hat S(t) = \prod_{t_j \le t} \left(1 - \frac{d_j}{n_j}\right), \quad"
    r" \log(-\log \hat S) \pm 1.96\, \frac{\sqrt{\sum_j d_j / (n_j (n_j - d_j))}}{|\log \hat S|}",
    origin="estimated",
)


@dataclass(frozen=True)
class SurvivalCurve:
    """A step function: ``survival`` holds from each of ``months`` on, 1 before; with 95 % bounds."""

    months: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats

    def at(self, months: Floats) -> Floats:
        """Return the share still there after so many months; NaN beyond the last one observed."""
        place = np.searchsorted(self.months, months, side="right") - 1
        found = np.where(place >= 0, self.survival[np.maximum(place, 0)], 1.0)
        return np.where(np.asarray(months) > self.months[-1], np.nan, found)


def survival_curve(duration_months: Floats, churned: NDArray[np.bool_]) -> SurvivalCurve:
    """Return the curve of customers followed for so long; who hadn't churned then is censored.

    Shape of both (n,). Who left and who was censored in the same month both were at risk in it.
    """
    months, place = np.unique(np.asarray(duration_months, dtype=np.float64), return_inverse=True)
    left = np.bincount(place, weights=churned.astype(np.float64))
    ended = np.bincount(place).astype(np.float64)
    at_risk = ended[::-1].cumsum()[::-1]
    survival = np.cumprod(1.0 - left / at_risk)
    rest = at_risk - left
    parts = np.divide(left, at_risk * rest, out=np.zeros_like(left), where=rest > 0)
    low, high = survival_bounds(survival, np.sqrt(np.cumsum(parts)))
    return SurvivalCurve(months, survival, low, high, at_risk)


def survival_bounds(survival: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % bounds of shares still there; ``error`` is that of their logarithms (Greenwood)."""
    inside = (survival > 0.0) & (survival < 1.0)
    low, high = survival.copy(), survival.copy()
    log = np.log(survival[inside])
    half = Z_95 * error[inside] / np.abs(log)
    low[inside] = np.exp(log * np.exp(half))
    high[inside] = np.exp(log * np.exp(-half))
    return low, high
