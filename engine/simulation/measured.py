"""What does "go on as now" mean here: which parameters do the company's own records tell?

Everything looks at the 12 months up to the day, what offers achieve alone at all that is on file. What
the records don't tell keeps the default of ``engine.simulation.scenario``; ``origins`` names what was
measured, and from how many cases.
"""

from __future__ import annotations

import datetime as dt
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import PCG64, Generator

from engine.complaints.durations import handling_durations
from engine.contracts import VALUE_TIERS, Relations
from engine.months import months_before
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.recorded import pooled, trials
from engine.rescue.success import SuccessPrior, effect
from engine.simulation.parameters import PARAMETERS
from engine.simulation.population import Rates
from engine.simulation.scenario import ByTier, Scenario, Staff
from engine.simulation.working_hours import HOURS_PER_DAY, WorkingHours

FEWEST_CASES = 20
"""A share or a mean of fewer cases than these is not measured; the default stays."""
TYPED_TALK = {
    "told_by_leaver": "told_by_dissatisfied",
    "told_by_complainant": "told_by_dissatisfied",
    "told_by_satisfied": "told_by_satisfied",
}
"""Which rate of talk that is typed in Settings says how many a leaver or complainant tells."""
_YEAR = 12
_BUSY = 0.80
# Fewer helpful draws than this among all, and harm is beyond doubt.
_HARM = 0.025


@dataclass(frozen=True)
class Measured:
    """The base scenario of a company; ``origins`` maps a path to the number of cases behind it."""

    scenario: Scenario
    rates: Rates
    origins: dict[str, int] = field(default_factory=dict)


@dataclass
class _Findings:
    scenario: Scenario
    origins: dict[str, int]


def measured(customers: pd.DataFrame, relations: Relations, as_of: dt.date) -> Measured:
    """Return the base of a company: an assessment's customers and what is recorded beside them.

    Parameters
    ----------
    customers
        The assessment's frame, with ``customer_id``, ``value_tier`` and ``first_purchase_day``.
    relations
        Facts up to the day.
    """
    began = pd.Timestamp(months_before(as_of, _YEAR))
    found = _Findings(Scenario(), {})
    complaints = relations.complaints[relations.complaints["opened_at"] > began]
    _acquisition(found, customers, began)
    rates = _complaint_rates(found, customers, complaints)
    _handling(found, complaints, relations.complaint_events)
    rescues = relations.rescues[relations.rescues["day"] > began]
    _offers(found, rescues)
    _split(found, customers, rescues)
    _success(found, relations, as_of)
    _touches(found, relations.contacts[relations.contacts["day"] > began])
    _staff(found, len(complaints))
    return Measured(found.scenario, rates, found.origins)


def with_rules(found: Measured, settings: Mapping[str, Any]) -> Measured:
    """Return the base with what the user set for all of the app: the discount rate, and how many are told.

    ``settings`` are those of the assessment; rates of talk are in ``typed`` by ``talk.<name>``.
    """
    scenario, typed = found.scenario, settings.get("typed") or {}
    rate = settings.get("discount_rate_per_year", scenario.discount_rate_per_year)
    told: dict[str, Any] = {
        path: float(typed[f"talk.{name}"]) for path, name in TYPED_TALK.items() if f"talk.{name}" in typed
    }
    talk = replace(scenario.talk, **told)
    return replace(found, scenario=replace(scenario, discount_rate_per_year=float(rate), talk=talk))


def with_silence(found: Measured, silent_majority: pd.DataFrame | None) -> Measured:
    """Return the base with the share of the dissatisfied who complain, where surveys tell it.

    ``silent_majority`` is the frame of an assessment: ``figure``, ``value``, ``n``. It has been held
    against the literature's share there, which counts the less, the more of them were asked.
    """
    if silent_majority is None or silent_majority.empty:
        return found
    row = silent_majority[silent_majority["figure"].eq("complaint_share") & silent_majority["value"].notna()]
    if row.empty or row["n"].iloc[0] < FEWEST_CASES:
        return found
    path = "failures.complaint_share"
    share = min(max(float(row["value"].iloc[0]), PARAMETERS[path].low), PARAMETERS[path].high)
    failures = replace(found.scenario.failures, complaint_share=share)
    origins = {**found.origins, path: int(row["n"].iloc[0])}
    return replace(found, scenario=replace(found.scenario, failures=failures), origins=origins)


