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
_Z_95 = 1.959963984540054


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
    area, error = _area(values[~gone], values[gone])
    low, high = max(0.0, area - _Z_95 * error), min(1.0, area + _Z_95 * error)
    return Estimate(area, low, high, n=len(values), needed=2 * MINIMUM_A_SIDE)


def _area(stayed: NDArray[Any], left: NDArray[Any]) -> tuple[float, float]:
    """Return the area and its standard error from each one's placement among the other side."""
    from scipy.stats import rankdata

    above = (rankdata(np.concatenate([stayed, left]))[: len(stayed)] - rankdata(stayed)) / len(left)
    below = (rankdata(np.concatenate([-left, -stayed]))[: len(left)] - rankdata(-left)) / len(stayed)
    error = math.sqrt(float(above.var(ddof=1)) / len(stayed) + float(below.var(ddof=1)) / len(left))
    return float(above.mean()), error
