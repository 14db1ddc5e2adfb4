"""What would the simulator have been told on an earlier day, and what happened after it?

Everything it is told comes from an assessment of that day, which sees no later fact. What happened is
counted from all facts afterwards.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.cards import ModelCard
from engine.contracts import Tables
from engine.months import months_before, whole_months
from engine.settings import AssessmentSettings
from engine.simulation.measured import measured
from engine.simulation.model_error import ModelError, leaving_error, together, value_drift
from engine.simulation.month_margin import monthly_purchases, with_month_margin
from engine.simulation.outcomes import (
    Span,
    amount_variation,
    bought,
    customer_days,
    never_silent_for,
    still_bound,
)
from engine.simulation.past import Stand
from engine.simulation.population import (
    FEWEST_CUSTOMERS,
    customers_to_simulate,
    population_of,
    sample_of,
)
from engine.simulation.purchasing import Buyers, Pace, buyers, curve_error, customers_by_purchases
from engine.simulation.scenario import Scenario
from engine.value.basis import history

MOST_ROWS = 20_000
"""Of more customers a sample stands for all, and its error is in the band."""

_DATES, _LONGEST_MONTHS = 3, 12


@dataclass(frozen=True)
class Facts:
    """A company's facts and the rules under which it is assessed; ``days`` has a row a customer and day."""

    tables: Tables
    settings: AssessmentSettings
    days: pd.DataFrame


@dataclass(frozen=True)
class Then:
    """What was known on an earlier day: the assessment's frame and accounts; the day and the months since."""

    customers: pd.DataFrame
    models: dict[str, ModelCard]
    rule_days: float
    has_contracts: bool
    span: Span
    months: int


