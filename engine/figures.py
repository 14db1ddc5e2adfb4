"""What are the figures of the whole company, as one looks at them first?"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd

from engine.churn.rule import ChurnRule
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.months import months_before
from engine.rates import (
    contract_retention_rate,
    growth_rate,
    repeat_purchase_rate,
    retention_rate,
    share_estimate,
)
from engine.value.concentration import top_share

CURRENT_VALUE = Formula(
    name="current_value",
    latex=r"V_i = \sum_{j \in i,\ t - 12\,\text{months} < \text{day}_j \le t} v_j",
)

TOP_SHARE = 0.20
"""Of the customers, the best: what they bring is one of the figures."""


def figures(
    customers: pd.DataFrame, history_months: int, rule: ChurnRule, as_of: dt.date
) -> dict[str, Estimate]:
    """Return the company's figures by name; counts and sums have no interval.

    ``n`` is the number of customers behind a figure. What rests on the churn rule is undefined
    without one. With contracts, who stayed is who is still bound.
    """
    retention = retention_rate(customers, history_months)
    if rule.origin == "contracts":
        retention = contract_retention_rate(customers, months_before(as_of, 12))
    return {
        **_size(customers),
        **_risk(customers, rule),
        **_to_come(customers),
        "growth_rate": growth_rate(customers, history_months),
        "retention_rate": retention,
        "repeat_purchase_rate": repeat_purchase_rate(customers),
        "top_20_percent_share": Estimate(
            top_share(customers["current_value"].to_numpy(dtype=np.float64), TOP_SHARE), n=len(customers)
        ),
    }


def _size(customers: pd.DataFrame) -> dict[str, Estimate]:
    n = len(customers)
    return {
        "customers": Estimate(float(n), n=n),
        "active_customers_12m": _count(customers["purchase_days_12m"] > 0),
        "negative_value_customers": _count(customers["is_negative_value"]),
        "current_value_total": _sum(customers["current_value"]),
        "current_value_prior_12m_total": _sum(customers["current_value_prior_12m"]),
        "amount_12m_total": _sum(customers["amount_12m"]),
        "amount_prior_12m_total": _sum(customers["amount_prior_12m"]),
        "refund_amount_12m_total": _sum(customers["refund_amount_12m"]),
        "potential_value_total": _sum(customers["potential_value"]),
    }


def _risk(customers: pd.DataFrame, rule: ChurnRule) -> dict[str, Estimate]:
    states = customers["churn_state"]
    n = int(states.notna().sum())
    undefined = Estimate(math.nan, n=n)
    found = {f"{state}_customers": _count(states == state) for state in ("staying", "leaning", "left")}
    found["leaning_value"] = _sum(customers["current_value"].where(states == "leaning"))
    found["alarm_customers"] = _count(customers["rhythm_alarm"])
    found["partial_churn_customers"] = _count(customers["partial_churn"])
    found["left_share"] = share_estimate(int((states == "left").sum()), n)
    found["churn_after_days"] = Estimate(rule.days, n=rule.closed_gaps)
    if rule.origin == "undefined":
        return dict.fromkeys(found, undefined)
    return found


def _to_come(customers: pd.DataFrame) -> dict[str, Estimate]:
    """Return what is still to come and what can be kept; undefined where the parts had too little data."""
    nothing = pd.Series(math.nan, index=customers.index)
    chance, gain, period, lifetime = (
        customers.get(name, nothing).astype("float64")
        for name in ("churn_probability", "expected_gain", "value_to_come_12m", "lifetime_value")
    )
    # Who has left is a matter of winning back, not of warning.
    gain = gain.where(customers["churn_state"] != "left")
    known = int(gain.count())
    worth = Estimate(float((gain > 0).sum()), n=known) if known else Estimate(math.nan)
    return {
        "value_to_come_12m_total": _sum(period),
        "lifetime_value_total": _sum(lifetime),
        "expected_leavers": _sum(chance),
        "worth_contacting_customers": worth,
        "expected_gain_total": _sum(gain.where(gain > 0)),
    }


def _count(rows: pd.Series[bool]) -> Estimate:
    return Estimate(float(rows.sum()), n=len(rows))


def _sum(values: pd.Series[float]) -> Estimate:
    """Return the sum of what is known; NaN where nothing is."""
    known = int(values.count())
    return Estimate(float(values.sum()) if known else math.nan, n=known)
