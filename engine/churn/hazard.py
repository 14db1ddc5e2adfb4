"""How likely is each customer to leave in each month ahead: one fit, from which every horizon follows?

A discrete-time hazard learned by landmarking: at each past day of a grid, everybody who still was a
customer is looked at as they were known then, and followed until they left or nothing more is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from engine.churn.boosted_hazard import Coded, boosted_hazards, fit_boosted
from engine.churn.encoding import Encoder
from engine.churn.landmarks import Episodes, Standing
from engine.churn.lead_months import LeadMonths
from engine.churn.logistic_hazard import (
    Ahead,
    Followed,
    drawn_coefficients,
    expit,
    fit_logistic,
    hazards,
    relative_errors,
)
from engine.formulas import Formula
from engine.rates import Z_95

Floats = NDArray[np.float64]
Learner = Literal["logistic", "boosting"]

CHURN_PROBABILITY = Formula(
    name="churn_probability",
    latex=r"F_H = 1 - \prod_{k=1}^{H} (1 - h_k), \quad \operatorname{logit} h_{ik} ="
    r" a_{k} + c_{\text{age}} + x_i^\top \beta + e^{-k/3}\, x_i^\top \delta",
    origin="estimated",
)
CHURN_TIME = Formula(
    name="churn_expected_months",
    latex=r"\mathrm{E}[T \mid T \le H] = \frac{\sum_{k \le H} k\, f_k}{F_H},"
    r" \quad f_k = h_k \prod_{j < k} (1 - h_j)",
    origin="estimated",
)
CHURN_INTERVAL = Formula(
    name="churn_interval",
    latex=r"S_k^{e^{\pm z \sigma_k}}, \quad \sigma_k = s_H + (s_{36} - s_H)"
    r" \min\left(1, \max\left(0, \tfrac{\ln (k / 12)}{\ln 3}\right)\right),"
    r" \quad s_m = \operatorname{se}\big(\log(-\log S_m)\big)",
    origin="estimated",
)

LONGEST_MONTHS = 36
"""As far as a survival curve is drawn, and a median looked for."""

_FEWEST_EVENTS, _FEWEST_AT_RISK = 5, 100
_DRAWS = 40
_NEAR_MONTHS = 12
# Student's t, 97.5 %, by degrees of freedom 1-9.
_T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)


@dataclass(frozen=True)
class Banded:
    """A figure of each customer with its 95 % interval; NaN where undefined."""

    value: Floats
    low: Floats
    high: Floats


class DiscreteTimeHazard:
    """The chance to leave in each month ahead.

    Parameters
    ----------
    learner
        ``logistic`` (coefficients that can be read; interval by the delta method, customers as
        clusters) or ``boosting`` (trees; interval from ``refits`` refits on resampled customers).
    ridge
        Of the logistic learner: how strongly coefficients are drawn to nothing.
    seed
        Of the boosting learner's random numbers; the same seed gives the same model.
    has_interval
        Whether intervals are wanted; without them fitting is quicker and every bound is NaN.
    warm_start
        Whether another fit of the logistic learner on the same rows begins at the last solution.

    Attributes
    ----------
    observed_months_
        As many months ahead were observed often enough (5 who left, 100 at risk). What is said of
        later months extrapolates: the last observed month's hazard goes on.
    """

    def __init__(
        self,
        learner: Learner = "logistic",
        *,
        ridge: float = 300.0,
        refits: int = 6,
        seed: int = 0,
        has_interval: bool = True,
        warm_start: bool = False,
    ) -> None:
        self.learner = learner
        self.ridge = ridge
        self.refits = refits
        self.seed = seed
        self.has_interval = has_interval
        self.warm_start = warm_start

    def fit(self, episodes: Episodes, weights: Floats | None = None) -> Self:
        """Learn from episodes, each weighing 1 or as ``weights`` say (by the customer's value, say)."""
        own = np.ones(len(episodes.churned)) if weights is None else np.asarray(weights, dtype=np.float64)
        self.observed_months_ = observed_months(episodes)
        self.calibration_ = (0.0, 1.0)
        start = getattr(self, "coefficients_", None) if self.warm_start else None
        if start is None:
            self.encoder_ = Encoder.learned(episodes.standing.features)
        if self.learner == "logistic":
            rows = self._followed(episodes, own)
            self.coefficients_ = fit_logistic(rows, self.ridge, self.has_interval, start)
        else:
            self._fit_trees(episodes, own)
        return self

    def recalibrated(self, intercept: float, slope: float) -> Self:
        """Take from now on ``intercept + slope * logit`` as the logit of every month's hazard."""
        self._require_fitted()
        self.calibration_ = (intercept, slope)
        return self

    def hazards(self, standing: Standing, months: int = LONGEST_MONTHS) -> Floats:
        """Return the chance to leave in each month of who is still there; shape (n, months)."""
        self._require_fitted()
        if self.learner == "logistic":
            return self._calibrated(hazards(self.coefficients_, self._ahead(standing, months)))
        matrix = self.coded_.matrix(standing.features)
        found = boosted_hazards(self.trees_[0], standing, matrix, (months, self.observed_months_))
        return self._calibrated(found)

    def survival(self, standing: Standing, months: int = LONGEST_MONTHS) -> Floats:
        """Return the chance still to be a customer at the end of each month; shape (n, months)."""
        return survival_of(self.hazards(standing, months))

    def churn_probability(self, standing: Standing, horizon_months: int) -> Banded:
        """Return the chance to leave within the horizon."""
        return self.outlook(standing, horizon_months).churn_probability(horizon_months)

    def median_months(self, standing: Standing) -> Banded:
        """Return the months by which half would have left; NaN: less than an even chance in 36 months."""
        return self.outlook(standing, LONGEST_MONTHS).median_months()

    def expected_months(self, standing: Standing, horizon_months: int) -> Banded:
        """Return the expected months until leaving of those who leave within the horizon."""
        return self.outlook(standing, horizon_months).expected_months(horizon_months)

    def outlook(self, standing: Standing, horizon_months: int) -> Outlook:
        """Return everything that is said of customers, from which all horizons follow.

        The interval of a customer's curve has the relative error of the cumulative hazard within the
        horizon, and later that within 36 months; of who can't leave within the horizon the latter.
        """
        chance, errors = self.hazards(standing, LONGEST_MONTHS), self._errors(standing, horizon_months)
        late = self._errors(standing, LONGEST_MONTHS)
        errors = np.where(standing.entry_month > horizon_months, late, errors)
        return Outlook(chance, errors, np.fmax(errors, late))

    def other_hazards(self, standing: Standing, rng: Generator) -> tuple[list[Floats], float]:
        """Return the hazards of models as likely as this one, and what their spread is to be widened by.

        The logistic learner draws coefficients from their normal distribution, in pairs about the best;
        the boosting learner has its refits. None without an interval.
        """
        self._require_fitted()
        if self.learner == "logistic":
            ahead = self._ahead(standing, LONGEST_MONTHS)
            drawn = drawn_coefficients(self.coefficients_, _DRAWS, rng)
            return [self._calibrated(hazards(one, ahead)) for one in drawn], 1.0
        matrix = self.coded_.matrix(standing.features)
        months = (LONGEST_MONTHS, self.observed_months_)
        found = [boosted_hazards(trees, standing, matrix, months) for trees in self.trees_[1:]]
        if len(found) < 2:
            return [], 1.0
        return [self._calibrated(one) for one in found], widening(len(found))

    def _errors(self, standing: Standing, months: int) -> Floats:
        if self.learner == "logistic":
            return relative_errors(self.coefficients_, self._ahead(standing, months)) * self.calibration_[1]
        matrix = self.coded_.matrix(standing.features)
        logs = [
            np.log(np.maximum(_cumulative(boosted_hazards(trees, standing, matrix, (months, months))), 1e-9))
            for trees in self.trees_[1:]
        ]
        if len(logs) < 2:
            return np.full(len(matrix), np.nan)
        return np.asarray(np.std(logs, axis=0, ddof=1) * widening(len(logs)) * self.calibration_[1])

    def _calibrated(self, chance: Floats) -> Floats:
        intercept, slope = self.calibration_
        if (intercept, slope) == (0.0, 1.0):
            return chance
        inside = np.clip(chance, 1e-12, 1.0 - 1e-12)
        moved = expit(intercept + slope * np.log(inside / (1.0 - inside)))
        return np.where(chance > 0.0, moved, 0.0)

    def _followed(self, episodes: Episodes, weights: Floats) -> Followed:
        standing = episodes.standing
        return Followed(
            matrix=self.encoder_.matrix(standing.features),
            leads=LeadMonths(standing.entry_month, standing.contract_age_months),
            duration_months=episodes.duration_months,
            churned=episodes.churned,
            weights=weights,
            customer=episodes.customer,
        )

    def _ahead(self, standing: Standing, months: int) -> Ahead:
        leads = LeadMonths(standing.entry_month, standing.contract_age_months)
        return Ahead(self.encoder_.matrix(standing.features), leads, months, self.observed_months_)

    def _fit_trees(self, episodes: Episodes, weights: Floats) -> None:
        rng = default_rng(self.seed)
        kept = list(self.encoder_.columns)
        self.coded_ = Coded.learned(episodes.standing.features, kept)
        matrix = self.coded_.matrix(episodes.standing.features)
        self.trees_: list[Any] = [fit_boosted(episodes, matrix, weights, rng)]
        everybody = int(episodes.customer.max(initial=0)) + 1
        for _ in range(self.refits if self.has_interval else 0):
            # A customer drawn twice weighs double, one not drawn nothing.
            times = np.bincount(rng.integers(everybody, size=everybody), minlength=everybody)
            drawn = times[episodes.customer] > 0
            own = weights[drawn] * times[episodes.customer[drawn]]
            self.trees_.append(fit_boosted(episodes.rows(drawn), matrix[drawn], own, rng))

    def _require_fitted(self) -> None:
        if not hasattr(self, "encoder_"):
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("error.model_not_fitted")


@dataclass(frozen=True)
class Outlook:
    """The hazards of customers (n, months), and the relative error of their cumulative hazard (n,).

    ``relative_error`` holds within 12 months; from there to ``late_error``, that within 36 months and
    never the smaller one, it grows with the logarithm of time. ``others`` are the factors by which other
    models, as likely as this one, would multiply it (models, n); None where the model itself is to be
    asked for its like.
    """

    chance: Floats
    relative_error: Floats
    late_error: Floats
    others: Floats | None = None

    @classmethod
    def of_curves(cls, stays: Floats, relative_error: Floats, late_error: Floats) -> Outlook:
        """Return the outlook that has these survival curves (n, months), as an assessment keeps them."""
        before = np.column_stack([np.ones(len(stays)), stays[:, :-1]])
        chance = np.divide(before - stays, before, out=np.ones_like(stays), where=before > 0.0)
        return cls(chance, relative_error, late_error)

    def survival(self) -> Floats:
        """Return the chance still to be a customer at the end of each month."""
        return survival_of(self.chance)

    def cumulative_hazard(self, horizon_months: int) -> Floats:
        """Return ``-log S`` at the horizon."""
        return _cumulative(self.chance[:, :horizon_months])

    def churn_probability(self, horizon_months: int) -> Banded:
        """Return the chance to leave within the horizon."""
        return self._banded(lambda stays: 1.0 - stays[:, horizon_months - 1])

    def median_months(self) -> Banded:
        """Return the month in which the chance to stay falls to one half; NaN where it doesn't.

        Any of the three may lie beyond the last month: an upper bound of NaN beside a lower one that
        is known is an open interval.
        """
        return self._banded(_median)

    def survival_band(self) -> Banded:
        """Return the chance still to be a customer at the end of each month; shapes (n, months)."""
        return self._banded(lambda stays: stays)

    def expected_months(self, horizon_months: int) -> Banded:
        """Return ``E[T | T <= H]``; NaN where leaving within the horizon isn't possible."""
        return self._banded(lambda stays: _expected(stays[:, :horizon_months]))

    def _errors(self) -> Floats:
        """Return the relative error of the cumulative hazard within each month, (n, months)."""
        growth = (self.late_error - self.relative_error)[:, None] * _lateness(self.chance.shape[1])
        return np.asarray(self.relative_error[:, None] + growth)

    def _banded(self, figure: Any) -> Banded:
        stays = self.survival()
        wide = np.exp(Z_95 * self._errors())
        # Where hardly anybody leaves any more, a growing error mustn't bring anybody back.
        longest = np.minimum.accumulate(stays ** (1.0 / wide), axis=1)
        found = np.stack([figure(longest), figure(stays**wide)])
        value = figure(stays)
        # A bound beyond the last month is unknown: the interval is open there, and above only.
        return Banded(value, np.fmin(found[0], found[1]), np.maximum(found[0], found[1]))


def _lateness(months: int) -> Floats:
    """Return how far each month lies on the way from 12 months to 36, on a scale of logarithms, 0 to 1."""
    month = np.arange(1.0, months + 1.0)
    return np.asarray(np.clip(np.log(month / _NEAR_MONTHS) / np.log(LONGEST_MONTHS / _NEAR_MONTHS), 0.0, 1.0))


def survival_of(chance: Floats) -> Floats:
    """Return the survival curves of hazards; shape (n, months)."""
    return np.asarray(np.cumprod(1.0 - chance, axis=1))


def observed_months(episodes: Episodes) -> int:
    """Return how many months ahead were observed often enough, one at least."""
    last = int(episodes.duration_months.max(initial=1))
    left = np.bincount(episodes.duration_months[episodes.churned], minlength=last + 1)
    followed = np.bincount(episodes.duration_months, minlength=last + 1)[::-1].cumsum()[::-1]
    enough = np.flatnonzero((left >= _FEWEST_EVENTS) & (followed >= _FEWEST_AT_RISK))
    return int(enough.max(initial=1))


def widening(refits: int) -> float:
    """Return Student's t over the normal quantile, for a spread told by so many refits."""
    return float(_T_95[min(refits - 1, len(_T_95)) - 1] / Z_95)


def _cumulative(chance: Floats) -> Floats:
    return np.asarray(-np.log1p(-np.minimum(chance, 1.0 - 1e-12)).sum(axis=1))


def _median(stays: Floats) -> Floats:
    below = stays <= 0.5
    return np.where(below.any(axis=1), below.argmax(axis=1) + 1.0, np.nan)


def _expected(stays: Floats) -> Floats:
    before = np.column_stack([np.ones(len(stays)), stays[:, :-1]])
    leaves = before - stays
    total = leaves.sum(axis=1)
    months = leaves @ np.arange(1.0, stays.shape[1] + 1.0)
    return np.asarray(np.divide(months, total, out=np.full(len(stays), np.nan), where=total > 0.0))
