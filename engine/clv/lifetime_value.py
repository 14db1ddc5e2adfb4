"""What are the purchases to come worth today?

Two figures that must not be mixed up: the *period* value counts the next 12 months, *lifetime* value
ten years, beyond which a purchase adds next to nothing. Both are discounted.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula

Floats = NDArray[np.float64]

VALUE_TO_COME = Formula(
    name="value_to_come_12m",
    latex=r"V_i^{12} = \rho_i\, E[M_i] \int_0^{12\,\text{months}} e^{-\delta t}\, dE[Y_i(t)],"
    r" \quad \delta = \ln(1 + d)",
    source="Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), eq. 4-6",
    origin="estimated",
)
LIFETIME_VALUE = Formula(
    name="lifetime_value",
    latex=r"V_i = \rho_i\, E[M_i] \int_0^{120\,\text{months}} e^{-\delta t}\, dE[Y_i(t)],"
    r" \quad \delta = \ln(1 + d)",
    source="Fader, Hardie & Lee (2005), Journal of Marketing Research 42(4), eq. 4-6",
    origin="estimated",
)

WEEKS_PER_MONTH = 365.25 / 12.0 / 7.0
WEEKS_PER_YEAR = 365.25 / 7.0
PERIOD_MONTHS = 12
LIFETIME_MONTHS = 120

_NODES = 12
# Expectations rise fast in the first weeks; time is stretched there.
_STRETCH_WEEKS = 10.0

Expected = Callable[[float], Floats]


def discounted_purchases(expected: Expected, weeks: float, discount_rate_per_year: float) -> Floats:
    """Return purchases within ``weeks``, each discounted continuously to today.

    Parameters
    ----------
    expected
        Purchases to expect within so many weeks, E[Y(t)], an array of any shape.

    Notes
    -----
    By parts, the integral of e^(-δ t) dE[Y(t)] is e^(-δ H) E[Y(H)] + δ ∫ e^(-δ t) E[Y(t)] dt.
    """
    per_week = np.log1p(discount_rate_per_year) / WEEKS_PER_YEAR
    total: Floats = np.exp(-per_week * weeks) * expected(weeks)
    if per_week == 0.0:
        return total
    span = np.log1p(weeks / _STRETCH_WEEKS)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    for node, weight in zip(0.5 * span * (nodes + 1.0), 0.5 * span * weights, strict=True):
        time = _STRETCH_WEEKS * np.expm1(node)
        total = total + per_week * weight * (_STRETCH_WEEKS + time) * np.exp(-per_week * time) * expected(
            time
        )
    return total


def monthly_discounted_purchases(
    expected: Expected, months: int, discount_rate_per_month: float, weeks_per_month: float = WEEKS_PER_MONTH
) -> Floats:
    """Return the same with the purchases of each month discounted from its end, as lifetimes does."""
    by_end = [expected(month * weeks_per_month) for month in range(1, months + 1)]
    new = np.diff(np.stack([np.zeros_like(by_end[0]), *by_end]), axis=0)
    factors = (1.0 + discount_rate_per_month) ** -np.arange(1.0, months + 1.0)
    total: Floats = np.tensordot(factors, new, axes=1)
    return total
