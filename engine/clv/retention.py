"""Of customers who renew or don't, how many stay how long, and what is one of so many years worth?

Retention that rises with tenure may come from mixing alone: those ready to leave go first, and
those who are left were always the loyal ones. Both models have nobody grow more loyal; in the
beta-discrete-Weibull a customer's own chance to leave may change with time (c ≠ 1).
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.clv.estimator import LikelihoodModel
from engine.clv.maximum import Maximum, maximise, numeric_curve
from engine.errors import ContractBrokenError, SettingOutOfRangeError
from engine.formulas import Formula

Floats = NDArray[np.float64]

SHIFTED_BETA_GEOMETRIC = Formula(
    name="shifted_beta_geometric",
    latex=r"S(t) = \frac{B(\alpha, \beta + t)}{B(\alpha, \beta)}, \quad"
    r" r_t = \frac{\beta + t - 1}{\alpha + \beta + t - 1}",
    source="Fader & Hardie (2007), Journal of Interactive Marketing 21(1), eq. 6 and 8",
    origin="estimated",
)
BETA_DISCRETE_WEIBULL = Formula(
    name="beta_discrete_weibull",
    latex=r"S(t) = \frac{B(\alpha, \beta + t^c)}{B(\alpha, \beta)}, \quad r_t = \frac{S(t)}{S(t - 1)}",
    source="Fader, Hardie, Liu, Davin & Steenburgh (2018), Journal of Interactive Marketing 43, eq. 6",
    origin="estimated",
)
RESIDUAL_LIFETIME = Formula(
    name="residual_lifetime",
    latex=r"\mathrm{DERL}(n) = \sum_{t \ge n} \frac{S(t)}{S(n - 1)}\,\frac{1}{(1 + d)^{t - n}}",
    source="Fader & Hardie (2010), Marketing Science 29(1), eq. 6",
    origin="estimated",
)

_FORGOTTEN = 1e-13
# Likelihood ratio against customers who are all alike, on the boundary: half of chi-squared, 1 %.
_LEAST_GAIN = 5.41
_LONGEST = 200_000


class _Retention(LikelihoodModel):
    """What both share: all follows from the survival function of a cohort."""

    def fit(self, survivors: ArrayLike) -> Self:
        """Fit to how many of a cohort are left after 0, 1, 2 … periods.

        Parameters
        ----------
        survivors
            Shape (periods + 1,), never rising; or (cohorts, periods + 1) for cohorts with the same
            behaviour, NaN where a cohort hasn't come so far, and in the periods before anybody
            kept count: who had left by then is not in the numbers, and isn't taken to have stayed.

        Raises
        ------
        ContractBrokenError
            Numbers rise, are negative, or hold fewer than two periods.
        """
        cohorts = _checked(survivors)
        lost = np.nansum(cohorts[:, :-1] - cohorts[:, 1:], axis=0)
        known, rows, size = ~np.isnan(cohorts), np.arange(len(cohorts)), cohorts.shape[1]
        first, last = known.argmax(axis=1), size - 1 - known[:, ::-1].argmax(axis=1)
        # Those counted at first are known to have stayed until then: conditioned on, not predicted.
        staying = np.bincount(last, cohorts[rows, last], size) - np.bincount(
            first, cohorts[rows, first], size
        )
        periods = np.arange(size, dtype=np.float64)

        def log_likelihood(logs: Floats) -> float:
            logs_left = self._log_survival(periods, np.exp(logs))
            # log(S(t - 1) - S(t)), where neither may be lost to the other.
            died = logs_left[:-1] + np.log(-np.expm1(np.minimum(np.diff(logs_left), -1e-300)))
            return float(lost @ died + staying @ logs_left)

        found = maximise(numeric_curve(log_likelihood), np.zeros(len(self.names)))
        stayed = np.nansum(np.where(known[:, :-1], cohorts[:, 1:], np.nan))
        return self._told(found, float(lost.sum()), float(stayed))

    def _told(self, found: Maximum, lost: float, stayed: float) -> Self:  # noqa: ARG002 - for who asks
        return self._learn(found)

    def survival(self, period: ArrayLike) -> Floats:
        """Return the share (0-1) of a cohort that is left after ``period`` periods, shape (n,)."""
        return np.exp(self._log_survival(_periods(period, 0.0), self.parameters))

    def retention_rate(self, period: ArrayLike) -> Floats:
        """Return the share (0-1) of those who began ``period`` (1, 2 …) that stay on after it."""
        times = _periods(period, 1.0)
        parameters = self.parameters
        rate: Floats = np.exp(
            self._log_survival(times, parameters) - self._log_survival(times - 1.0, parameters)
        )
        return rate

    def discounted_expected_residual_lifetime(self, period: ArrayLike, discount_rate: float) -> Floats:
        """Return the periods to come of a customer at the end of ``period`` (1, 2 …), shape (n,).

        Standing just before the renewal; the first period to come isn't discounted.
        ``discount_rate`` is per period and above 0. Source: Fader & Hardie (2010), eq. 6.
        """
        if not discount_rate > 0.0:
            raise SettingOutOfRangeError(
                "error.setting_out_of_range", setting="discount_rate", value=discount_rate
            )
        times = _periods(period, 1.0)
        long = min(_LONGEST, int(np.ceil(np.log(_FORGOTTEN) / -np.log1p(discount_rate))))
        ahead = np.arange(long, dtype=np.float64)
        known, place = np.unique(times, return_inverse=True)
        parameters = self.parameters
        logs = self._log_survival(known[:, None] + ahead, parameters)
        begun = self._log_survival(known - 1.0, parameters)
        worth = np.exp(logs - begun[:, None]) @ (1.0 + discount_rate) ** -ahead
        found: Floats = worth[place]
        return found

    def _log_survival(self, period: Floats, parameters: Floats) -> Floats:
        raise NotImplementedError


class ShiftedBetaGeometric(_Retention):
    """Shifted beta-geometric model of retention with parameters alpha, beta.

    Attributes
    ----------
    is_mixing_seen_ : bool
        Whether customers differ, as far as the data tell. If not, alpha and beta run off together:
        only their ratio, the odds to leave, is known, and neither has a standard error.

    Source: Fader & Hardie (2007), "How to project customer retention", Journal of Interactive
    Marketing 21(1), 76-90.
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def _told(self, found: Maximum, lost: float, stayed: float) -> Self:
        """Learn, and hold the maximum against that of customers who are all alike."""
        alike = _log_likelihood_alike(lost, stayed)
        self._learn(found)
        self.is_mixing_seen_ = 2.0 * (found.value - alike) >= _LEAST_GAIN
        if not self.is_mixing_seen_:
            self.covariance_ = np.diag([1.0 / max(lost, 1.0) + 1.0 / max(stayed, 1.0), 0.0])
            self.standard_errors_ = MappingProxyType(dict.fromkeys(self.names, math.nan))
        return self

    def _log_survival(self, period: Floats, parameters: Floats) -> Floats:
        return _log_beta_ratio(parameters[0], parameters[1], period)


