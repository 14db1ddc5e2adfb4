"""What are the figures at the top of a customer's file, and why are they what they are?"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from dashboard.formats import is_undefined
from dashboard.presenters.figure import Figure, Meaning
from dashboard.presenters.grounds import Grounds, explained
from engine.assessing.bonds import CONTRACT_END
from engine.decline import RELATIVE_CHANGE
from engine.figures import CURRENT_VALUE
from engine.rhythm import SILENCE_PROBABILITY
from engine.value.potential import POTENTIAL_VALUE

_DAYS_A_MONTH = 365.25 / 12


def customer_figures(customer: pd.Series, grounds: Grounds) -> tuple[Figure, ...]:
    """Return value now, value to come, silence and purchase days of one customer."""
    return (
        _current_value(customer, grounds),
        _potential_value(customer, grounds),
        (_contract if grounds.has_contracts else _silence)(customer, grounds),
        _purchases(customer, grounds),
    )


def _current_value(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    now, before = float(customer["current_value"]), float(customer["current_value_prior_12m"])
    change = float(customer["growth_rate"])
    meaning, direction = judged(change)
    inputs = {
        "amount_12m": formats.money_in_full(customer["amount_12m"]),
        "refund_12m": formats.money_in_full(customer["refund_amount_12m"]),
        "margin_known": formats.percent(customer["margin_known_share"], 0),
    }
    return Figure(
        label=texts(f"customer_file.figure.current_value.{grounds.basis}"),
        value=formats.money(now),
        explanation=explained(
            f"customer_file.why.current_value.{grounds.basis}",
            CURRENT_VALUE,
            _purchases_12m(customer, grounds),
            grounds,
            inputs=inputs,
        ),
        change="" if is_undefined(change) else formats.signed_percent(change, 0),
        change_meaning=meaning,
        change_direction=direction,
        against=texts("customer_file.figure.against", value=formats.money(before))
        if not is_undefined(change)
        else "",
    )


def _potential_value(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    peers = 0 if pd.isna(customer["peers_count"]) else int(customer["peers_count"])
    low, high = customer["potential_value_low"], customer["potential_value_high"]
    known = not pd.isna(customer["potential_value"])
    bounds = (
        ""
        if pd.isna(low)
        else texts("customer_file.interval", low=formats.money(low), high=formats.money(high))
    )
    inputs = {
        "horizon": texts("customer_file.months", count=grounds.horizon_months),
        "discount": formats.percent(grounds.discount_rate_per_year),
    }
    return Figure(
        label=texts("customer_file.figure.potential_value"),
        value=formats.money(customer["potential_value"]),
        explanation=explained(
            "customer_file.why.potential_value",
            POTENTIAL_VALUE,
            texts("customer_file.peers", count=peers),
            grounds,
            interval=bounds,
            inputs=inputs,
        ),
        missing="" if known else grounds.potential_missing,
        note=bounds,
    )


def _silence(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    days, gap, limit = (
        customer[name] for name in ("days_since_last_purchase", "gap_typical_days", "gap_limit_days")
    )
    note = "" if pd.isna(gap) else texts("customer_file.figure.usual", gap=round(gap), limit=round(limit))
    inputs = {"silence_probability": formats.percent(customer["silence_probability"])}
    return Figure(
        label=texts("customer_file.figure.silence"),
        value=formats.count(None) if pd.isna(days) else texts("customers.days", count=int(days)),
        explanation=explained(
            "customer_file.why.silence",
            SILENCE_PROBABILITY,
            _all_purchases(customer, grounds),
            grounds,
            inputs=inputs,
        ),
        missing=texts("customer_file.missing.rhythm", count=_count(customer["purchase_days"]))
        if pd.isna(gap)
        else "",
        note=note,
    )


def _contract(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    start, end = customer["contract_start_day"], customer["contract_end_day"]
    bound, ended = not pd.isna(start), not pd.isna(end)
    value = formats.count(None)
    if ended:
        value = texts("customer_file.contract.ended")
    elif bound:
        months = (pd.Timestamp(grounds.as_of) - start).days / _DAYS_A_MONTH
        value = texts("customers.months", count=int(months))
    days = {"start": formats.day(start), "end": formats.day(end)}
    span = texts("customer_file.contract.from_to" if ended else "customer_file.contract.since", **days)
    return Figure(
        label=texts("customer_file.figure.contract"),
        value=value,
        explanation=explained(
            "customer_file.why.contract", CONTRACT_END, _all_purchases(customer, grounds), grounds
        ),
        missing="" if bound else texts("customer_file.contract.none"),
        note=span if bound else "",
    )


def _purchases(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    change = float(customer["frequency_change"])
    meaning, direction = judged(change)
    before = formats.count(customer["purchase_days_prior_12m"])
    rows = _all_purchases(customer, grounds)
    return Figure(
        label=texts("customer_file.figure.purchases"),
        value=formats.count(customer["purchase_days_12m"]),
        explanation=explained("customer_file.why.purchases", RELATIVE_CHANGE, rows, grounds),
        change="" if is_undefined(change) else formats.signed_percent(change, 0),
        change_meaning=meaning,
        change_direction=direction,
        against="" if is_undefined(change) else texts("customer_file.figure.against", value=before),
    )


def judged(change: float) -> tuple[Meaning, Literal["up", "down", "none"]]:
    """Return what a change in value means and where it points; neutral where there is none."""
    if not change:
        return "neutral", "none"
    if change > 0:
        return "good", "up"
    return ("bad", "down") if change < 0 else ("neutral", "none")


def _purchases_12m(customer: pd.Series, grounds: Grounds) -> str:
    return grounds.reader.texts(
        "customer_file.rows.purchases_12m", count=_count(customer["purchase_days_12m"])
    )


def _all_purchases(customer: pd.Series, grounds: Grounds) -> str:
    return grounds.reader.texts("customer_file.rows.purchases", count=_count(customer["purchase_days"]))


def _count(value: float) -> int:
    return 0 if pd.isna(value) else int(value)
