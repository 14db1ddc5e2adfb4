"""Of those who signed in one quarter, how many are still there, and how will that go on?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.clv.retention import BetaDiscreteWeibull, ShiftedBetaGeometric
from engine.clv.totals import parameter_variance, sum_estimate
from engine.estimate import Estimate

Floats = NDArray[np.float64]

MINIMUM_CUSTOMERS = 100
MINIMUM_ENDS = 30
DAYS_PER_MONTH = 365.25 / 12.0
_SHORTEST = 3
_SOON_DAYS = 92
# Likelihood ratio of one parameter more: chi-squared with 1 degree of freedom, 1 %.
_LEAST_GAIN = 6.63


@dataclass(frozen=True)
class Cohort:
    """Customers whose first contract began in one quarter: ``survivors`` after so many periods.

    The first number is that of ``first_period`` (0 where ends were on record from the start), the
    last that of the last period that all of them could have completed.
    """

    first_day: dt.date
    first_period: int
    survivors: Floats

    @property
    def last_period(self) -> int:
        """The last period that is known."""
        return self.first_period + len(self.survivors) - 1


@dataclass(frozen=True)
class CohortForecast:
    """Survivors foretold ``periods`` ahead from what was known then, beside those there are.

    ``counted`` were there then, by cohort; ``said`` the share that was foretold to stay, ``stayed`` how
    many did.
    """

    periods: int
    predicted: Estimate
    counted: Floats
    said: Floats
    stayed: Floats

    @property
    def actual(self) -> float:
        """How many of all cohorts stayed."""
        return float(self.stayed.sum())

    @property
    def bias(self) -> Estimate:
        """Foretold over actual less 1, with the forecast's interval."""
        value, low, high = (
            part / self.actual - 1.0
            for part in (self.predicted.value, self.predicted.low, self.predicted.high)
        )
        return Estimate(value, low, high, self.predicted.n)


@dataclass(frozen=True)
class ContractCohorts:
    """Cohorts and both models fitted to all of them together; ``None`` below the gates.

    ``customers`` have a known start, ``ends`` of them have left; ``each`` says by customer which periods
    are counted (``counted_periods``). The models say what comes of
    mixing alone (shifted beta-geometric) and of loyalty that changes with time as well
    (beta-discrete-Weibull); ``checked`` holds each against the last periods, by name.
    """

    cohorts: tuple[Cohort, ...]
    period_months: int
    customers: int
    ends: int
    each: pd.DataFrame
    geometric: ShiftedBetaGeometric | None
    weibull: BetaDiscreteWeibull | None
    checked: dict[str, CohortForecast]

    @property
    def finding(self) -> str:
        """What retention by tenure comes from, as a code; empty below the gates.

        ``rising``, ``falling``: a customer's own chance to leave does so with tenure, beyond what mixing
        explains (likelihood ratio of both models); else ``mixing``, or ``alike`` where none shows.
        """
        if self.geometric is None or self.weibull is None:
            return ""
        if 2.0 * (self.weibull.log_likelihood_ - self.geometric.log_likelihood_) >= _LEAST_GAIN:
            return "rising" if self.weibull.params_["c"] > 1.0 else "falling"
        return "mixing" if self.geometric.is_mixing_seen_ else "alike"


