"""What do the models of retention by cohort say of themselves, and did their forecast hold?"""

from __future__ import annotations

import datetime as dt

import numpy as np

from engine.cards import Bin, Card, Compared, Fact, Gate, ModelCard, lacking
from engine.clv.contract_cohorts import MINIMUM_CUSTOMERS, MINIMUM_ENDS, CohortForecast, ContractCohorts
from engine.rates import share_estimate

NAME = "contract_retention"
_NOT_FOR = ("single_customers", "other_company", "after_change")
_BINS = 10


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
        "counted": forecast.predicted.n,
        "predicted": round(predicted.value),
        "low": round(predicted.low),
        "high": round(predicted.high),
        "actual": round(forecast.actual),
    }
    return Card(name, "ok", facts)


def cohort_account(found: ContractCohorts, as_of: dt.date) -> ModelCard:
    """Return the account of both models; the simpler one is the default unless loyalty changes.

    Errors and calibration are those of the default on the last periods, which it hadn't seen.
    """
    gates = (
        Gate("bound_customers", found.customers, MINIMUM_CUSTOMERS),
        Gate("ends", found.ends, MINIMUM_ENDS),
    )
    if not found.finding:
        return ModelCard(NAME, "not_enough_data", gates=gates)
    default = "weibull" if found.finding in ("rising", "falling") else "geometric"
    checked = found.checked.get(default)
    facts: dict[str, Fact] = {
        "customers": found.customers,
        "ends": found.ends,
        "cohorts": len(found.cohorts),
        "finding": found.finding,
        "months": checked.periods * found.period_months if checked else 0,
    }
    compared = tuple(
        Compared(name, {"survivors_bias": one.bias}, is_default=name == default)
        for name, one in found.checked.items()
    )
    return ModelCard(
        name=NAME,
        data_from=min(cohort.first_day for cohort in found.cohorts),
        data_to=as_of,
        facts=facts,
        gates=gates,
        compared=compared,
        errors={"survivors_bias": checked.bias} if checked else {},
        calibration=_bins(checked) if checked else (),
        not_for=_NOT_FOR,
    )


def _bins(checked: CohortForecast) -> tuple[Bin, ...]:
    """Return cohorts of like forecasts: the share that was to leave, and that left."""
    order = np.argsort(-checked.said, kind="stable")
    bins = []
    for own in np.array_split(order, min(_BINS, len(order))):
        n, stayed = float(checked.counted[own].sum()), float(checked.stayed[own].sum())
        if not n:
            continue
        said = 1.0 - float(checked.counted[own] @ checked.said[own]) / n
        left = share_estimate(round(n - stayed), round(n), needed=1)
        bins.append(Bin(said, left.value, left.low, left.high, round(n)))
    return tuple(bins)
