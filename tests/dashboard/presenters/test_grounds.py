"""Are an assessment's rules read and said rightly?"""

from __future__ import annotations

import datetime as dt
import math

from dashboard.presenters.grounds import grounds_of
from tests.dashboard.presenters.assessed_customers import reader

DAY = dt.date(2026, 6, 30)


def test_grounds_come_from_settings_and_cards():
    cards = {
        "value_basis": {"basis": "margin", "status": "ok"},
        "churn_rule": {"churn_after_days": 200, "origin": "typed", "status": "ok"},
        "potential_value": {"status": "not_enough_data", "variant": "history", "count": 4, "needed": 6},
    }
    settings = {
        "horizon_months": 24,
        "discount_rate_per_year": 0.08,
        "value_share": 0.7,
        "minimum_peers": 50,
        "x": 1,
    }
    grounds = grounds_of(DAY, settings, cards, reader())
    assert (grounds.horizon_months, grounds.discount_rate_per_year) == (24, 0.08)
    assert (grounds.value_share, grounds.minimum_peers) == (0.7, 50)
    assert grounds.measure == "margin"
    assert grounds.churn_rule == "Left after 200 days without a purchase (set by you)"
    assert grounds.potential_missing.endswith("there are 4 so far. Bring in an older sales file.")


def test_an_estimated_rule_is_said_to_be_one():
    grounds = grounds_of(DAY, {}, {"churn_rule": {"churn_after_days": 1, "origin": "estimated"}}, reader())
    assert grounds.churn_rule == "Left after 1 day without a purchase (estimated from your data)"


def test_without_a_rule_it_says_what_to_do():
    grounds = grounds_of(
        DAY, {}, {"churn_rule": {"status": "not_enough_data", "count": 3, "needed": 100}}, reader()
    )
    assert math.isnan(grounds.churn_after_days)
    assert grounds.churn_rule.endswith("Enter one in Settings.")
    assert grounds.measure == "sales"
