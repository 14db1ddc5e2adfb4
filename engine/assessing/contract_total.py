"""What will all contract customers together bring, and how sure is that?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.other_curves import OtherCurves
from engine.clv.lifetime_value import LIFETIME_MONTHS, PERIOD_MONTHS
from engine.clv.totals import sum_estimate
from engine.estimate import Estimate
from engine.formulas import Formula

Floats = NDArray[np.float64]

CONTRACT_TOTAL = Formula(
    name="contract_total",
    latex=r"\operatorname{Var}\Big(\sum_i V_i\Big) ="
    r" \operatorname{Var}_\theta\Big(\sum_i V_i(\theta)\Big)"
    r" + \sum_i m_i^2 \Big(E[a_i^2] - E[a_i]^2\Big), \quad a_i = \sum_{k \le T_i} (1 + d)^{-k/12}",
    origin="estimated",
)

_YEAR = 12
_SPANS: Mapping[str, int] = {
    "value_to_come_12m_total": PERIOD_MONTHS,
    "lifetime_value_total": LIFETIME_MONTHS,
}


@dataclass(frozen=True)
class MonthsToCome:
    """What customers pay a month, shape (n,), and their chance to pay still in 1 .. 120 months."""

    customer_ids: pd.Index
    margin: Floats
    stays: Floats
    discount_rate_per_year: float

    @property
    def discounts(self) -> Floats:
        """Return what money of each month is worth today."""
        months = np.arange(1.0, LIFETIME_MONTHS + 1.0)
        worth: Floats = (1.0 + self.discount_rate_per_year) ** -(months / _YEAR)
        return worth


def lifetime_curve(stays: Floats) -> Floats:
    """Return survival of 120 months: past the last month said, the last year's share stays each year."""
    said = stays.shape[-1]
    last, year_before = stays[..., -1], stays[..., said - _YEAR - 1]
    yearly = np.divide(last, year_before, out=np.zeros_like(last), where=year_before > 0)
    later = np.arange(1.0, LIFETIME_MONTHS - said + 1.0) / _YEAR
    return np.concatenate([stays, last[..., None] * yearly[..., None] ** later], axis=-1)


def contract_totals(to_come: MonthsToCome, curves: OtherCurves | None) -> dict[str, Estimate]:
    """Return period and lifetime value of all customers; without other curves they have no interval.

    The range counts what is not known of the model and each customer's luck in staying. A month's
    margin is taken to go on as it is.
    """
    found = {}
    for name, months in _SPANS.items():
        worth = to_come.discounts[:months]
        each = to_come.margin * (to_come.stays[:, :months] @ worth)
        value, n = float(each.sum()), len(each)
        if curves is None:
            found[name] = Estimate(value, n=n)
            continue
        variances = (_of_the_model(to_come, curves, worth), _of_luck(to_come, worth))
        found[name] = sum_estimate(value, variances, n)
    return found


def _of_the_model(to_come: MonthsToCome, curves: OtherCurves, worth: Floats) -> float:
    """Return the variance of the total over the models, from some customers for all."""
    place = to_come.customer_ids.get_indexer(curves.customer_ids)
    # Who has a contract and never paid has a curve and no margin to go with it.
    known = place >= 0
    margin = to_come.margin[place[known]]
    own = [lifetime_curve(one[known])[:, : len(worth)] for one in curves.survival]
    totals = np.array([margin @ (one @ worth) for one in own])
    scale = len(to_come.margin) / max(len(margin), 1) * curves.wider
    return float((scale * totals.std(ddof=1)) ** 2)


def _of_luck(to_come: MonthsToCome, worth: Floats) -> float:
    """Return the variance of what customers bring who each stay for a number of months of their own."""
    reached = to_come.stays[:, : len(worth)]
    last = np.diff(np.column_stack([np.ones(len(reached)), reached, np.zeros(len(reached))]), axis=1)
    had = np.append(0.0, np.cumsum(worth))
    mean, square = -last @ had, -last @ had**2
    return float(to_come.margin**2 @ np.maximum(square - mean**2, 0.0))
