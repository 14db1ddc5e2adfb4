"""Customers buy at a rate of their own and may leave after any purchase: how many will come back?

Purchases of a customer are Poisson(λ), λ ~ Gamma(r, α) across customers; after a purchase the
customer leaves for good with chance p ~ Beta(a, b). In the BG/NBD leaving begins with the first
repeat purchase, so a one-time buyer stays for ever; in the MBG/NBD with the first purchase.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.clv.beta_geo_likelihood import curve, plain_start
from engine.clv.estimator import LikelihoodModel
from engine.clv.histories import Histories
from engine.clv.leaving import Dropout, judge_dropout
from engine.clv.maximum import maximise
from engine.clv.until_leaving import purchases_until_leaving
from engine.formulas import Formula

Floats = NDArray[np.float64]

BETA_GEO = Formula(
    name="beta_geo_likelihood",
    latex=r"L = \frac{B(a, b + x)}{B(a, b)}\,\frac{\Gamma(r + x)\,\alpha^r}{\Gamma(r)}"
    r"\left[\frac{1}{(\alpha + T)^{r + x}}"
    r" + \mathbb{1}_{x > 0}\,\frac{a}{b + x - 1}\,\frac{1}{(\alpha + t_x)^{r + x}}\right]",
    source="BG/NBD: Fader, Hardie & Lee (2005), Marketing Science 24(2), eq. 6",
    origin="estimated",
)
MODIFIED_BETA_GEO = Formula(
    name="modified_beta_geo_likelihood",
    latex=r"L = \frac{B(a, b + x + 1)}{B(a, b)}\,\frac{\Gamma(r + x)\,\alpha^r}{\Gamma(r)}"
    r"\left[\frac{1}{(\alpha + T)^{r + x}} + \frac{a}{b + x}\,\frac{1}{(\alpha + t_x)^{r + x}}\right]",
    source="MBG/NBD: Batislam, Denizel & Filiztekin (2007), IJRM 24(3); Hoppe & Wagner (2007)",
    origin="estimated",
)
ALIVE_PROBABILITY = Formula(
    name="alive_probability",
    latex=r"P(\text{alive}) = \left[1 + \frac{a}{b + x}"
    r"\left(\frac{\alpha + T}{\alpha + t_x}\right)^{r + x}\right]^{-1}",
    source="MBG/NBD: Batislam, Denizel & Filiztekin (2007), eq. 7",
    origin="estimated",
)
EXPECTED_PURCHASES = Formula(
    name="expected_purchases",
    latex=r"E[Y(t)] = P(\text{alive})\,\frac{a + b + x}{a - 1}\left[1 -"
    r"\left(\frac{\alpha + T}{\alpha + T + t}\right)^{r + x}"
    r"{}_2F_1\!\left(r + x,\, b + x + 1;\, a + b + x;\, \tfrac{t}{\alpha + T + t}\right)\right]",
    source="MBG/NBD: Batislam, Denizel & Filiztekin (2007), eq. 9",
    origin="estimated",
)

_SAMPLES = (16_384, 131_072)


class _BetaGeo(LikelihoodModel):
    """What both variants share; ``leaves_after_first`` says from which purchase on one may leave.

    Attributes
    ----------
    dropout_ : Dropout
        Whether the data tell how many leave at all, and why not.
    """

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    leaves_after_first: ClassVar[bool]

    dropout_: Dropout

    def fit(
        self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
    ) -> Self:
        """Fit to x repeat purchases, the last at t_x, seen up to T; each of shape (n,).

        Large companies are fitted on every so-many-th customer first, then on more, then on all
        of them from there: the maximum is the same.

        Raises
        ------
        ContractBrokenError
            A history can't be.
        """
        rows = Histories.of(frequency, recency, age, weights)
        start = plain_start(rows)
        for size in _SAMPLES:
            if len(rows) > 4 * size:
                sample = rows.rows(slice(None, None, len(rows) // size)).distinct()
                start = maximise(partial(curve, rows=sample, late=self._late), start).point
        rows = rows.distinct()
        found = maximise(partial(curve, rows=rows, late=self._late), start)
        self._learn(found)
        self.dropout_ = judge_dropout(found, rows)
        return self

    @property
    def is_dropout_identified_(self) -> bool:
        """Whether the data tell how many customers leave; ``dropout_.reason`` says why not."""
        return self.dropout_.is_identified

    def alive_probability(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return the chance (0-1) that each customer hasn't left, shape (n,).

        Source: Fader, Hardie & Lee (2008), note 021, eq. 7 (BG/NBD: 1 for x = 0); Batislam,
        Denizel & Filiztekin (2007), eq. 7 (MBG/NBD).
        """
        r, alpha, a, b = self.parameters
        rows = Histories.of(frequency, recency, age)
        return self._alive(rows, (r, alpha, a, b))

    def expected_purchases(
        self, horizon: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Return how many purchases to expect in the next ``horizon``, shape (n,).

        Source: Fader, Hardie & Lee (2005), eq. 10; Batislam, Denizel & Filiztekin (2007), eq. 9.
        """
        rows = Histories.of(frequency, recency, age)
        alive = self._alive(rows, tuple(self.parameters))
        return alive * self.purchases_if_alive(horizon, rows.frequency, rows.age)

    def purchases_if_alive(self, horizon: ArrayLike, frequency: Floats, age: Floats) -> Floats:
        """Return the purchases to expect of a customer known not to have left; t_x says no more then."""
        r, alpha, a, b = self.parameters
        return purchases_until_leaving(
            horizon, r + frequency, alpha + age, a, b + frequency + 1.0 - self._late
        )

    def expected_purchases_new_customer(self, horizon: ArrayLike) -> Floats:
        """Return how many repeat purchases to expect of a customer ``horizon`` after their first.

        Source: Fader, Hardie & Lee (2005), eq. 9; for the MBG/NBD times b / (a + b), the chance
        to stay after the first purchase.
        """
        _, _, a, b = self.parameters
        times = np.atleast_1d(np.asarray(horizon, dtype=np.float64))
        none = np.zeros(len(times))
        stays = 1.0 if self._late else b / (a + b)
        return stays * self.purchases_if_alive(times, none, none)

    def purchases_probability(self, count: ArrayLike, horizon: float) -> Floats:
        """Return P(X(t) = count): repeat purchases of a new customer within ``horizon``.

        Source: Fader, Hardie & Lee (2005), eq. 8.
        """
        numbers = np.atleast_1d(np.asarray(count, dtype=np.float64))
        return self._at_least(numbers, horizon) - self._at_least(numbers + 1.0, horizon)

    @property
    def _late(self) -> float:
        return 0.0 if self.leaves_after_first else 1.0

    def _at_least(self, count: Floats, horizon: float) -> Floats:
        """A customer buys n times if they would at their rate and didn't leave before."""
        from scipy.special import betainc, betaln

        r, alpha, a, b = self.parameters
        n = np.maximum(count, 1.0)
        enough = betainc(n, r, horizon / (alpha + horizon))
        stayed = np.exp(betaln(a, b + n - self._late) - betaln(a, b))
        tail: Floats = np.where(count >= 1.0, enough * stayed, 1.0)
        return tail

    def _alive(self, rows: Histories, parameters: tuple[float, ...]) -> Floats:
        r, alpha, a, b = parameters
        x = rows.frequency
        ratio = (r + x) * np.log((alpha + rows.age) / (alpha + rows.recency))
        with np.errstate(divide="ignore"):
            odds = np.log(a) - np.log(np.where(x >= self._late, b + x - self._late, np.inf)) + ratio
        alive: Floats = 1.0 / (1.0 + np.exp(np.minimum(odds, 700.0)))
        return alive


class BetaGeoNBD(_BetaGeo):
    """BG/NBD: leaving begins with the first repeat purchase, so P(alive) = 1 for one-time buyers.

    Parameters are r, alpha, a, b; times are in one unit, weeks by habit. Source: Fader, Hardie &
    Lee (2005), Marketing Science 24(2), 275-284.
    """

    leaves_after_first = False


class ModifiedBetaGeoNBD(_BetaGeo):
    """MBG/NBD: one may leave after the very first purchase; the default for companies without contracts.

    Parameters are r, alpha, a, b; times are in one unit, weeks by habit. Source: Batislam, Denizel
    & Filiztekin (2007), International Journal of Research in Marketing 24(3), 201-209.
    """

    leaves_after_first = True
