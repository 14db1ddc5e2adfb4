"""How does retention by tenure look, and how much of its rise may come from mixing alone?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import Card, Fact, lacking
from engine.clv.contract_cohorts import MINIMUM_CUSTOMERS, MINIMUM_ENDS, ContractCohorts
from engine.clv.retention import BetaDiscreteWeibull, ShiftedBetaGeometric

Floats = NDArray[np.float64]

_AHEAD = 12
# Retention of a period is told from so many customers at its start.
_FEWEST = 30


def cohort_tables(found: ContractCohorts) -> dict[str, pd.DataFrame]:
    """Return the cohorts, and retention by period: seen, and as both models have it.

    Returns
    -------
    contract_cohorts
        ``first_day`` (of the quarter), ``period``, ``survivors``.
    contract_retention
        ``period``, ``customers`` at its start, ``retention_rate`` and ``survival_share`` seen (NaN
        below 30 customers at a start), ``geometric_…`` by mixing alone, ``weibull_…`` where a
        customer's own chance to leave may change; twelve periods beyond what was seen. Empty below
        the gates.
    """
    rows = [
        (cohort.first_day, period, survivors)
        for cohort in found.cohorts
        for period, survivors in enumerate(cohort.survivors, cohort.first_period)
    ]
    cohorts = pd.DataFrame(rows, columns=["first_day", "period", "survivors"])
    cohorts["first_day"] = pd.to_datetime(cohorts["first_day"]).astype("datetime64[s]")
    return {"contract_cohorts": cohorts, "contract_retention": _retention(found)}


def cohort_card(found: ContractCohorts) -> Card:
    """Return what the cohorts say of themselves: enough data, and whether the forecast held."""
    name = "contract_cohorts"
    if found.customers < MINIMUM_CUSTOMERS:
        return lacking(name, "customers", found.customers, MINIMUM_CUSTOMERS)
    if found.geometric is None:
        return lacking(name, "ends", found.ends, MINIMUM_ENDS)
    facts: dict[str, Fact] = {"customers": found.customers, "ends": found.ends}
    forecast = found.checked.get("geometric")
    if forecast is None:
        return Card(name, "ok", {**facts, "variant": "unchecked"})
    predicted = forecast.predicted
    holds = predicted.low <= forecast.actual <= predicted.high
    facts |= {
        "variant": "within" if holds else "off",
        "months": forecast.periods * found.period_months,
        "predicted": round(predicted.value),
        "low": round(predicted.low),
        "high": round(predicted.high),
        "actual": round(forecast.actual),
    }
    return Card(name, "ok", facts)


def _retention(found: ContractCohorts) -> pd.DataFrame:
    models: Mapping[str, ShiftedBetaGeometric | BetaDiscreteWeibull | None] = {
        "geometric": found.geometric,
        "weibull": found.weibull,
    }
    names = [f"{model}_{figure}" for model in models for figure in ("retention_rate", "survival_share")]
    columns = ["period", "customers", "retention_rate", "survival_share", *names]
    if found.geometric is None or found.weibull is None:
        return pd.DataFrame(columns=columns, dtype="float64")
    longest = max(cohort.last_period for cohort in found.cohorts)
    periods = np.arange(1.0, longest + _AHEAD + 1.0)
    table = pd.DataFrame({"period": periods, **_seen(found, len(periods))})
    for name, model in models.items():
        if model is not None:
            table[f"{name}_retention_rate"] = model.retention_rate(periods)
            table[f"{name}_survival_share"] = model.survival(periods)
    return table[columns]


def _seen(found: ContractCohorts, periods: int) -> dict[str, Floats]:
    """Return retention over all cohorts that were seen through each period, and its product."""
    begun, stayed = np.zeros(periods), np.zeros(periods)
    for cohort in found.cohorts:
        through = slice(cohort.first_period, cohort.last_period)
        begun[through] += cohort.survivors[:-1]
        stayed[through] += cohort.survivors[1:]
    rate = np.where(begun >= _FEWEST, stayed / np.maximum(begun, 1.0), np.nan)
    # After a gap nothing can be said of the share of all.
    return {"customers": begun, "retention_rate": rate, "survival_share": np.cumprod(rate)}
