"""What share of customers is still there after so many months, whoever they are (Kaplan-Meier)?"""

from __future__ import annotations

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


def product_limit(at_risk: Floats, stayed: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the share still there after each month, and its 95 % bounds (``SURVIVAL_CURVE``).

    ``at_risk`` were there at the start of a month and ``stayed`` of them through it; who was no longer
    followed then is in neither. From a month that nobody was at risk in all is NaN. Shapes (months,).
    """
    rate = np.divide(stayed, at_risk, out=np.full(len(at_risk), np.nan), where=at_risk > 0)
    survival: Floats = np.cumprod(rate)
    known = (at_risk > 0) & (stayed > 0)
    parts = np.divide(at_risk - stayed, at_risk * stayed, out=np.zeros(len(at_risk)), where=known)
    return survival, *survival_bounds(survival, np.sqrt(np.cumsum(parts)))


def survival_bounds(survival: Floats, error: Floats) -> tuple[Floats, Floats]:
    """Return the 95 % bounds of shares still there; ``error`` is that of their logarithms (Greenwood)."""
    inside = (survival > 0.0) & (survival < 1.0)
    low, high = survival.copy(), survival.copy()
    log = np.log(survival[inside])
    half = Z_95 * error[inside] / np.abs(log)
    low[inside] = np.exp(log * np.exp(half))
    high[inside] = np.exp(log * np.exp(-half))
    return low, high