def standing_days(first_day: dt.date, last_day: dt.date) -> list[tuple[dt.date, int]]:
    """Return three earlier days and how many months each lies before ``last_day``, the earliest first.

    The earliest lies a year back, or half of the history where that is shorter; the others at two
    thirds and one third of it.
    """
    longest = min(_LONGEST_MONTHS, whole_months(first_day, last_day) // 2)
    back = dict.fromkeys(round(longest * part / _DATES) for part in range(_DATES, 0, -1))
    return [(months_before(last_day, months), months) for months in back if months > 0]


def stand_at(facts: Facts, day: dt.date, until: dt.date, months: int) -> Stand | None:
    """Return an earlier day as the simulator would have been told it; ``None`` where too little was known.

    With a model of leaving, customers leave by it; below its gates, by the model of purchases.
    """
    then = _known(facts, day, until, months)
    bought_by = None if then.has_contracts else buyers(then.customers)
    has_survival = int(then.customers[next(iter(SURVIVAL_COLUMNS))].notna().sum()) >= FEWEST_CUSTOMERS
    if has_survival:
        return _by_hazard(facts, then, bought_by)
    return _by_purchases(facts, then, bought_by) if bought_by and bought_by.worth else None


def _known(facts: Facts, day: dt.date, until: dt.date, months: int) -> Then:
    from engine.assessment import assess

    found = assess(facts.tables, day, facts.settings, in_full=False)
    rule = next((card.facts for card in found.cards if card.name == "churn_rule"), {})
    return Then(
        found.customers,
        {card.name: card for card in found.models},
        float(rule.get("churn_after_days", math.nan)),
        rule.get("origin") == "contracts",
        (day, until),
        months,
    )


def _by_hazard(facts: Facts, then: Then, known: Buyers | None) -> Stand:
    """Return the stand of a company whose customers leave by contract or by a silence of so many days."""
    day = then.span[0]
    frame = with_month_margin(then.customers, day, facts.settings.discount_rate_per_year)
    own = customers_to_simulate(frame)
    card = then.models.get("churn_hazard")
    pace, drift = None, 0.0
    if known is not None:
        pace, drift = _pace(facts, then, known, own), _pace_error(facts, then, known)
    elif then.has_contracts:
        drift = value_drift(facts.days, own["customer_id"], pd.Timestamp(day), then.months)
    error = ModelError(leaving_error(own, card), drift)
    stand = _stand(facts, then, frame, pace, error)
    ids = own["customer_id"]
    if then.has_contracts:
        kept = still_bound(facts.tables.relations, ids, then.span[1])
    else:
        days = facts.days[facts.days["is_purchase"].astype(bool)]
        kept = never_silent_for(days, ids, then.span, then.rule_days)
    # Who stays by the rule has bought: how many bought at all is the same question.
    actual = {name: value for name, value in stand.actual.items() if name != "buyers"}
    return replace(stand, actual={**actual, "kept": float(kept)})


def _pace(facts: Facts, then: Then, known: Buyers, own: pd.DataFrame) -> Pace:
    """Return how those who leave by silence buy until then."""
    monthly = monthly_purchases(own, then.span[0])
    margin = own["margin_per_month"].to_numpy(dtype=np.float64)
    worth = np.divide(margin, monthly, out=np.full(len(own), np.nan), where=monthly > 0)
    shape = known.model.params_["r"] + own["frequency"].to_numpy(dtype=np.float64)
    return Pace(monthly, shape, worth, amount_variation(facts.days, then.span[0]))


def _by_purchases(facts: Facts, then: Then, known: Buyers) -> Stand:
    """Return the stand of a company of which only purchases are known."""
    frame, paces, last = customers_by_purchases(known, then.months)
    own = customers_to_simulate(frame).index
    rows = frame.index.get_indexer(own)
    shape = known.model.params_["r"] + known.rows.frequency[rows]
    worth = known.worth.per_purchase[rows] if known.worth else np.full(len(rows), np.nan)
    pace = Pace(paces[rows], shape, worth, amount_variation(facts.days, then.span[0]), last[rows])
    error = ModelError(np.zeros(len(own)), _pace_error(facts, then, known))
    return _stand(facts, then, frame, pace, error)


def _stand(facts: Facts, then: Then, frame: pd.DataFrame, pace: Pace | None, error: ModelError) -> Stand:
    day = then.span[0]
    known = facts.tables.relations.up_to(day)
    base = measured(frame, known, day)
    ids = customers_to_simulate(frame)["customer_id"]
    some, many, worth = bought(facts.days, ids, then.span)
    actual = {"margin": worth} | ({"buyers": float(some), "purchases": float(many)} if pace else {})
    stand = Stand(
        name=day.isoformat(),
        population=population_of(frame, base.rates, len(frame) + 1),
        scenario=_seeing(base.scenario, then.models.get("churn_hazard")),
        months=then.months,
        actual=actual,
        pace=pace,
        error=error,
        season=_season(facts, then, ids),
    )
    return _sampled(stand, error) if stand.population.size > MOST_ROWS else stand


def _sampled(stand: Stand, error: ModelError) -> Stand:
    rows, weight = sample_of(stand.population, MOST_ROWS, stand.scenario.seed)
    return replace(
        stand,
        population=stand.population.rows(rows, weight),
        pace=stand.pace.rows(rows) if stand.pace else None,
        error=replace(error, hazard=error.hazard[rows]),
    )


def _seeing(scenario: Scenario, card: ModelCard | None) -> Scenario:
    """Let the warning see as well as the model of that day did on later data."""
    auc = card.errors.get("auc") if card else None
    if auc is None or not auc.is_defined:
        return scenario
    return replace(scenario, warning=replace(scenario.warning, auc=min(max(auc.value, 0.5), 1.0)))


def _season(facts: Facts, then: Then, ids: pd.Series) -> dict[str, float]:
    """Return how much more than an even share of the year before the same months of it held.

    Of purchases and of value, for those who were customers when that year began; empty with fewer
    than 30 of these, or where the months are a whole year.
    """
    day, months = then.span[0], then.months
    year_ago = months_before(day, _LONGEST_MONTHS)
    came = then.customers.set_index("customer_id")["first_purchase_day"].reindex(ids)
    there = pd.Series(came.index[came <= pd.Timestamp(year_ago)])
    if len(there) < FEWEST_CUSTOMERS or months >= _LONGEST_MONTHS:
        return {}
    year = bought(facts.days, there, (year_ago, day))[1:]
    part = bought(facts.days, there, (year_ago, months_before(day, _LONGEST_MONTHS - months)))[1:]
    even = months / _LONGEST_MONTHS
    return {
        name: some / (whole * even)
        for name, some, whole in zip(("purchases", "margin"), part, year, strict=True)
        if whole > 0
    }


def _pace_error(facts: Facts, then: Then, known: Buyers) -> float:
    """Return how far everybody's pace may be off: by the model's parameters, and by its curve so far."""
    days = facts.days[facts.days["is_purchase"].astype(bool)]
    curve = curve_error(days, known, pd.Timestamp(then.span[0]), then.months)
    return together([known.parameter_error(then.months), curve])


def facts_of(tables: Tables, settings: AssessmentSettings, until: dt.date) -> Facts:
    """Return a company's facts up to a day, values told as they are on it."""
    basis = history(tables, until, settings.margin_rate)
    return Facts(tables, settings, customer_days(tables, until, basis))
