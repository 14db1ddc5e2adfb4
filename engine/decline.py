"""Who buys clearly and lastingly less than they themselves used to, without having left?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

PARTIAL_CHURN = Formula(
    name="partial_churn",
    latex=r"\frac{x_1}{x_0} - 1 \le -\delta \ \wedge\ \frac{s_1}{s_0} - 1 \le -\delta \ \wedge\ "
    r"P\left(\mathrm{Bin}(x_0 + x_1, \tfrac12) \le x_1\right) < 0.02 \ \wedge\ "
    r"h_1, h_2 < \tfrac{x_0}{2}",
)
RELATIVE_CHANGE = Formula(
    name="relative_change",
    latex=r"\frac{x_{12\,\text{months}}}{x_{\text{12 months before}}} - 1",
)

MINIMUM_PURCHASE_DAYS = 8
MINIMUM_HISTORY_MONTHS = 24
_SIGNIFICANCE = 0.02


def relative_change(now: pd.Series[float], before: pd.Series[float]) -> pd.Series[float]:
    """Return ``now / before - 1``, NaN where there was nothing (or a loss) before."""
    return now / before.where(before > 0) - 1.0


def is_partial_churn(summary: pd.DataFrame, drop: float) -> NDArray[np.bool_]:
    """Return who fell by at least ``drop`` in purchase days and in spend, beyond chance and lastingly.

    The year up to ``as_of`` is held against the year before. Chance: were the rate unchanged, the
    purchase days of the two years would split like heads and tails. Lasting: each half of the year
    lies below half of the year before. Who has fewer than eight purchase days in the two years is
    never called: the condition is on the sum of both, as a condition on the year before alone
    would pick those who had a lucky one.
    """
    from scipy.special import bdtr

    now, before = summary["purchase_days_12m"], summary["purchase_days_prior_12m"]
    second_half = summary["purchase_days_6m"]
    fell = (relative_change(now, before) <= -drop) & (
        relative_change(summary["amount_12m"], summary["amount_prior_12m"]) <= -drop
    )
    lasting = (second_half < before / 2) & (now - second_half < before / 2)
    enough = now + before >= MINIMUM_PURCHASE_DAYS
    called: NDArray[np.bool_] = (fell & lasting & enough).to_numpy(dtype=np.bool_, copy=True)
    # Last, as it is slow and few are left.
    heads, tosses = now[called].to_numpy(), (now + before)[called].to_numpy(dtype=np.int64)
    called[called] = bdtr(heads, tosses, 0.5) < _SIGNIFICANCE
    return called
