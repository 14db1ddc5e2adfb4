"""How sure is a mean of answers?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.estimate import Estimate

Floats = NDArray[np.float64]

MINIMUM_ANSWERS = 30
_SYMMETRIC = 1e-9


def mean_estimate(
    values: NDArray[Any],
    weights: NDArray[Any] | None = None,
    needed: int = MINIMUM_ANSWERS,
    level: float = 0.95,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> Estimate:
    """Return the (weighted) mean with its interval; undefined below ``needed`` values.

    Student's t after a transformation that removes the skewness of the mean (Hall 1992, JRSS B 54(1),
    p. 221): margins and efforts have a long tail, and without it thirty of them miss their mean too often
    on one side. With weights the variance is that of a ratio of sums and the degrees of freedom rest on
    Kish's effective number ``(Σw)² / Σw²`` (Kish 1965, Survey Sampling, ch. 11.7). ``within`` are the ends
    of what is averaged: the interval does not pass them.
    """
    from scipy.special import stdtrit

    known = ~np.isnan(values)
    values = values[known]
    weight = np.ones(len(values)) if weights is None else weights[known]
    n = len(values)
    if n < max(needed, 2) or weight.sum() <= 0:
        return Estimate(math.nan, n=n, needed=needed, level=level)
    mean = float(weight @ values / weight.sum())
    effective = float(weight.sum() ** 2 / (weight @ weight))
    parts = weight * (values - mean) / float(weight.sum())
    error = math.sqrt(float(parts @ parts) * n / (n - 1))
    quantile = float(stdtrit(max(effective - 1.0, 1.0), 0.5 + level / 2))
    low, high = (mean - error * _unskewed(end, parts) for end in (quantile, -quantile))
    return Estimate(mean, max(low, within[0]), min(high, within[1]), n=n, needed=needed, level=level)


def _unskewed(quantile: float, parts: NDArray[Any]) -> float:
    """Return the quantile of a mean that is the sum of ``parts`` and as skewed as they are (Hall's g₁⁻¹)."""
    square = float(parts @ parts)
    skewness = float((parts**3).sum()) / square**1.5 if square > 0 else 0.0
    if abs(skewness) < _SYMMETRIC:
        return quantile
    return 3.0 / skewness * float(np.cbrt(1.0 + skewness * (quantile - skewness / 6.0)) - 1.0)
