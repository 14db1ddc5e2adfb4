"""Which answer most separates those who left afterwards from those who stayed?

This says what goes with leaving, not what causes it: unhappy answers and leaving may share a cause.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula

SEPARATION = Formula(
    name="separation",
    latex=r"A_j = P(y_{\text{stayed}} > y_{\text{left}}) + \tfrac12 P(y_{\text{stayed}} = y_{\text{left}})",
    origin="estimated",
)

MINIMUM_A_SIDE = 20


def separation(scores: pd.DataFrame, left: pd.Series[bool]) -> Mapping[str, Estimate]:
    """Return, by item, the chance that a stayer's score is above a leaver's (one half: no difference).

    ``scores`` has one row a customer and one column an item, answered before anybody left; ``left`` is
    aligned with it. Undefined with fewer than 20 answers on either side.
    """
    return {str(name): _separation(scores[name], left) for name in scores}


def _separation(scores: pd.Series[float], left: pd.Series[bool]) -> Estimate:
    known = scores.notna().to_numpy()
    gone = left.to_numpy(dtype=np.bool_)[known]
    values = scores.to_numpy(dtype=np.float64)[known]
    leavers, stayers = int(gone.sum()), int((~gone).sum())
    if min(leavers, stayers) < MINIMUM_A_SIDE:
        return Estimate(math.nan, n=len(values), needed=2 * MINIMUM_A_SIDE)
    area, low, high = _area(values[~gone], values[gone])
    return Estimate(area, low, high, n=len(values), needed=2 * MINIMUM_A_SIDE)


def _area(stayed: NDArray[Any], left: NDArray[Any]) -> tuple[float, float, float]:
    """Return the area and its 95 % interval, from each one's placement among the other side.

    The standard error is DeLong's; the interval is taken on the logit, which keeps it within 0 and 1, with
    Welch's degrees of freedom, as one side may be small. Source: Pepe (2003), The Statistical Evaluation
    of Medical Tests, ch. 5.2.
    """
    from scipy.special import expit, logit, stdtrit
    from scipy.stats import rankdata

    many, few = len(stayed), len(left)
    above = (rankdata(np.concatenate([stayed, left]))[:many] - rankdata(stayed)) / few
    below = (rankdata(np.concatenate([-left, -stayed]))[:few] - rankdata(-left)) / many
    one, other = float(above.var(ddof=1)) / many, float(below.var(ddof=1)) / few
    area, pairs = float(above.mean()), many * few
    # Half a pair on either side: that nobody yet was an exception is no proof that there is none.
    middle = (area * pairs + 0.5) / (pairs + 1.0)
    variance = max(one + other, middle * (1.0 - middle) / pairs)
    freedom = (
        (one + other) ** 2 / (one**2 / (many - 1) + other**2 / (few - 1)) if one + other > 0 else few - 1
    )
    half = float(stdtrit(freedom, 0.975)) * math.sqrt(variance) / (middle * (1.0 - middle))
    low, high = expit(logit(middle) - half), expit(logit(middle) + half)
    return area, min(area, float(low)), max(area, float(high))
