"""What did customers do after they answered: did the content stay and buy more?

Only answers given at an earlier day count, and what happened in the months after it: the later the
answer, the less time to see. This is what went with satisfaction, not proof that it was the cause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate

LATER_BEHAVIOUR = Formula(
    name="later_behaviour",
    latex=r"\bar m_g = \frac{1}{n_g}\sum_{i \in g} m_{i,(t,\,t+H]}, \quad"
    r" \hat p_g = \frac{|\{i \in g : \text{left in } (t, t+H]\}|}{n_g}",
)
WORTH_OF_A_POINT = Formula(
    name="worth_of_a_point",
    latex=r"\hat\beta = \frac{\sum_i (s_i - \bar s)(m_i - \bar m)}{\sum_i (s_i - \bar s)^2}",
    origin="estimated",
)

MINIMUM_FOLLOWED = 100
_LEAST_FREE = 1e-9


@dataclass(frozen=True)
class LaterBehaviour:
    """What followed the answers, by group and per point.

    ``groups``: ``group``, ``customers``, then ``margin``, ``margin_low``, ``margin_high`` (money in the
    months followed) and ``left``, ``left_low``, ``left_high`` (share 0-1). ``margin_a_point`` and
    ``left_a_point`` say what one point of the scale goes with.
    """

    groups: pd.DataFrame
    margin_a_point: Estimate
    left_a_point: Estimate


def later_behaviour(
    scores: pd.Series[float], groups: pd.Series[str], margin: pd.Series[float], left: pd.Series[float]
) -> LaterBehaviour:
    """Return what customers brought and how many left after answering.

    All are aligned, one row a customer who answered: ``scores`` as asked, ``groups`` a name each,
    ``margin`` of the months followed, ``left`` 1.0 or 0.0 (NaN where not followed long enough).
    """
    rows = []
    for name in dict.fromkeys(groups.dropna()):
        inside = (groups == name) & left.notna()
        money = mean_estimate(margin[inside].to_numpy(dtype=np.float64))
        gone = share_estimate(int(left[inside].sum()), int(inside.sum()), MINIMUM_ANSWERS)
        rows.append(
            (name, int(inside.sum()), money.value, money.low, money.high, gone.value, gone.low, gone.high)
        )
    columns = ["group", "customers", "margin", "margin_low", "margin_high", "left", "left_low", "left_high"]
    known = scores.notna() & left.notna()
    score = scores[known].to_numpy(dtype=np.float64)
    return LaterBehaviour(
        pd.DataFrame(rows, columns=columns),
        slope_estimate(score, margin[known].to_numpy(dtype=np.float64)),
        slope_estimate(score, left[known].to_numpy(dtype=np.float64)),
    )


def slope_estimate(x: NDArray[Any], y: NDArray[Any], needed: int = MINIMUM_FOLLOWED) -> Estimate:
    """Return what one unit of ``x`` goes with in ``y``, with its interval.

    Undefined below ``needed``, and where all, or all but one, have the same x. The error allows for unequal
    spread, and for the pull of the few who answered far from the rest: HC3 of MacKinnon & White (1985),
    Journal of Econometrics 29, with Student's t.
    """
    from scipy.special import stdtrit

    known = ~(np.isnan(x) | np.isnan(y))
    x, y = x[known], y[known]
    n = len(x)
    if n < needed or x.min() == x.max():
        return Estimate(math.nan, n=n, needed=needed)
    centred = x - x.mean()
    square = float(centred @ centred)
    free = 1.0 - 1.0 / n - centred**2 / square
    if free.min() < _LEAST_FREE:
        return Estimate(math.nan, n=n, needed=needed)
    slope = float(centred @ y / square)
    rest = (y - y.mean() - slope * centred) / free
    half = float(stdtrit(n - 2, 0.975)) * math.sqrt(float(centred**2 @ rest**2)) / square
    return Estimate(slope, slope - half, slope + half, n=n, needed=needed)
