"""Who are the customers, what is each worth, and who has fallen silent, as far as was known on a day?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.cards import Card, Fact, enough, lacking
from engine.churn.rule import MINIMUM_CLOSED_GAPS, ChurnRule, churn_rule, churn_states
from engine.contracts import ASSESSMENT_COLUMNS, Tables, check_tables
from engine.decline import MINIMUM_HISTORY_MONTHS, is_partial_churn, relative_change
from engine.errors import ContractBrokenError
from engine.estimate import Estimate
from engine.figures import figures
from engine.months import months_before, whole_months
from engine.purchases import gap_lengths, purchase_summary
from engine.rhythm import MINIMUM_COMPANY_GAPS, Gaps, fit_rhythm, rhythm_columns
from engine.segments.lifecycle import lifecycle_stages
from engine.segments.rfm import rfm_scores
from engine.settings import AssessmentSettings
from engine.value.basis import History, history
from engine.value.concentration import abc_classes, cumulative_share
from engine.value.matrix import value_tiers
from engine.value.potential import (
    SHORTEST_WINDOW_MONTHS,
    PeerWindow,
    Terms,
    follow_peers,
    peer_window,
    potential_columns,
    undefined_potential,
)

_DAYS_PER_WEEK = 7.0


@dataclass(frozen=True)
class Assessment:
    """Everything the engine found for one day: a row a customer, figures of the whole, cards.

    ``customers`` has ``engine.contracts.ASSESSMENT_COLUMNS``, ordered by ``customer_id``.
    """

    as_of: dt.date
    settings: AssessmentSettings
    customers: pd.DataFrame
    figures: Mapping[str, Estimate]
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class _Study:
    """What every part of one assessment needs to know."""

    tables: Tables
    as_of: dt.date
    settings: AssessmentSettings
    history: History
    history_months: int
    window: PeerWindow | None

    def summary(self, as_of: dt.date) -> pd.DataFrame:
        """Return the purchase summary as of a day, its numbers float with NaN where undefined."""
        months = self.window.months if self.window else 12
        found = self.tables.execute(
            purchase_summary(self.tables.transactions, as_of, self.history, months)
        ).sort_values("customer_id", ignore_index=True)
        texts = {"customer_id", "first_purchase_day", "last_purchase_day"}
        found = found.astype({name: "float64" for name in found.columns if name not in texts})
        found[["gap_count", "gap_sum", "gap_log_sum"]] = found[
            ["gap_count", "gap_sum", "gap_log_sum"]
        ].fillna(0.0)
        for name in ("first_purchase_day", "last_purchase_day"):
            found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
        found["days_since_last_purchase"] = (pd.Timestamp(as_of) - found["last_purchase_day"]).dt.days
        return found


def assess(tables: Tables, as_of: dt.date, settings: AssessmentSettings | None = None) -> Assessment:
    """Return the assessment of a company for ``as_of``; facts of later days are invisible.

    Raises
    ------
    ContractBrokenError
        A frame lacks columns, has columns of the wrong type or cells that must not be empty.
    NotEnoughDataError
        There is no transaction up to ``as_of``.
    """
    settings = settings or AssessmentSettings()
    check_tables(tables)
    study = _study(tables, as_of, settings)
    customers = _with_keys(study.summary(as_of), tables.customers)
    customers = _with_rhythm(customers, study)
    rule = _rule(customers, study)
    customers = _with_states(customers, rule, study)
    customers, potential = _with_potential(customers, rule, study)
    customers = _with_classes(customers, study)
    found = figures(customers, study.history_months, rule)
    cards = (*_cards(customers, rule, study), potential)
    return Assessment(as_of, settings, _contract(customers), found, cards)


def _study(tables: Tables, as_of: dt.date, settings: AssessmentSettings) -> _Study:
    known = history(tables, as_of, settings.margin_rate)
    months = whole_months(known.first_day, as_of)
    return _Study(tables, as_of, settings, known, months, peer_window(as_of, months, settings.horizon_months))


def _with_keys(summary: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    keys = customers.set_index("customer_id")["customer_key"].reindex(summary["customer_id"])
    if keys.isna().any():
        raise ContractBrokenError("error.customers_unknown", count=int(keys.isna().sum()))
    return summary.assign(customer_key=keys.to_numpy(dtype=np.int64))


def _with_rhythm(summary: pd.DataFrame, study: _Study) -> pd.DataFrame:
    bought = summary["purchase_days"].notna().to_numpy()
    gaps = Gaps.of(summary[bought])
    columns = rhythm_columns(gaps, fit_rhythm(gaps), study.settings.alarm_probability)
    found = pd.DataFrame(columns, index=summary.index[bought]).reindex(summary.index)
    found["rhythm_alarm"] = found["rhythm_alarm"].eq(True)
    age = (pd.Timestamp(study.as_of) - summary["first_purchase_day"]).dt.days
    return summary.join(found).assign(
        frequency=summary["purchase_days"] - 1.0,
        age_weeks=age / _DAYS_PER_WEEK,
        recency_weeks=(age - summary["days_since_last_purchase"]) / _DAYS_PER_WEEK,
        monetary_value=(summary["amount_total"] - summary["refund_amount_total"]) / summary["purchase_days"],
    )


def _rule(customers: pd.DataFrame, study: _Study) -> ChurnRule:
    lengths = study.tables.execute(gap_lengths(study.tables.transactions, study.as_of, study.history))
    return churn_rule(lengths, customers[customers["purchase_days"].notna()], study.settings.churn_after_days)


def _with_states(customers: pd.DataFrame, rule: ChurnRule, study: _Study) -> pd.DataFrame:
    two_years = study.history_months >= MINIMUM_HISTORY_MONTHS
    for name in ("purchase_days_6m", "purchase_days_12m", "purchase_days_prior_12m"):
        customers[name] = customers[name].fillna(0.0)
    prior = "purchase_days_prior_12m"
    changes = {
        "frequency_change": relative_change(customers["purchase_days_12m"], customers[prior]),
        "spend_change": relative_change(customers["amount_12m"], customers["amount_prior_12m"]),
        "growth_rate": relative_change(customers["current_value"], customers["current_value_prior_12m"]),
    }
    # Who came within the year before has a short one behind them, and every change would look like growth.
    known_since = pd.Timestamp(months_before(study.as_of, MINIMUM_HISTORY_MONTHS - 1))
    whole = (customers["first_purchase_day"] <= known_since) & two_years
    customers = customers.assign(**{name: change.where(whole) for name, change in changes.items()})
    fell = is_partial_churn(customers, study.settings.partial_churn_drop) & two_years
    states = churn_states(
        customers["days_since_last_purchase"], customers["rhythm_alarm"].to_numpy() | fell, rule
    )
    customers = customers.assign(partial_churn=fell & (states != "left"), churn_state=states)
    return customers.assign(lifecycle_stage=lifecycle_stages(customers, study.settings.partial_churn_drop))


def _with_potential(customers: pd.DataFrame, rule: ChurnRule, study: _Study) -> tuple[pd.DataFrame, Card]:
    settings, window, name = study.settings, study.window, "potential_value"
    if window is None:
        card = lacking(name, "history", study.history_months, 2 * SHORTEST_WINDOW_MONTHS)
        return customers.join(undefined_potential(customers)), card
    if np.isnan(rule.days):
        card = lacking(name, "gaps", rule.closed_gaps, MINIMUM_CLOSED_GAPS)
        return customers.join(undefined_potential(customers)), card
    terms = Terms(rule.days, settings.discount_rate_per_year, settings.minimum_peers)
    peers = follow_peers(study.summary(window.stand), customers, window, study.as_of, terms)
    found = potential_columns(customers, window, peers, terms)
    if len(peers.margin) < settings.minimum_peers:
        return customers.join(found), lacking(name, "peers", len(peers.margin), settings.minimum_peers)
    facts: dict[str, Fact] = {
        "horizon_months": window.months,
        "stand": window.stand.isoformat(),
        "peers": len(peers.margin),
        "customers": int(found["potential_value"].count()),
    }
    return customers.join(found), Card(name, "ok", facts)


def _with_classes(customers: pd.DataFrame, study: _Study) -> pd.DataFrame:
    settings, current = study.settings, customers["current_value"]
    values = current.to_numpy(dtype=np.float64)
    return customers.assign(
        abc_class=abc_classes(values, settings.abc_a_share, settings.abc_b_share),
        is_negative_value=values < 0,
        cumulative_value_share=cumulative_share(values),
        value_tier=value_tiers(current, customers["potential_value"], settings.value_share),
        **rfm_scores(customers),
    )


def _cards(customers: pd.DataFrame, rule: ChurnRule, study: _Study) -> tuple[Card, ...]:
    months, gaps = study.history_months, int(customers["gap_count"].sum())
    with_rhythm = int(customers["silence_probability"].count())
    return (
        _basis_card(study.history),
        Card("history", "ok", {"history_months": months, "rows": study.history.rows}),
        _rule_card(rule, months),
        enough("rhythm", gaps, MINIMUM_COMPANY_GAPS, {"customers": with_rhythm, "gaps": gaps}),
        enough("partial_churn", months, MINIMUM_HISTORY_MONTHS),
        enough("year_on_year", months, MINIMUM_HISTORY_MONTHS),
    )


def _basis_card(known: History) -> Card:
    facts: dict[str, Fact] = {"variant": known.basis, "basis": known.basis}
    facts["margin_known_share"] = known.margin_known_share
    if known.basis == "assumed_margin":
        facts |= {"margin_rate": known.margin_rate, "rate_origin": known.rate_origin}
    return Card("value_basis", "ok", facts)


def _rule_card(rule: ChurnRule, history_months: int) -> Card:
    if rule.origin == "undefined":
        return enough("churn_rule", rule.closed_gaps, MINIMUM_CLOSED_GAPS)
    facts: dict[str, Fact] = {"variant": rule.origin, "origin": rule.origin, "gaps": rule.closed_gaps}
    return Card(
        "churn_rule", "ok", {**facts, "churn_after_days": round(rule.days), "history_months": history_months}
    )


def _contract(customers: pd.DataFrame) -> pd.DataFrame:
    dtypes = {"text": "str", "day": "datetime64[s]"}
    ordered = customers[list(ASSESSMENT_COLUMNS)]
    return ordered.astype({name: dtypes.get(kind, kind) for name, kind in ASSESSMENT_COLUMNS.items()})
