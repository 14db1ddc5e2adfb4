"""How sure is a mean of answers?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.estimate import Estimate

Floats = NDArray[np.float64]

MINIMUM_ANSWERS = 30


def mean_estimate(
    values: NDArray[Any],
    weights: NDArray[Any] | None = None,
    needed: int = MINIMUM_ANSWERS,
    level: float = 0.95,
) -> Estimate:
    """Return the (weighted) mean with its interval; undefined below ``needed`` values.

    Student's t; with weights the variance is that of a ratio of sums and the degrees of freedom rest
    on Kish's effective number ``(Σw)² / Σw²`` (Kish 1965, Survey Sampling, ch. 11.7).
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
    spread = float(weight**2 @ (values - mean) ** 2) / float(weight.sum()) ** 2
    error = math.sqrt(spread * n / (n - 1))
    half = float(stdtrit(max(effective - 1.0, 1.0), 0.5 + level / 2)) * error
    return Estimate(mean, mean - half, mean + half, n=n, needed=needed, level=level)
