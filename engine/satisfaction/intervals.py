"""How sure is a mean of answers?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.rates import share_estimate

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


def mean_by_person(
    values: pd.Series[Any],
    people: pd.Series[Any],
    needed: int = MINIMUM_ANSWERS,
    within: tuple[float, float] = (-math.inf, math.inf),
) -> Estimate:
    """Return the mean of answers with an interval that rests on the ``people`` who gave them.

    Answers of one person are no independent ones: who gave three counts as one person of that weight, and
    ``n`` counts people.
    """
    by_person = values.groupby(people.to_numpy()).agg(["mean", "size"])
    means, sizes = (by_person[name].to_numpy(dtype=np.float64) for name in ("mean", "size"))
    return mean_estimate(means, None if (sizes == 1.0).all() else sizes, needed, within=within)


def share_by_person(
    those: pd.Series[bool], people: pd.Series[Any], needed: int = MINIMUM_ANSWERS
) -> Estimate:
    """Return the share of answers that are among ``those``, with an interval that rests on ``people``."""
    if people.nunique() == len(people):
        return share_estimate(int(those.sum()), len(those), needed)
    return mean_by_person(those.astype("float64"), people, needed, within=(0.0, 1.0))


def _unskewed(quantile: float, parts: NDArray[Any]) -> float:
    """Return the quantile of a mean that is the sum of ``parts`` and as skewed as they are (Hall's g₁⁻¹)."""
    square = float(parts @ parts)
    skewness = float((parts**3).sum()) / square**1.5 if square > 0 else 0.0
    if abs(skewness) < _SYMMETRIC:
        return quantile
    return 3.0 / skewness * float(np.cbrt(1.0 + skewness * (quantile - skewness / 6.0)) - 1.0)
