"""What are one and five points of retention worth here?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import MINIMUM_CUSTOMERS

RETENTION_VALUE = Formula(
    name="retention_value",
    latex=r"V(r) = m \sum_{k=0}^{\infty}\left(\frac{r}{1+d}\right)^k = m\,\frac{1+d}{1+d-r}, \quad"
    r" \Delta V = V(r + \delta) - V(r)",
    origin="estimated",
)

_MOST = 0.999


@dataclass(frozen=True)
class RetentionValue:
    """Value of the average customer today, and what ``points`` (0.01, 0.05) more retention a year add.

    Money a customer; ``relative`` is the gain as a share of today's value (Reichheld & Sasser's claim
    of 25-85 % for five points is what it replaces). ``is_capped`` where retention would pass 99.9 %.
    """

    points: float
    value_now: Estimate
    gain: Estimate
    relative: Estimate
    gain_of_all: Estimate
    is_capped: bool


def retention_value(
    margins: NDArray[np.float64],
    retained: int,
    of: int,
    points: float,
    discount_rate: float,
    rng: np.random.Generator,
) -> RetentionValue:
    """Return the worth of more retention; undefined with fewer than 30 margins or customers a year ago.

    Parameters
    ----------
    margins
        Margin per year of each present customer (what the values of the assessment rest on).
    retained, of
        Customers of the year before who were there again, of how many.
    points
        Added to the yearly retention rate, 0-1.
    discount_rate
        Per year.
    rng
        Draws the interval: retention from Beta(retained + ½, of − retained + ½), the mean margin from
        its normal distribution.
    """
    n = len(margins)
    if min(n, of) < MINIMUM_CUSTOMERS:
        nothing = Estimate(float("nan"), n=min(n, of), needed=MINIMUM_CUSTOMERS)
        return RetentionValue(points, nothing, nothing, nothing, nothing, False)
    rates = rng.beta(retained + 0.5, of - retained + 0.5, 4_000)
    means = rng.normal(margins.mean(), margins.std(ddof=1) / np.sqrt(n), 4_000)
    rate, mean = retained / of, float(margins.mean())
    now, gain = _value(mean, rate, discount_rate), _gain(mean, rate, points, discount_rate)
    drawn_now = _value(means, rates, discount_rate)
    drawn_gain = _gain(means, rates, points, discount_rate)
    share = _multiple(min(rate + points, _MOST), discount_rate) / _multiple(min(rate, _MOST), discount_rate)
    shares = _multiple(np.minimum(rates + points, _MOST), discount_rate) / _multiple(
        np.minimum(rates, _MOST), discount_rate
    )
    return RetentionValue(
        points,
        _estimate(now, drawn_now, n),
        _estimate(gain, drawn_gain, n),
        _estimate(share - 1.0, shares - 1.0, of),
        _estimate(gain * n, drawn_gain * n, n),
        rate + points > _MOST,
    )


def _multiple(rate: NDArray[np.float64] | float, discount: float) -> NDArray[np.float64]:
    return np.asarray((1.0 + discount) / (1.0 + discount - rate), dtype=np.float64)


def _value(
    margin: NDArray[np.float64] | float, rate: NDArray[np.float64] | float, discount: float
) -> NDArray[np.float64]:
    return np.asarray(margin * _multiple(np.minimum(rate, _MOST), discount), dtype=np.float64)


def _gain(
    margin: NDArray[np.float64] | float, rate: NDArray[np.float64] | float, points: float, discount: float
) -> NDArray[np.float64]:
    raised = np.minimum(np.asarray(rate) + points, _MOST)
    return _value(margin, raised, discount) - _value(margin, rate, discount)


def _estimate(value: NDArray[np.float64] | float, draws: NDArray[np.float64], n: int) -> Estimate:
    # Where everybody stayed, no draw of the rate is as high as what was seen.
    low, high = np.percentile(draws, [2.5, 97.5])
    return Estimate(float(value), min(float(low), float(value)), max(float(high), float(value)), n=n)