class BetaDiscreteWeibull(_Retention):
    """Beta-discrete-Weibull model of retention with parameters alpha, beta, c; c = 1 is the sBG.

    Source: Fader, Hardie, Liu, Davin & Steenburgh (2018), Journal of Interactive Marketing 43, 1-16.
    """

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "c")

    def _log_survival(self, period: Floats, parameters: Floats) -> Floats:
        return _log_beta_ratio(parameters[0], parameters[1], period ** parameters[2])


def _log_likelihood_alike(lost: float, stayed: float) -> float:
    """Return the log-likelihood of one chance to leave for everybody, in every period."""
    share = lost / max(lost + stayed, 1.0)
    return sum(count * math.log(part) for count, part in ((lost, share), (stayed, 1.0 - share)) if count)


def _log_beta_ratio(alpha: float, beta: float, steps: Floats) -> Floats:
    from scipy.special import betaln

    ratio: Floats = betaln(alpha, beta + steps) - betaln(alpha, beta)
    return ratio


def _periods(period: ArrayLike, first: float) -> Floats:
    times = np.atleast_1d(np.asarray(period, dtype=np.float64))
    if not (times >= first).all():
        raise SettingOutOfRangeError("error.setting_out_of_range", setting="period", value=float(times.min()))
    return times


def _checked(survivors: ArrayLike) -> Floats:
    cohorts = np.atleast_2d(np.asarray(survivors, dtype=np.float64))
    known = ~np.isnan(cohorts)
    steps = known[:, 1:] & known[:, :-1]
    falls = (np.diff(np.where(known, cohorts, 0.0), axis=1) <= 0) | ~steps
    # One stretch of numbers a cohort, of two or more.
    stretches = known[:, 0] + (known[:, 1:] & ~known[:, :-1]).sum(axis=1)
    whole = steps.any(axis=1).all() and (stretches == 1).all()
    if not (whole and falls.all() and (cohorts[known] >= 0).all()):
        raise ContractBrokenError("error.survivors_impossible", rows=cohorts.size)
    return cohorts