def _acquisition(found: _Findings, customers: pd.DataFrame, began: pd.Timestamp) -> None:
    new = int((customers["first_purchase_day"] > began).sum())
    scenario = found.scenario
    acquisition = replace(scenario.acquisition, customers_per_month=new / _YEAR)
    found.scenario = replace(scenario, acquisition=acquisition)
    found.origins["acquisition.customers_per_month"] = new


def _complaint_rates(found: _Findings, customers: pd.DataFrame, complaints: pd.DataFrame) -> Rates:
    """Return complaints per customer and month; tiers with few complaints get the company's own mean."""
    tier = customers.set_index("customer_id")["value_tier"]
    of_tier = tier.reindex(complaints["customer_id"]).value_counts()
    sizes = tier.value_counts()
    mean = len(complaints) / _YEAR / max(len(customers), 1)
    rates = {}
    for name in VALUE_TIERS:
        count, size = int(of_tier.get(name, 0)), int(sizes.get(name, 0))
        rates[name] = count / _YEAR / size if count >= FEWEST_CASES and size else mean
    found.origins["complaints_per_month"] = len(complaints)
    return Rates(complaints_per_month=rates)


def _handling(found: _Findings, complaints: pd.DataFrame, events: pd.DataFrame) -> None:
    """Measure the share in time and unanswered, the mean claim, and how many people answer."""
    if len(complaints) < FEWEST_CASES:
        return
    scenario = found.scenario
    own = events[events["complaint_id"].isin(complaints["complaint_id"])]
    claims = complaints["claim"].dropna()
    if len(claims) >= FEWEST_CASES:
        # Who claims nothing has no claim: the mean is over all complaints.
        mean = float(claims.sum()) / len(complaints)
        scenario = replace(scenario, complaints=replace(scenario.complaints, mean_claim=mean))
        found.origins["complaints.mean_claim"] = len(claims)
    resolved = own["state"].eq("resolved")
    if resolved.sum() >= FEWEST_CASES:
        opened = complaints.set_index("complaint_id")["opened_at"]
        days = handling_durations(own, opened)["resolve_days"].reindex(opened.index)
        deadline = scenario.complaints.deadline_days.platinum
        answered = days.dropna()
        failures = replace(
            scenario.failures,
            in_time_share_today=float((answered <= deadline).mean()),
            unanswered_share_today=float(days.isna().mean()),
        )
        rules = replace(
            scenario.complaints,
            unanswered_share=failures.unanswered_share_today,
            inquiry_days=_inquiry_days(failures.in_time_share_today, deadline, scenario.desk),
            # What was measured from receipt to answer holds escalations already.
            escalation_days=0.0,
        )
        scenario = replace(scenario, failures=failures, complaints=rules)
        for path in (
            "failures.in_time_share_today",
            "failures.unanswered_share_today",
            "complaints.unanswered_share",
            "complaints.inquiry_days",
            "complaints.escalation_days",
        ):
            found.origins[path] = len(days)
    people = own["resource"].dropna().nunique()
    if people:
        scenario = replace(scenario, desk=replace(scenario.desk, agents=int(people)))
        found.origins["desk.agents"] = int(people)
    found.scenario = scenario


def _inquiry_days(in_time_share: float, deadline_days: float, desk: Staff) -> float:
    """Return the mean of exponential times of which this share ends within what is left of the deadline.

    Taken off is the mean wait for the next opening and the desk's own work; at most a year.
    """
    if in_time_share >= 1.0:
        return 0.0
    week = np.arange(0.0, 7.0, 1.0 / 96.0)
    closed = WorkingHours(desk.hours_per_day, desk.days_per_week).openings(week) - week
    left = max(deadline_days - float(closed.mean()) - desk.hours_per_case / HOURS_PER_DAY, 0.1)
    return min(left / -math.log1p(-max(in_time_share, 1e-6)), 365.0)


