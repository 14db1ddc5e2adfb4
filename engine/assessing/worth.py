"""What is each customer worth beside the others, and what might they be worth?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from engine.assessing.study import Study
from engine.cards import Card, Fact, lacking
from engine.churn.rule import MINIMUM_CLOSED_GAPS, ChurnRule
from engine.segments.rfm import rfm_scores
from engine.value.concentration import abc_classes, cumulative_share
from engine.value.matrix import value_tiers
from engine.value.potential import (
    SHORTEST_WINDOW_MONTHS,
    Terms,
    follow_peers,
    peer_window,
    potential_columns,
    undefined_potential,
)

_NAME = "potential_value"
__all__ = ["peer_window", "with_classes", "with_potential"]


def with_potential(customers: pd.DataFrame, rule: ChurnRule, study: Study) -> tuple[pd.DataFrame, Card]:
    """Return customers with their potential value, and its card."""
    settings, window, then = study.settings, study.window, study.summary_at_stand
    if window is None or then is None:
        card = lacking(_NAME, "history", study.history_months, 2 * SHORTEST_WINDOW_MONTHS)
        return customers.join(undefined_potential(customers)), card
    if rule.origin == "undefined":
        card = lacking(_NAME, "gaps", rule.closed_gaps, MINIMUM_CLOSED_GAPS)
        return customers.join(undefined_potential(customers)), card
    then, now, days = _followed(then, customers, rule, study)
    terms = Terms(days, settings.discount_rate_per_year, settings.minimum_peers)
    peers = follow_peers(then, now, window, study.as_of, terms)
    found = potential_columns(now, window, peers, terms)
    if len(peers.margin) < settings.minimum_peers:
        return customers.join(found), lacking(_NAME, "peers", len(peers.margin), settings.minimum_peers)
    facts: dict[str, Fact] = {
        "horizon_months": window.months,
        "stand": window.stand.isoformat(),
        "peers": len(peers.margin),
        "customers": int(found["potential_value"].count()),
    }
    return customers.join(found), Card(_NAME, "ok", facts)


def with_classes(customers: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return customers with class, tier and RFM scores."""
    settings, current = study.settings, customers["current_value"]
    values = current.to_numpy(dtype=np.float64)
    return customers.assign(
        abc_class=abc_classes(values, settings.abc_a_share, settings.abc_b_share),
        is_negative_value=values < 0,
        cumulative_value_share=cumulative_share(values),
        value_tier=value_tiers(current, customers["potential_value"], settings.value_share),
        **rfm_scores(customers),
    )


def _followed(
    then: pd.DataFrame, customers: pd.DataFrame, rule: ChurnRule, study: Study
) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Return peers then, customers now, and after how many days of silence one has left."""
    if study.window is None or rule.origin != "contracts":
        return then, customers, rule.days
    then = _as_bound(then, study.bonds(study.window.stand), study.window.stand)
    return then, _as_bound(customers, study.bonds(study.as_of), study.as_of), 0.0


def _as_bound(summary: pd.DataFrame, bonds: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return a summary in which customers buy each day that their contract runs, and never after.

    So the same reckoning serves both: who is silent for longer than no day at all has left.
    """
    found = bonds.reindex(summary["customer_id"])
    day_before_end = found["contract_end_day"] - pd.Timedelta(days=1)
    last = day_before_end.fillna(pd.Timestamp(day)).where(found["contract_start_day"].notna())
    return summary.assign(
        last_purchase_day=last.to_numpy(),
        days_since_last_purchase=(pd.Timestamp(day) - last).dt.days.to_numpy(),
    )
