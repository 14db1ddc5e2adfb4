"""Customers buy at a rate of their own and leave at a moment of their own: how many will come back?

Purchases are Poisson(λ), λ ~ Gamma(r, α); the time until leaving is exponential with rate μ ~
Gamma(s, β). What is known of a customer may speed up or slow down either.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.clv.beta_geo_likelihood import plain_start
from engine.clv.estimator import LikelihoodModel
from engine.clv.histories import Histories
from engine.clv.leaving import Dropout, judge_dropout
from engine.clv.maximum import maximise
from engine.clv.pareto_likelihood import Rates, curve, leaving_moments
from engine.errors import ContractBrokenError
from engine.formulas import Formula

Floats = NDArray[np.float64]

PARETO = Formula(
    name="pareto_likelihood",
    latex=r"L = \frac{\Gamma(r + x)\,\alpha^r \beta^s}{\Gamma(r)}\left["
    r"\frac{1}{(\alpha + T)^{r + x}(\beta + T)^s}"
    r" + \int_{t_x}^{T} \frac{s\; dy}{(\alpha + y)^{r + x}(\beta + y)^{s + 1}}\right]",
    source="Pareto/NBD: Schmittlein, Morrison & Colombo (1987), Management Science 33(1)",
    origin="estimated",
)
COVARIATES = Formula(
    name="covariates",
    latex=r"\alpha_i = \alpha\, e^{-\gamma_p^\top z_i}, \quad \beta_i = \beta\, e^{-\gamma_d^\top z_i}",
    origin="estimated",
)

_SAMPLE = 8_192
_BLOCK = 16_384


class ParetoNBD(LikelihoodModel):
    """Pareto/NBD with parameters r, alpha, s, beta, and coefficients of covariates after them.

    Coefficients are called ``purchase_<name>`` and ``dropout_<name>``, by the columns of a frame
    or by number from 1: a positive one speeds up buying, or leaving. Source: Schmittlein, Morrison
    & Colombo (1987); Fader & Hardie (2005), "A note on deriving the Pareto/NBD model".

    Attributes
    ----------
    dropout_ : Dropout
        Whether the data tell how many leave at all, and why not.
    """

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")

    dropout_: Dropout

    def fit(
        self,
        frequency: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
        weights: ArrayLike | None = None,
        covariates_purchase: ArrayLike | None = None,
        covariates_dropout: ArrayLike | None = None,
    ) -> Self:
        """Fit to x repeat purchases, the last at t_x, seen up to T, each of shape (n,).

        Parameters
        ----------
        covariates_purchase, covariates_dropout
            What is known of each customer and doesn't change, shape (n, k) or a frame.

        Raises
        ------
        ContractBrokenError
            A history can't be, or covariates don't fit the customers.
        """
        rows = Histories.of(frequency, recency, age, weights)
        designs = _design(covariates_purchase, rows), _design(covariates_dropout, rows)
        start = np.concatenate([plain_start(rows)[:2], [np.log(0.5), np.log(rows.age.mean() + 1e-9)]])
        start = np.append(start, np.zeros(designs[0].shape[1] + designs[1].shape[1] - 2))
        if len(rows) > 2 * _SAMPLE:
            some = slice(None, None, len(rows) // _SAMPLE)
            start = maximise(_objective(rows.rows(some), (designs[0][some], designs[1][some])), start).point
        found = maximise(_objective(rows, designs), start)
        names = _names("purchase", covariates_purchase), _names("dropout", covariates_dropout)
        self._learn(found, (*names[0], *names[1]))
        self.dropout_ = judge_dropout(found, rows.distinct())
        return self

    @property
    def is_dropout_identified_(self) -> bool:
        """Whether the data tell how many customers leave; ``dropout_.reason`` says why not."""
        return self.dropout_.is_identified

    def alive_probability(
        self,
        frequency: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
        covariates_purchase: ArrayLike | None = None,
        covariates_dropout: ArrayLike | None = None,
    ) -> Floats:
        """Return the chance (0-1) that each customer hasn't left, shape (n,).

        Source: Schmittlein, Morrison & Colombo (1987), eq. 11-13.
        """
        rows = Histories.of(frequency, recency, age)
        rates = self._rates(rows, covariates_purchase, covariates_dropout)
        return _alive(rows, rates)

    def expected_purchases(
        self,
        horizon: ArrayLike,
        frequency: ArrayLike,
        recency: ArrayLike,
        age: ArrayLike,
        covariates_purchase: ArrayLike | None = None,
        covariates_dropout: ArrayLike | None = None,
    ) -> Floats:
        """Return how many purchases to expect in the next ``horizon``, shape (n,).

        Source: Schmittlein, Morrison & Colombo (1987), eq. 22; Fader & Hardie (2005), eq. 41.
        """
        rows = Histories.of(frequency, recency, age)
        rates = self._rates(rows, covariates_purchase, covariates_dropout)
        return _alive(rows, rates) * _if_alive(horizon, rows.frequency, rows.age, rates)

    def purchases_if_alive(self, horizon: ArrayLike, frequency: Floats, age: Floats) -> Floats:
        """Return the purchases to expect of a customer known not to have left; t_x says no more then."""
        r, alpha, s, beta = self.parameters[:4]
        size = np.shape(frequency)
        return _if_alive(horizon, frequency, age, Rates(r, np.full(size, alpha), s, np.full(size, beta)))

    def expected_purchases_new_customer(
        self,
        horizon: ArrayLike,
        covariates_purchase: ArrayLike | None = None,
        covariates_dropout: ArrayLike | None = None,
    ) -> Floats:
        """Return how many repeat purchases to expect of a customer ``horizon`` after their first.

        Source: Schmittlein, Morrison & Colombo (1987), eq. 17.
        """
        times = np.atleast_1d(np.asarray(horizon, dtype=np.float64))
        none = np.zeros(len(times))
        rates = self._rates(Histories.of(none, none, times), covariates_purchase, covariates_dropout)
        return _if_alive(times, none, none, rates)

    def _rates(self, rows: Histories, bought: ArrayLike | None, left: ArrayLike | None) -> Rates:
        designs = _design(bought, rows), _design(left, rows)
        parameters, split = self.parameters, designs[0].shape[1] - 1
        if len(parameters) != 4 + split + designs[1].shape[1] - 1:
            raise ContractBrokenError("error.covariates_unfit", count=len(parameters) - 4)
        r, alpha, s, beta = parameters[:4]
        alphas = alpha * np.exp(designs[0][:, 1:] @ parameters[4 : 4 + split])
        return Rates(r, alphas, s, beta * np.exp(designs[1][:, 1:] @ parameters[4 + split :]))


def _objective(rows: Histories, designs: tuple[Floats, Floats]) -> partial:  # type: ignore[type-arg]
    plain = designs[0].shape[1] == designs[1].shape[1] == 1
    rows = rows.distinct() if plain else rows
    ones = np.ones((len(rows), 1))
    return partial(curve, rows=rows, designs=(ones, ones) if plain else designs)


def _design(covariates: ArrayLike | None, rows: Histories) -> Floats:
    ones = np.ones((len(rows), 1))
    if covariates is None:
        return ones
    known = np.asarray(covariates, dtype=np.float64)
    known = known.reshape(len(known), -1)
    if len(known) != len(rows) or not np.isfinite(known).all():
        raise ContractBrokenError("error.covariates_unfit", count=known.shape[1])
    return np.hstack([ones, -known])


def _names(process: str, covariates: ArrayLike | None) -> tuple[str, ...]:
    if covariates is None:
        return ()
    columns = getattr(covariates, "columns", None)
    if columns is None:
        known = np.asarray(covariates)
        columns = range(1, (1 if known.ndim == 1 else known.shape[1]) + 1)
    return tuple(f"{process}_{name}" for name in columns)


def _alive(rows: Histories, rates: Rates) -> Floats:
    found = np.empty(len(rows))
    for at in range(0, len(rows), _BLOCK):
        part = slice(at, at + _BLOCK)
        moments = leaving_moments(rows.rows(part), rates.rows(part))
        found[part] = np.exp(moments.log_weight[:, 0] - moments.log_total)
    return found


def _if_alive(horizon: ArrayLike, frequency: Floats, age: Floats, rates: Rates) -> Floats:
    t = np.asarray(horizon, dtype=np.float64)
    pace = (rates.r + frequency) * (rates.beta + age) / (rates.alpha + age)
    fall, e = np.log1p(t / (rates.beta + age)), rates.s - 1.0
    # At s = 1 the expectation is logarithmic; expm1 keeps the neighbourhood exact.
    found: Floats = pace * (fall if e == 0 else -np.expm1(-e * fall) / e)
    return found
