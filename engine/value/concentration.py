"""Which customers make up most of the value, and how concentrated is it?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

Floats = NDArray[np.float64]

ABC_CLASS = Formula(
    name="abc_class",
    latex=r"\mathrm{A}: v_i \ge c_A, \quad"
    r" c_q = \max\Big\{c : \sum_{v_j \ge c} v_j \ge q \sum_{v_j > 0} v_j\Big\}",
)
CONCENTRATION = Formula(
    name="concentration",
    latex=r"L(x) = \frac{\sum_{\text{rank}(j) \le xN} v_j}{\sum_j v_j}",
)


def value_cutoff(values: Floats, share: float) -> float:
    """Return the value at which the sorted cumulative positive value reaches ``share``.

    The customer who crosses the line is above it, and so is everyone worth the same: equal
    customers are never told apart. NaN where no value is positive.
    """
    positive = np.sort(values[values > 0])[::-1]
    if not positive.size:
        return math.nan
    reached = np.cumsum(positive)
    # The last digit of a sum must not push the crossing one customer further.
    crossing = int(np.argmax(reached >= share * reached[-1] * (1.0 - 1e-12)))
    return float(positive[crossing])


def abc_classes(values: Floats, a_share: float, b_share: float) -> NDArray[np.object_]:
    """Return A, B or C; who brings nothing or a loss is C."""
    classes = np.full(len(values), "C", dtype=object)
    classes[(values > 0) & (values >= value_cutoff(values, b_share))] = "B"
    classes[(values > 0) & (values >= value_cutoff(values, a_share))] = "A"
    return classes


def cumulative_share(values: Floats) -> Floats:
    """Return the share of all positive value that a customer and those worth as much or more bring.

    Customers without positive value have 1; NaN where no value is positive.
    """
    positive = np.sort(values[values > 0])
    if not positive.size:
        return np.full(len(values), np.nan)
    from_top = np.append(np.cumsum(positive[::-1])[::-1], 0.0)
    share = from_top[np.searchsorted(positive, values, side="left")] / from_top[0]
    return np.where(values > 0, share, 1.0)


def concentration_curve(values: Floats, points: int = 200) -> pd.DataFrame:
    """Return at most ``points`` points of ``customer_share`` and ``value_share``, best customers first.

    Losses count: the curve may rise above 1 and come back. Empty where the total is not positive.
    """
    ordered = np.sort(values)[::-1]
    total = ordered.sum()
    if not total > 0:
        return pd.DataFrame({"customer_share": pd.Series(dtype=float), "value_share": pd.Series(dtype=float)})
    cumulative = np.concatenate([[0.0], np.cumsum(ordered)])
    picked = np.unique(np.linspace(0, len(ordered), min(points, len(ordered) + 1)).round().astype(np.int64))
    return pd.DataFrame({"customer_share": picked / len(ordered), "value_share": cumulative[picked] / total})


def top_share(values: Floats, customer_share: float) -> float:
    """Return the share of the total value that the best ``customer_share`` of customers bring.

    A customer who is only partly within the share counts with that part. NaN where the total is
    not positive.
    """
    ordered = np.sort(values)[::-1]
    total = float(ordered.sum())
    if not total > 0:
        return math.nan
    cumulative = np.concatenate([[0.0], np.cumsum(ordered)])
    return float(np.interp(customer_share * len(ordered), np.arange(len(ordered) + 1), cumulative) / total)


def top_cutoff(values: Floats, customer_share: float) -> float:
    """Return from which value on one is among the best ``customer_share`` of customers.

    The customer who is only partly within the share is among them, and so is everyone worth the same.
    NaN where there is nobody.
    """
    ordered = np.sort(values)[::-1]
    # The last digit of a product must not take in one customer more.
    last = math.ceil(customer_share * len(ordered) - 1e-9)
    return float(ordered[last - 1]) if last else math.nan
