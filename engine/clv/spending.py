"""How much does a customer spend on average, when only a few of their purchases are known?

A purchase is Gamma(p, ν) and ν ~ Gamma(q, v) across customers; how much someone spends is taken
to say nothing on how often they come. Few purchases are pulled towards the mean of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.clv.estimator import LikelihoodModel
from engine.clv.maximum import Curve, maximise
from engine.errors import ContractBrokenError
from engine.formulas import Formula

Floats = NDArray[np.float64]

GAMMA_GAMMA = Formula(
    name="gamma_gamma",
    latex=r"E[M] = \frac{q - 1}{p x + q - 1}\cdot\frac{v\,p}{q - 1} + \frac{p x}{p x + q - 1}\,\bar z",
    origin="estimated",
)

# Small enough for one thread.
_BLOCK = 8_192
_SAMPLE = 16_384


class GammaGamma(LikelihoodModel):
    """Gamma-Gamma model of spending with parameters p, q, v (v in money).

    Source: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value", note 025.
    """

    names: ClassVar[tuple[str, ...]] = ("p", "q", "v")

    def fit(self, frequency: ArrayLike, monetary_value: ArrayLike, weights: ArrayLike | None = None) -> Self:
        """Fit to the number of purchases (≥ 1) and their mean amount (> 0), each of shape (n,).

        Raises
        ------
        ContractBrokenError
            A customer without a purchase, or without a positive amount.
        """
        rows = _Spending.of(frequency, monetary_value, weights)
        mean = float(rows.weights @ (rows.x * rows.mean) / (rows.weights @ rows.x))
        start = np.log([2.0, 3.0, mean])
        if len(rows.x) > 4 * _SAMPLE:
            sample = rows.rows(slice(None, None, len(rows.x) // _SAMPLE))
            start = maximise(partial(_curve, rows=sample), start).point
        return self._learn(maximise(partial(_curve, rows=rows), start))

    def expected_value(self, frequency: ArrayLike, monetary_value: ArrayLike) -> Floats:
        """Return the amount to expect of a purchase, shape (n,); the mean of all where x = 0.

        NaN where the model has no mean (p x + q ≤ 1). Source: note 025, eq. 5.
        """
        p, q, v = self.parameters
        x, mean = np.asarray(frequency, dtype=np.float64), np.asarray(monetary_value, dtype=np.float64)
        x, mean = (np.atleast_1d(part) for part in np.broadcast_arrays(x, mean))
        total = np.where(x > 0, x * mean, 0.0)
        below = p * x + q - 1.0
        return np.where(below > 0, p * (v + total) / np.where(below > 0, below, 1.0), np.nan)


@dataclass(frozen=True)
class _Spending:
    """Purchases, their mean and how many customers share the row."""

    x: Floats
    mean: Floats
    weights: Floats

    @classmethod
    def of(cls, frequency: ArrayLike, monetary_value: ArrayLike, weights: ArrayLike | None) -> _Spending:
        """Return the checked rows."""
        x = np.atleast_1d(np.asarray(frequency, dtype=np.float64))
        sizes = np.ones_like(x) if weights is None else weights
        arrays = (x, np.asarray(monetary_value, np.float64), np.asarray(sizes, np.float64))
        x, mean, w = np.broadcast_arrays(*arrays)
        possible = (x >= 1) & (x == np.floor(x)) & (mean > 0) & np.isfinite(mean) & (w >= 0)
        if not possible.all():
            raise ContractBrokenError(
                "error.spending_impossible", count=int((~possible).sum()), rows=len(possible)
            )
        return cls(x, mean, w)

    def rows(self, where: slice) -> _Spending:
        """Return some of the rows."""
        return _Spending(self.x[where], self.mean[where], self.weights[where])

    @cached_property
    def counts(self) -> tuple[Floats, Floats]:
        """The different x and how many customers have each."""
        sizes = np.bincount(self.x.astype(np.int64), self.weights)
        held = np.flatnonzero(sizes)
        return held.astype(np.float64), sizes[held].astype(np.float64)

    @cached_property
    def logs(self) -> tuple[float, float]:
        """Sums of x log(x mean) and of log(mean)."""
        log_mean = np.log(self.mean)
        by_x = self.weights * self.x
        return float(by_x @ (np.log(self.x) + log_mean)), float(self.weights @ log_mean)


def _curve(logs: Floats, rows: _Spending) -> Curve:
    """Return the log-likelihood's curve in the logarithms of p, q, v (note 025, eq. 1a)."""
    parameters = np.exp(logs)
    total = _count_terms(rows, parameters)
    for at in range(0, len(rows.x), _BLOCK):
        total += _row_terms(rows.rows(slice(at, at + _BLOCK)), parameters)
    return total.in_logarithms(parameters, 3)


def _count_terms(rows: _Spending, parameters: Floats) -> Curve:
    from scipy.special import gammaln, psi, zeta

    p, q, v = parameters
    x, size = rows.counts
    n, (spent, log_mean) = size.sum(), rows.logs
    value = size @ (gammaln(p * x + q) - gammaln(p * x)) - n * (gammaln(q) - q * np.log(v))
    both, bend = psi(p * x + q), zeta(2.0, p * x + q)
    gradient = [
        (size * x) @ (both - psi(p * x)) + spent,
        size @ both - n * (psi(q) - np.log(v)),
        n * q / v,
    ]
    hessian = np.zeros((3, 3))
    hessian[0, 0] = (size * x**2) @ (bend - zeta(2.0, p * x))
    hessian[0, 1] = hessian[1, 0] = (size * x) @ bend
    hessian[1, 1] = size @ bend - n * zeta(2.0, q)
    hessian[1, 2] = hessian[2, 1] = n / v
    hessian[2, 2] = -n * q / v**2
    return Curve(float(value + p * spent - log_mean), np.array(gradient), hessian)


def _row_terms(rows: _Spending, parameters: Floats) -> Curve:
    """Return -(p x + q) log(v + x mean) and its derivatives."""
    p, q, v = parameters
    x, w = rows.x, rows.weights
    known = v + x * rows.mean
    log_known, one = np.log(known), 1.0 / known
    wx = w * x
    by_p, by_q = wx @ log_known, w @ log_known
    p_v, q_v = wx @ one, w @ one
    bend = p * (wx @ one**2) + q * (w @ one**2)
    hessian = np.array([[0.0, 0.0, -p_v], [0.0, 0.0, -q_v], [-p_v, -q_v, bend]])
    gradient = -np.array([by_p, by_q, p * p_v + q * q_v])
    return Curve(float(-(p * by_p + q * by_q)), gradient, hessian)