def contract_cohorts(contracts: pd.DataFrame, as_of: dt.date, period_months: int = 1) -> ContractCohorts:
    """Return the survival of contract customers by the quarter of their first contract.

    Parameters
    ----------
    contracts
        ``engine.contracts.RELATION_COLUMNS["contracts"]``, as known at ``as_of``. Customers whose
        start is unknown or estimated are left out: nobody knows how long they have been there.
        Where the first end on record comes more than a quarter after the first start, nobody
        kept count before: older cohorts are followed from then on, since who had left by then is
        missing from the file.
    period_months
        Length of a period: 1 where customers may leave any month, 12 where contracts run a year.
    """
    bound = _bound(contracts, as_of)
    cohorts = tuple(_cohorts(bound, as_of, period_months))
    ends = int(bound["end"].notna().sum())
    longest = max((len(cohort.survivors) for cohort in cohorts), default=0)
    if len(bound) < MINIMUM_CUSTOMERS or ends < MINIMUM_ENDS or longest < _SHORTEST:
        each = counted_periods(bound, cohorts, period_months)
        return ContractCohorts(cohorts, period_months, len(bound), ends, each, None, None, {})
    table = _table(cohorts)
    ahead = min(12 // period_months or 1, (longest - 1) // 3)
    checked = {
        name: found
        for name, model in (("geometric", ShiftedBetaGeometric()), ("weibull", BetaDiscreteWeibull()))
        if (found := _checked(model, table, ahead)) is not None
    }
    return ContractCohorts(
        cohorts,
        period_months,
        len(bound),
        ends,
        counted_periods(bound, cohorts, period_months, ahead),
        ShiftedBetaGeometric().fit(table),
        BetaDiscreteWeibull().fit(table),
        checked,
    )


def counted_periods(
    bound: pd.DataFrame, cohorts: tuple[Cohort, ...], period_months: int, ahead: int = 0
) -> pd.DataFrame:
    """Return which periods count each customer: ``first last left foretold``, from 1, by customer id.

    ``bound`` as ``_bound`` returns it. In each period from ``first`` to ``last`` the customer was there at
    its beginning; ``left`` is the one in which they left, NaN of who didn't; ``foretold`` is the first of
    the ``ahead`` periods for which ``CohortForecast`` counts them, NaN of whom it doesn't. All are NaN of
    whom none is counted.
    """
    stayed = _stayed(bound, period_months)
    found = pd.DataFrame(np.nan, index=bound.index, columns=["first", "last", "left", "foretold"])
    quarters = bound["start"].dt.to_period("Q")
    for cohort in cohorts:
        own = stayed[(quarters == pd.Period(cohort.first_day, "Q")) & (stayed >= cohort.first_period)]
        ended = np.floor(own) + 1.0
        found.loc[own.index, "first"] = cohort.first_period + 1.0
        found.loc[own.index, "last"] = ended.clip(upper=cohort.last_period)
        found.loc[own.index, "left"] = ended.where(ended <= cohort.last_period)
        began = cohort.last_period - ahead
        if ahead and began > cohort.first_period:
            found.loc[own.index[own >= began], "foretold"] = began + 1.0
    return found


def recorded_from(starts: pd.Series[pd.Timestamp], ends: pd.Series[pd.Timestamp]) -> pd.Timestamp:
    """Return since when ends are on record: the first end, or the first start where that came soon after."""
    start, end = starts.min(), ends.min()
    soon = pd.isna(end) or (end - start).days <= _SOON_DAYS
    return pd.Timestamp(start if soon else end)


def _bound(contracts: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return start and end by customer; the end is that of the last contract, NaT while one runs."""
    day = pd.Timestamp(as_of)
    known = contracts[contracts["customer_id"].notna() & (contracts["start_day"] <= day)]
    vague = known["start_day"].isna() | known["is_start_estimated"].eq(1.0)
    owner = known["customer_id"]
    known = known[~vague.groupby(owner).transform("any")]
    ends = known["end_day"].where(known["end_day"] <= day)
    owner = known["customer_id"]
    running = ends.isna().groupby(owner).any()
    return pd.DataFrame(
        {
            "start": known.groupby("customer_id")["start_day"].min(),
            "end": ends.groupby(owner).max().where(~running),
        }
    )


def _cohorts(bound: pd.DataFrame, as_of: dt.date, period_months: int) -> list[Cohort]:
    if bound.empty:
        return []
    day, length = pd.Timestamp(as_of), period_months * DAYS_PER_MONTH
    stayed = _stayed(bound, period_months)
    recorded = recorded_from(bound["start"], bound["end"])
    found = []
    for quarter, members in bound.groupby(bound["start"].dt.to_period("Q")):
        whole = int((day - members["start"].max()).days / length)
        first = max(0, math.ceil((recorded - members["start"].min()).days / length))
        periods = np.arange(float(first), whole + 1.0)
        survivors = (stayed[members.index].to_numpy()[:, None] >= periods).sum(axis=0)
        if len(periods) > 1:
            found.append(Cohort(quarter.start_time.date(), int(periods[0]), survivors.astype(np.float64)))
    return found


def _stayed(bound: pd.DataFrame, period_months: int) -> pd.Series[float]:
    """Return for how many periods each was there; who left in their first has completed none."""
    end = bound["end"].fillna(pd.Timestamp.max.floor("D").as_unit("s"))
    periods: pd.Series[float] = (end - bound["start"]).dt.days / (period_months * DAYS_PER_MONTH)
    return periods


def _table(cohorts: tuple[Cohort, ...]) -> Floats:
    table = np.full((len(cohorts), max(cohort.last_period for cohort in cohorts) + 1), np.nan)
    for row, cohort in zip(table, cohorts, strict=True):
        row[cohort.first_period : cohort.last_period + 1] = cohort.survivors
    return table


def _checked(
    model: ShiftedBetaGeometric | BetaDiscreteWeibull, table: Floats, ahead: int
) -> CohortForecast | None:
    """Return the forecast ``ahead`` periods from what each cohort showed so many periods earlier."""
    counted = ~np.isnan(table)
    first, last = counted.argmax(axis=1), table.shape[1] - 1 - counted[:, ::-1].argmax(axis=1)
    old = last - ahead > first
    if not old.any():
        return None
    table, now = table[old], last[old]
    known = np.where(np.arange(table.shape[1]) <= (now - ahead)[:, None], table, np.nan)
    rows = np.arange(len(table))
    start, end = table[rows, now - ahead], table[rows, now]
    fitted = model.fit(known[:, : int((now - ahead).max()) + 1])

    def stays(parameters: Floats) -> Floats:
        moved = fitted.with_parameters(**dict(zip(fitted.names, parameters, strict=True)))
        share: Floats = moved.survival(now) / moved.survival(now - ahead)
        return share

    share = stays(fitted.parameters)
    shared = parameter_variance(
        lambda parameters: np.array([start @ stays(parameters)]), fitted.parameters, fitted.covariance_
    )
    luck = float(start @ (share * (1.0 - share)))
    predicted = sum_estimate(float(start @ share), (float(shared[0]), luck), int(start.sum()))
    return CohortForecast(ahead, predicted, start, share, end)
