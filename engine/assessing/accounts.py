"""What does each method say of what it had to work with?"""

from __future__ import annotations

import pandas as pd

from engine.assessing.study import Study
from engine.cards import Card, Fact, enough
from engine.churn.rule import MINIMUM_CLOSED_GAPS, ChurnRule
from engine.decline import MINIMUM_HISTORY_MONTHS
from engine.rhythm import MINIMUM_COMPANY_GAPS
from engine.value.basis import History


def cards_of(customers: pd.DataFrame, rule: ChurnRule, study: Study) -> tuple[Card, ...]:
    """Return the cards of what every assessment has: value, history, rule, rhythm, comparisons."""
    months = study.history_months
    found = (
        _basis_card(study.history),
        Card("history", "ok", {"history_months": months, "rows": study.history.rows}),
        _rule_card(customers, rule, months),
        _rhythm_card(customers, rule),
        enough("partial_churn", months, MINIMUM_HISTORY_MONTHS),
        enough("year_on_year", months, MINIMUM_HISTORY_MONTHS),
    )
    if study.settings.contractual and not study.has_contracts:
        return (*found, Card("contracts", "not_enough_data", {"count": 0, "needed": 1}))
    return found


def _basis_card(known: History) -> Card:
    facts: dict[str, Fact] = {"variant": known.basis, "basis": known.basis}
    facts["margin_known_share"] = known.margin_known_share
    if known.basis == "assumed_margin":
        facts |= {"margin_rate": known.margin_rate, "rate_origin": known.rate_origin}
    return Card("value_basis", "ok", facts)


def _rule_card(customers: pd.DataFrame, rule: ChurnRule, history_months: int) -> Card:
    if rule.origin == "undefined":
        return enough("churn_rule", rule.closed_gaps, MINIMUM_CLOSED_GAPS)
    facts: dict[str, Fact] = {"variant": rule.origin, "origin": rule.origin}
    if rule.origin == "contracts":
        bound = int(customers["contract_start_day"].notna().sum())
        return Card("churn_rule", "ok", {**facts, "customers": bound, "without": len(customers) - bound})
    facts |= {"gaps": rule.closed_gaps, "churn_after_days": round(rule.days)}
    return Card("churn_rule", "ok", {**facts, "history_months": history_months})


def _rhythm_card(customers: pd.DataFrame, rule: ChurnRule) -> Card:
    if rule.origin == "contracts":
        return Card("rhythm", "ok", {"variant": "contracts"})
    gaps, with_rhythm = int(customers["gap_count"].sum()), int(customers["silence_probability"].count())
    return enough("rhythm", gaps, MINIMUM_COMPANY_GAPS, {"customers": with_rhythm, "gaps": gaps})
