"""What may become of each customer: which range holds their purchases and value 95 times in a hundred?

Each of the drawn futures has parameters of its own, from the uncertainty of the fit, and one level
of luck for each thing that is left to chance (still there, pace, number, leaving, amounts). All
customers share the levels, so that equal histories get equal ranges, and sums must not be taken
over customers of one future.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine.clv.beta_geo import ModifiedBetaGeoNBD
from engine.clv.histories import Histories
from engine.clv.maximum import BOUND
from engine.clv.purchase_worth import PurchaseWorth
from engine.formulas import Formula

Floats = NDArray[np.float64]

PREDICTIVE_INTERVAL = Formula(
    name="predictive_interval",
    latex=r"Y = \mathbb{1}_{\text{alive}} \min(N, G), \quad N \sim \mathrm{Poisson}(\lambda t),"
    r"\ G \sim \mathrm{Geometric}(p), \quad"
    r" \lambda \sim \Gamma(r + x, \alpha + T),\ p \sim B(a, b + x + 1), \quad"
    r" \ln\theta \sim N(\ln\hat\theta, \hat\Sigma)",
    origin="estimated",
)

DRAWS = 199
"""The 5th smallest and the 5th largest of so many hold 1 - 10 / 200 = 95 %."""
_TAIL = 4
_BLOCK = 8_192
_WILDEST = 3.0
# Numbers of purchases are told one by one up to here, and by the normal approximation beyond.
_LONG = 1_000
_MARGIN = 4.0


@dataclass(frozen=True)
class Span:
    """A time ahead in weeks, and the discount rate per week."""

    weeks: float
    discount: float


@dataclass(frozen=True)
class Range:
    """Low and high of the 95 % range, and the variance of the draws; shape (n,) each."""

    low: Floats
    high: Floats
    variance: Floats

    @classmethod
    def of(cls, draws: Floats) -> Range:
        """Return the range of draws of shape (``DRAWS``, n)."""
        by_customer = np.ascontiguousarray(draws.T)
        variance = by_customer.var(axis=1)
        by_customer.partition((_TAIL, DRAWS - 1 - _TAIL), axis=1)
        return cls(by_customer[:, _TAIL], by_customer[:, DRAWS - 1 - _TAIL], variance)


@dataclass(frozen=True)
class _Future:
    """One draw: parameters, levels of luck, and tables by number of purchases."""

    parameters: tuple[float, float, float, float]
    spread: tuple[float, float, float]
    luck: Floats
    rate: Floats
    leaving_at: Floats
    thresholds: Floats
    last_spending: Floats


def futures(
    model: ModifiedBetaGeoNBD,
    rows: Histories,
    worth: PurchaseWorth | None,
    spans: tuple[Span, ...],
    rng: Generator,
) -> tuple[list[Range], list[Range]]:
    """Return the ranges of purchases and of discounted value for each span.

    Without ``worth`` there are no ranges of value. Purchases of a span are taken as spread evenly
    over the time until its end or the customer's leaving.
    """
    pace = (model.params_["r"] + rows.frequency) / (model.params_["alpha"] + rows.age)
    most = _MARGIN * float(pace.max()) * max(span.weeks for span in spans) + _MARGIN
    drawn = list(_draws(model, rows, worth, most, rng))
    counts = [[np.empty(len(rows)) for _ in range(3)] for _ in spans]
    values = [[np.empty(len(rows)) for _ in range(3)] for _ in spans] if worth else []
    for at in range(0, len(rows), _BLOCK):
        part = slice(at, min(at + _BLOCK, len(rows)))
        found = _block(drawn, rows.rows(part), rows.counts[2][part], _part(worth, part), spans)
        for kept, draws in zip((*counts, *values), found, strict=True):
            some = Range.of(draws)
            for whole, piece in zip(kept, (some.low, some.high, some.variance), strict=True):
                whole[part] = piece
    return [Range(*kept) for kept in counts], [Range(*kept) for kept in values]


def parameter_draws(point: Floats, covariance: Floats, draws: int, rng: Generator) -> Floats:
    """Return draws (draws, k) of parameters from their asymptotic normal in logarithms."""
    bend, axes = np.linalg.eigh(covariance)
    moves = (rng.standard_normal((draws, len(point))) * np.sqrt(np.maximum(bend, 0.0))) @ axes.T
    logs = np.log(point) + np.clip(moves, -_WILDEST, _WILDEST)
    found: Floats = np.exp(np.clip(logs, -BOUND, BOUND))
    return found


def _draws(
    model: ModifiedBetaGeoNBD, rows: Histories, worth: PurchaseWorth | None, most: float, rng: Generator
) -> Iterator[_Future]:
    from scipy.special import betaincinv, gammainccinv, gammaincinv

    numbers = rows.counts[0]
    # Every level once in each thing's own order: the draws cover chance evenly.
    luck = (np.argsort(rng.random((7, DRAWS)), axis=1) + rng.random((7, DRAWS))) / DRAWS
    drawn = parameter_draws(model.parameters, model.covariance_, DRAWS, rng)
    spreads = np.ones((DRAWS, 3))
    if worth:
        spreads = parameter_draws(worth.spending.parameters, worth.spending.covariance_, DRAWS, rng)
    steps = np.arange(1.0, min(_LONG, most) + 1.0)
    for (r, alpha, a, b), (p, q, v), u in zip(drawn, spreads, luck.T, strict=True):
        leaving = np.clip(betaincinv(a, b + numbers + 1.0, u[3]), 1e-300, 1.0 - 1e-12)
        yield _Future(
            (r, alpha, a, b),
            (p, q, v),
            u,
            gammaincinv(r + numbers, u[1]),
            1.0 + np.floor(np.log(u[4]) / np.log1p(-leaving)),
            gammainccinv(steps, u[2]),
            _gamma_quantile(q + p * (numbers + 1.0), u[5]),
        )


def _part(worth: PurchaseWorth | None, part: slice) -> PurchaseWorth | None:
    if worth is None:
        return None
    return PurchaseWorth(worth.spending, worth.purchases[part], worth.mean[part], worth.share[part])


def _block(
    drawn: list[_Future],
    rows: Histories,
    place: NDArray[np.int64],
    worth: PurchaseWorth | None,
    spans: tuple[Span, ...],
) -> list[Floats]:
    counts = [np.zeros((len(drawn), len(rows))) for _ in spans]
    values = [np.zeros((len(drawn), len(rows))) for _ in spans] if worth else []
    for j, future in enumerate(drawn):
        there = np.flatnonzero(future.luck[0] < _alive(rows, future.parameters))
        where = place[there]
        pace = future.rate[where] / (future.parameters[1] + rows.age[there])
        leaving_at = future.leaving_at[where]
        for i, span in enumerate(spans):
            wanted = _poisson_quantile(pace * span.weeks, future)
            count = np.minimum(wanted, leaving_at)
            counts[i][j, there] = count
            if worth:
                amount = _spent(count, where, worth, there, future)
                time = span.weeks * np.minimum(1.0, leaving_at / (wanted + 1.0))
                values[i][j, there] = amount * _mean_discount(span.discount * time)
    return [*counts, *values]


def _alive(rows: Histories, parameters: tuple[float, float, float, float]) -> Floats:
    r, alpha, a, b = parameters
    odds = np.log((alpha + rows.age) / (alpha + rows.recency)) * (r + rows.frequency)
    alive: Floats = 1.0 / (1.0 + a / (b + rows.frequency) * np.exp(np.minimum(odds, 600.0)))
    return alive


def _poisson_quantile(mean: Floats, future: _Future) -> Floats:
    """Return the number of purchases at the future's level of luck; a normal one for the longest."""
    from scipy.special import ndtri

    found = np.searchsorted(future.thresholds, mean).astype(np.float64)
    many = found >= len(future.thresholds)
    if many.any():
        found[many] = np.round(mean[many] + ndtri(future.luck[2]) * np.sqrt(mean[many]))
    return found


