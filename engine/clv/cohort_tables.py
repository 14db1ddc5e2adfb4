"""How does retention by tenure look, and how much of its rise may come from mixing alone?"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.survival_curve import product_limit
from engine.clv.contract_cohorts import DAYS_PER_MONTH, ContractCohorts
from engine.clv.retention import BetaDiscreteWeibull, ShiftedBetaGeometric
from engine.clv.tenure import residual_months, retention_by_tenure
from engine.rates import share_estimate

Floats = NDArray[np.float64]
Models = Mapping[str, ShiftedBetaGeometric | BetaDiscreteWeibull]

_AHEAD = 12
# Retention of a period is told from so many customers at its start.
_FEWEST = 30


@dataclass(frozen=True)
class BoundNow:
    """Customers who are bound today, as the model of single customers has them.

    ``started`` holds days, shape (n,); ``stays`` the chance to be there still after 1 .. 36 months,
    shape (n, 36).
    """

    as_of: dt.date
    started: NDArray[np.datetime64]
    stays: Floats
    discount_rate_per_year: float

    @property
    def tenure_months(self) -> Floats:
        """Completed months under contract, with their fraction."""
        days = (np.datetime64(self.as_of, "D") - self.started.astype("datetime64[D]")).astype(np.float64)
        months: Floats = days / DAYS_PER_MONTH
        return months


def cohort_tables(found: ContractCohorts, now: BoundNow) -> dict[str, pd.DataFrame]:
    """Return the cohorts, retention by period (seen, and as three models have it), and the models.

    Periods are months. ``geometric`` is mixing alone, ``weibull`` has a customer's own chance to leave
    change with tenure, ``hazard`` is the model of single customers. All but the first are empty below
    the gates of the cohorts.

    Returns
    -------
    contract_cohorts
        ``first_day`` (of the quarter), ``period``, ``survivors``.
    contract_retention
        ``period``, ``customers`` at its start, ``stayed``, ``retention_rate`` with its interval and
        ``survival_share`` with its own seen (NaN below 30 customers at a start);
        ``<model>_retention_rate`` and ``<model>_survival_share``, twelve periods beyond what was seen.
    contract_cohorts_now
        A row a cohort: ``first_day``, ``counted`` at ``first_period``, ``period`` up to which they are
        known, ``survivors``, their ``share`` and ``<model>_share`` of those counted; ``<model>_months``
        to come of one who is still there, discounted.
    contract_models
        ``model``, ``name`` of a parameter or of ``log_likelihood``, ``value``, ``error``.
    """
    rows = [
        (cohort.first_day, period, survivors)
        for cohort in found.cohorts
        for period, survivors in enumerate(cohort.survivors, cohort.first_period)
    ]
    cohorts = pd.DataFrame(rows, columns=["first_day", "period", "survivors"])
    cohorts["first_day"] = pd.to_datetime(cohorts["first_day"]).astype("datetime64[s]")
    if found.geometric is None or found.weibull is None:
        return {"contract_cohorts": cohorts}
    models: Models = {"geometric": found.geometric, "weibull": found.weibull}
    return {
        "contract_cohorts": cohorts,
        "contract_retention": _retention(found, models, now),
        "contract_cohorts_now": _cohorts_now(found, models, now),
        "contract_models": _parameters(models),
    }


def _retention(found: ContractCohorts, models: Models, now: BoundNow) -> pd.DataFrame:
    longest = max(cohort.last_period for cohort in found.cohorts)
    periods = np.arange(1.0, longest + _AHEAD + 1.0)
    table = pd.DataFrame({"period": periods, **_seen(found, len(periods))})
    for name, model in models.items():
        table[f"{name}_retention_rate"] = model.retention_rate(periods)
        table[f"{name}_survival_share"] = model.survival(periods)
    own = retention_by_tenure(now.tenure_months, now.stays).reindex(periods)
    rate = own["retention_rate"].where(own["customers"] >= _FEWEST).to_numpy(dtype=np.float64)
    # After a gap nothing can be said of the share of all.
    return table.assign(hazard_retention_rate=rate, hazard_survival_share=np.cumprod(rate))


def _seen(found: ContractCohorts, periods: int) -> dict[str, Floats]:
    """Return retention over all cohorts that were seen through each period, and its product."""
    begun, stayed = np.zeros(periods), np.zeros(periods)
    for cohort in found.cohorts:
        through = slice(cohort.first_period, cohort.last_period)
        begun[through] += cohort.survivors[:-1]
        stayed[through] += cohort.survivors[1:]
    rates = [share_estimate(int(left), int(n), _FEWEST) for left, n in zip(stayed, begun, strict=True)]
    rate, low, high = (np.array([getattr(one, name) for one in rates]) for name in ("value", "low", "high"))
    survival, share_low, share_high = product_limit(np.where(begun >= _FEWEST, begun, 0.0), stayed)
    return {
        "customers": begun,
        "stayed": stayed,
        "retention_rate": rate,
        "retention_rate_low": low,
        "retention_rate_high": high,
        "survival_share": survival,
        "survival_share_low": share_low,
        "survival_share_high": share_high,
    }


def _cohorts_now(found: ContractCohorts, models: Models, now: BoundNow) -> pd.DataFrame:
    monthly = (1.0 + now.discount_rate_per_year) ** (1.0 / 12.0) - 1.0
    months = residual_months(now.stays, now.discount_rate_per_year)
    began = pd.PeriodIndex(now.started.astype("datetime64[D]").astype("datetime64[s]"), freq="Q")
    by_quarter = pd.Series(months).groupby(began.start_time.to_numpy()).mean()
    rows = []
    for cohort in found.cohorts:
        first, last = np.array([cohort.first_period]), np.array([cohort.last_period])
        row = {
            "first_day": pd.Timestamp(cohort.first_day),
            "first_period": cohort.first_period,
            "counted": float(cohort.survivors[0]),
            "period": cohort.last_period,
            "survivors": float(cohort.survivors[-1]),
            "share": float(cohort.survivors[-1] / cohort.survivors[0]) if cohort.survivors[0] else math.nan,
        }
        for name, model in models.items():
            row[f"{name}_share"] = float((model.survival(last) / model.survival(first))[0])
            # Just before the renewal that ends the period they are in.
            row[f"{name}_months"] = float(
                model.discounted_expected_residual_lifetime(last + 1, monthly)[0] if monthly else math.nan
            )
        row["hazard_months"] = float(by_quarter.get(pd.Timestamp(cohort.first_day), math.nan))
        rows.append(row)
    return pd.DataFrame(rows).astype({"first_day": "datetime64[s]"})


def _parameters(models: Models) -> pd.DataFrame:
    rows = []
    for name, model in models.items():
        rows += [(name, one, value, model.standard_errors_[one]) for one, value in model.params_.items()]
        rows.append((name, "log_likelihood", model.log_likelihood_, math.nan))
    return pd.DataFrame(rows, columns=["model", "name", "value", "error"])
