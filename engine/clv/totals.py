"""How sure is a sum over all customers, whose parameters are shared and whose luck isn't?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.rates import Z_95

Floats = NDArray[np.float64]
SumsAt = Callable[[Floats], Floats]

SAMPLE = 5_000
"""How many customers at least tell how a total hangs on the parameters."""
_STEP = 0.01


def parameter_variance(sums: SumsAt, point: Floats, covariance: Floats) -> Floats:
    """Return the variance of sums (k,) that comes from not knowing the parameters, by the delta method.

    ``sums`` takes parameters and returns k sums; ``covariance`` is that of their logarithms.
    """
    logs = np.log(point)
    moves = np.eye(len(point)) * _STEP
    slopes = np.stack(
        [(sums(np.exp(logs + move)) - sums(np.exp(logs - move))) / (2.0 * _STEP) for move in moves]
    )
    variance: Floats = np.einsum("ik,ij,jk->k", slopes, covariance, slopes)
    return np.maximum(variance, 0.0)


def sum_estimate(value: float, variances: Sequence[float], n: int) -> Estimate:
    """Return a sum with its 95 % interval; what can't be negative gets one that isn't.

    ``variances`` are those of the parameters and of the customers' own luck.
    """
    if math.isnan(value):
        return Estimate(value, n=n)
    error = math.sqrt(sum(variances))
    if value <= 0:
        return Estimate(value, value - Z_95 * error, value + Z_95 * error, n)
    factor = math.exp(Z_95 * math.sqrt(math.log1p((error / value) ** 2)))
    return Estimate(value, value / factor, value * factor, n)