def _spent(
    count: Floats, where: NDArray[np.int64], worth: PurchaseWorth, there: NDArray[np.intp], future: _Future
) -> Floats:
    """Return what so many purchases leave: Gamma(p y) over Gamma(q + p n), times v + what was spent."""
    p, _, v = future.spread
    whole = count.astype(np.int64)
    table = _gamma_quantile(p * np.arange(whole.max(initial=0) + 1.0), future.luck[6])
    known = v + worth.purchases[there] * worth.mean[there]
    spent: Floats = table[whole] * known / future.last_spending[where] * worth.share[there]
    return spent


def _gamma_quantile(shape: Floats, level: float) -> Floats:
    """Return quantiles of Gamma(shape, 1); Wilson & Hilferty's cube for the large, 0 for no shape."""
    from scipy.special import gammaincinv, ndtri

    found = np.zeros(len(shape))
    small, large = (shape > 0) & (shape < 200.0), shape >= 200.0
    found[small] = gammaincinv(shape[small], level)
    k = shape[large]
    found[large] = k * (1.0 - 1.0 / (9.0 * k) + ndtri(level) / (3.0 * np.sqrt(k))) ** 3
    return found


def _mean_discount(exponent: Floats) -> Floats:
    """Return the mean of e^-s for s even in (0, exponent)."""
    safe = np.maximum(exponent, 1e-12)
    mean: Floats = -np.expm1(-safe) / safe
    return mean
