"""Where there are set occasions to buy (a yearly appeal, a fair): who will use the next ones?"""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.clv.estimator import LikelihoodModel
from engine.clv.histories import Histories
from engine.clv.maximum import maximise, numeric_curve
from engine.formulas import Formula

Floats = NDArray[np.float64]

BETA_BERNOULLI = Formula(
    name="beta_bernoulli_likelihood",
    latex=r"L = \frac{B(\alpha + x, \beta + n - x)}{B(\alpha, \beta)}"
    r"\frac{B(\gamma, \delta + n)}{B(\gamma, \delta)}"
    r" + \sum_{i=0}^{n - t_x - 1} \frac{B(\alpha + x, \beta + t_x - x + i)}{B(\alpha, \beta)}"
    r"\frac{B(\gamma + 1, \delta + t_x + i)}{B(\gamma, \delta)}",
    source="BG/BB: Fader, Hardie & Shang (2010), Marketing Science 29(6), eq. 5",
    origin="estimated",
)


class BetaGeoBetaBinomial(LikelihoodModel):
    """BG/BB with parameters alpha, beta (using an occasion) and gamma, delta (leaving before one).

    Times count occasions: recency is the last one used, age how many there were, horizon how many
    are to come. Source: Fader, Hardie & Shang (2010), Marketing Science 29(6), 1086-1108.
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")

    def fit(
        self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
    ) -> Self:
        """Fit to x occasions used, the last one t_x, of n; each of shape (n,).

        Raises
        ------
        ContractBrokenError
            A history can't be.
        """
        rows = Histories.of(frequency, recency, age, weights).distinct()
        found = maximise(
            numeric_curve(lambda logs: float(rows.weights @ _log_likelihood(rows, np.exp(logs)))),
            np.log([1.0, 1.0, 0.5, 2.0]),
        )
        return self._learn(found)

    def alive_probability(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return the chance (0-1) to be there at the next occasion, shape (n,).

        Source: Fader, Hardie & Shang (2010), eq. 11.
        """
        rows = Histories.of(frequency, recency, age)
        return _share_there(rows, self.parameters, 1.0)

    def expected_purchases(
        self, horizon: ArrayLike, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Return how many of the next ``horizon`` occasions will be used, shape (n,).

        Source: Fader, Hardie & Shang (2010), eq. 13, summed occasion by occasion.
        """
        rows, (alpha, beta, _, _) = Histories.of(frequency, recency, age), self.parameters
        ahead = np.atleast_1d(np.asarray(horizon, dtype=np.int64))
        there = np.zeros(np.broadcast_shapes(ahead.shape, (len(rows),)))
        for occasion in range(1, int(ahead.max(initial=0)) + 1):
            there += (ahead >= occasion) * _share_there(rows, self.parameters, float(occasion))
        used: Floats = there * (alpha + rows.frequency) / (alpha + beta + rows.age)
        return used

    def expected_purchases_new_customer(self, horizon: ArrayLike) -> Floats:
        """Return how many of the first ``horizon`` occasions a new customer will use.

        Source: Fader, Hardie & Shang (2010), eq. 8, summed occasion by occasion.
        """
        from scipy.special import betaln

        alpha, beta, gamma, delta = self.parameters
        counts = np.atleast_1d(np.asarray(horizon, dtype=np.int64))
        occasions = np.arange(1.0, counts.max(initial=0) + 1.0)
        there = np.exp(betaln(gamma, delta + occasions) - betaln(gamma, delta))
        used = np.concatenate([[0.0], np.cumsum(there) * alpha / (alpha + beta)])
        return used[counts]


def _log_likelihood(rows: Histories, parameters: Floats) -> Floats:
    """Return each row's log-likelihood: there all the time, or gone at one of the occasions since."""
    from scipy.special import betaln, logsumexp

    alpha, beta, gamma, delta = parameters
    x, t, n = (column[:, None] for column in (rows.frequency, rows.recency, rows.age))
    later = np.arange(rows.age.max(initial=1.0))
    misses = betaln(alpha + x, beta + np.minimum(t + later, n) - x)
    gone = misses + betaln(gamma + 1.0, delta + np.minimum(t + later, n))
    stayed = _log_there(rows, parameters, 0.0)
    log_gone = np.where(later < n - t, gone - betaln(alpha, beta) - betaln(gamma, delta), -np.inf)
    total: Floats = logsumexp(np.column_stack([stayed, log_gone]), axis=1)
    return total


def _log_there(rows: Histories, parameters: Floats, ahead: float) -> Floats:
    """Return the log of the chance of the history and of being there ``ahead`` occasions later."""
    from scipy.special import betaln

    alpha, beta, gamma, delta = parameters
    bought = betaln(alpha + rows.frequency, beta + rows.age - rows.frequency) - betaln(alpha, beta)
    there: Floats = bought + betaln(gamma, delta + rows.age + ahead) - betaln(gamma, delta)
    return there


def _share_there(rows: Histories, parameters: Floats, ahead: float) -> Floats:
    share: Floats = np.exp(_log_there(rows, parameters, ahead) - _log_likelihood(rows, parameters))
    return share
