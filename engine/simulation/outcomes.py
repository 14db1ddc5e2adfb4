"""What became of the customers who were known on an earlier day?

A customer without a contract has left once their silence crosses the churn rule in force on the
earlier day, whether or not they come back later: that is what the hazard model says, and what the
simulator counts.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from engine.assessing.bonds import bonds
from engine.contracts import Relations, Tables
from engine.purchases import visible_facts
from engine.value.basis import History

Span = tuple[dt.date, dt.date]
"""From the end of one day to the end of another."""

_UNITS = 10_000.0


def customer_days(tables: Tables, until: dt.date, basis: History) -> pd.DataFrame:
    """Return a row a customer and day with a fact: ``customer_id``, ``day``, ``value``, ``is_purchase``."""
    facts = visible_facts(tables.transactions, until, basis)
    expression = facts.group_by("customer_id", "day").aggregate(
        value=facts.value.sum().coalesce(0), is_purchase=facts.is_purchase.any()
    )
    found = tables.execute(expression.order_by("customer_id", "day"))
    found["day"] = pd.to_datetime(found["day"])
    return found.assign(value=found["value"].astype("float64") / _UNITS)


def never_silent_for(days: pd.DataFrame, ids: pd.Series, span: Span, limit: float) -> int:
    """Return how many of the customers had no silence longer than ``limit`` days within the span.

    ``days`` has ``customer_id`` and ``day`` of each purchase day; the silence that runs when
    the span begins counts from the last purchase before it.
    """
    began, ended = (pd.Timestamp(day) for day in span)
    own = days[days["customer_id"].isin(ids) & (days["day"] <= ended)]
    last = own[own["day"] <= began].groupby("customer_id")["day"].max().reset_index()
    over = last.assign(day=ended)
    moments = pd.concat([last, own[own["day"] > began], over]).sort_values(["customer_id", "day"])
    gaps = moments.groupby("customer_id")["day"].diff().dt.days
    longest = gaps.groupby(moments["customer_id"]).max()
    return int((longest <= limit).sum())


def still_bound(relations: Relations, ids: pd.Series, until: dt.date) -> int:
    """Return how many of the customers had a contract running at the end of a day."""
    ends = bonds(relations.up_to(until), until)["contract_end_day"]
    return int(ends.reindex(ids).isna().sum())


def bought(days: pd.DataFrame, ids: pd.Series, span: Span) -> tuple[int, int, float]:
    """Return how many of the customers bought in the span, on how many days, and what it was worth."""
    began, ended = (pd.Timestamp(day) for day in span)
    own = days[days["customer_id"].isin(ids) & (days["day"] > began) & (days["day"] <= ended)]
    made = own[own["is_purchase"].astype(bool)]
    return made["customer_id"].nunique(), len(made), float(own["value"].sum())


def amount_variation(days: pd.DataFrame, until: dt.date) -> float:
    """Return the standard deviation over mean of one customer's purchases, pooled over customers.

    Only customers with two purchase days tell it, those who spend more the more; 0 without any.
    """
    own = days[(days["day"] <= pd.Timestamp(until)) & days["is_purchase"].astype(bool)]
    by_customer = own.groupby("customer_id")["value"]
    count, mean, spread = by_customer.size(), by_customer.mean(), by_customer.var(ddof=1)
    told = count > 1
    freedom = count[told] - 1.0
    squares = float((mean[told] ** 2 * freedom).sum())
    return float(np.sqrt((spread[told] * freedom).sum() / squares)) if squares > 0 else 0.0
