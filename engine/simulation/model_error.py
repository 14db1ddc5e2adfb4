"""How far may the estimated chances and paces be off, apart from luck?

Known on the day itself are the models' own standard errors, how far the model of leaving was off on
the later months that it was held against, how far months lay off the curve of purchases, and how far
the value of contracts moved. All customers are off in the same direction: what errs on one errs on all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.cards import ModelCard
from engine.formulas import Formula
from engine.rates import Z_95
from engine.simulation.fates import Floats

MODEL_ERROR = Formula(
    name="simulation_model_error",
    latex=r"\Lambda^{(r)}_i = \Lambda_i\, e^{\sigma_i z_r}, \quad"
    r" \sigma_i^2 = \left(\frac{\ln \Lambda_i^{\text{high}} - \ln \Lambda_i^{\text{low}}}{2 \cdot 1.96}"
    r"\right)^2 + \max\left(\ln^2\frac{O}{E} - \frac1O,\ 0\right), \quad m^{(r)}_i = m_i\, e^{\tau u_r}",
    origin="estimated",
)

_MOST_CERTAIN = 1.0 - 1e-9
_YEAR, _HALF = 12, 6


@dataclass(frozen=True)
class ModelError:
    """Standard deviations of logarithms: of each customer's hazard, shape (n,), and of everybody's pace."""

    hazard: Floats
    pace: float = 0.0


def leaving_error(customers: pd.DataFrame, card: ModelCard | None) -> Floats:
    """Return the relative error of each customer's cumulative hazard; 0 where no interval is known.

    From the interval of ``churn_probability`` and, for all alike, what later data showed beyond chance.
    """
    low, high = (
        -np.log1p(-np.clip(customers[f"churn_probability_{end}"].to_numpy(np.float64), 0.0, _MOST_CERTAIN))
        for end in ("low", "high")
    )
    known = (low > 0.0) & (high > low)
    own = np.zeros(len(customers))
    own[known] = np.log(high[known] / low[known]) / (2.0 * Z_95)
    found: Floats = np.sqrt(own**2 + later_error(card) ** 2)
    return found


def later_error(card: ModelCard | None) -> float:
    """Return how far those who left later were off those foretold, as a logarithm, beyond chance."""
    bins = card.calibration if card else ()
    expected = sum(one.predicted * one.n for one in bins)
    happened = sum(one.observed * one.n for one in bins)
    if not (expected > 0 and happened > 0):
        return 0.0
    return math.sqrt(max(math.log(happened / expected) ** 2 - 1.0 / happened, 0.0))


def value_drift(days: pd.DataFrame, ids: pd.Series, as_of: pd.Timestamp, months: int) -> float:
    """Return how far the value of customers will have moved, going on as in the last half year.

    Compared are the last six months with the six before, of those who were there a year ago; what
    they moved by is carried on from the middle of the last year to the middle of the ``months``
    ahead. As a logarithm; 0 without any, or where a sum isn't positive.

    ``days`` has ``customer_id``, ``day`` and ``value``.
    """
    own = days[days["customer_id"].isin(ids) & (days["day"] <= as_of)]
    year, half = (as_of - pd.DateOffset(months=back) for back in (_YEAR, _HALF))
    came = own.groupby("customer_id")["day"].min()
    own = own[own["customer_id"].isin(came[came <= year].index) & (own["day"] > year)]
    late = own["day"] > half
    now, before = float(own.loc[late, "value"].sum()), float(own.loc[~late, "value"].sum())
    if not (now > 0 and before > 0):
        return 0.0
    return abs(math.log(now / before)) * (_HALF + months / 2.0) / _HALF


def together(errors: Sequence[float]) -> float:
    """Return independent errors in one; what isn't known adds nothing."""
    return math.sqrt(sum(error**2 for error in errors if math.isfinite(error)))