def _offers(found: _Findings, rescues: pd.DataFrame) -> None:
    """Measure what offers cost, how many take them, and what is spent on them in a month."""
    made = rescues[~rescues["is_control"].eq(1.0)]
    scenario = found.scenario
    costs = made["cost"].dropna()
    if len(costs) >= FEWEST_CASES:
        budget = float(costs.sum()) / _YEAR
        measure = replace(scenario.retention.measures[0], contact_cost=0.0, offer_cost=float(costs.mean()))
        retention = replace(scenario.retention, budget_per_month=budget, measures=(measure,))
        scenario = replace(scenario, retention=retention)
        found.origins["retention.budget_per_month"] = len(costs)
        found.origins["retention.measures.0.offer_cost"] = len(costs)
    accepted = made["accepted"].dropna()
    if len(accepted) >= FEWEST_CASES:
        # Who accepts may have stayed anyway: that is a take-up; what it achieves stays assumed.
        taken = float(accepted.mean())
        measure = replace(scenario.retention.measures[0], take_up_probability=taken)
        scenario = replace(scenario, retention=replace(scenario.retention, measures=(measure,)))
        found.origins["retention.measures.0.take_up_probability"] = len(accepted)
    found.scenario = scenario


def _split(found: _Findings, customers: pd.DataFrame, rescues: pd.DataFrame) -> None:
    """Measure how the money for offers is shared among the tiers."""
    made = rescues[~rescues["is_control"].eq(1.0) & rescues["cost"].notna()]
    tier = made["customer_id"].map(customers.set_index("customer_id")["value_tier"])
    spent = made["cost"].groupby(tier.to_numpy()).sum().reindex(list(VALUE_TIERS), fill_value=0.0)
    known = int(tier.isin(VALUE_TIERS).sum())
    if known < FEWEST_CASES or spent.sum() <= 0:
        return
    retention = replace(
        found.scenario.retention, split=ByTier(*(spent / spent.sum()).to_numpy(dtype=np.float64).tolist())
    )
    found.scenario = replace(found.scenario, retention=retention)
    found.origins |= {f"retention.split.{name}": known for name in VALUE_TIERS}


def _success(found: _Findings, relations: Relations, as_of: dt.date) -> None:
    """Measure how often an offer works, where a control group tells it.

    Known are draws of the share of would-be leavers whom offers keep. No offer drives anybody off here,
    so negative draws are left out, unless nearly all are: then offers do nothing. Whoever an offer
    works on leaves at a lower hazard while it lasts, so one less that factor of them are kept: the
    share is divided by it.
    """
    known = pooled(tuple(one for one in trials(relations.rescues, relations.exits) if not one.of_leavers))
    if known is None:
        return
    assumed = RescueAssumptions()
    rng = Generator(PCG64([as_of.toordinal(), zlib.crc32(b"simulation-success")]))
    known_effect = effect(known, SuccessPrior(assumed.kept.value, assumed.kept_strength), 0.0, rng)
    if known_effect.origin != "measured":
        return
    measure = found.scenario.retention.measures[0]
    helpful = known_effect.draws[known_effect.draws > 0.0]
    share = float(helpful.mean()) if len(helpful) > _HARM * len(known_effect.draws) else 0.0
    works = min(share / (1.0 - measure.hazard_factor), 1.0)
    measure = replace(measure, success_probability=works)
    retention = replace(found.scenario.retention, measures=(measure,))
    found.scenario = replace(found.scenario, retention=retention)
    found.origins["retention.measures.0.success_probability"] = known.asked + known.control


def _touches(found: _Findings, contacts: pd.DataFrame) -> None:
    """Measure what a touch costs; those of today are in today's hazards, so none are added to them."""
    costs = contacts["cost"].dropna()
    if len(costs) >= FEWEST_CASES:
        care = replace(found.scenario.care, cost_per_touch=float(costs.mean()))
        found.scenario = replace(found.scenario, care=care)
        found.origins["care.cost_per_touch"] = len(costs)


def _staff(found: _Findings, complaints_a_year: int) -> None:
    """Staff the desk, where nobody's name is recorded, so that it is busy 80 % of its time."""
    scenario = found.scenario
    if "desk.agents" in found.origins:
        return
    desk = scenario.desk
    there = WorkingHours(desk.hours_per_day, desk.days_per_week).hours_per_month
    work = complaints_a_year / _YEAR * desk.hours_per_case
    agents = max(1, int(np.ceil(work / (_BUSY * there))))
    found.scenario = replace(scenario, desk=replace(desk, agents=agents))
