"""What are the figures at the top of a customer's file, and why are they what they are?"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from dashboard.formats import is_undefined
from dashboard.presenters.chances import chance_words, leaving_words, too_soon_words
from dashboard.presenters.figure import Figure, Meaning
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.warnings import bounded, when
from engine.assessing.bonds import CONTRACT_END
from engine.assessing.value_to_come import CONTRACT_VALUE
from engine.churn.hazard import CHURN_PROBABILITY
from engine.churn.snapshot import LIKENESS
from engine.clv.beta_geo import ALIVE_PROBABILITY, EXPECTED_PURCHASES
from engine.clv.lifetime_value import LIFETIME_VALUE, VALUE_TO_COME
from engine.decline import RELATIVE_CHANGE
from engine.figures import CURRENT_VALUE
from engine.formulas import Formula
from engine.rescue.warning import WARNING_GAIN
from engine.rhythm import SILENCE_PROBABILITY
from engine.value.potential import POTENTIAL_VALUE

_DAYS_A_MONTH = 365.25 / 12


def customer_figures(customer: pd.Series, grounds: Grounds) -> tuple[Figure, ...]:
    """Return value and purchases now and to come, potential, chance to leave, silence, chance of being here.

    Without any purchase on file there are the chance and the contract alone.
    """
    if not grounds.has_purchases:
        return (_chance(customer, grounds), _contract(customer, grounds))
    return (
        _current_value(customer, grounds),
        _to_come("value_to_come_12m", VALUE_TO_COME, customer, grounds),
        _to_come("lifetime_value", LIFETIME_VALUE, customer, grounds),
        _potential_value(customer, grounds),
        _chance(customer, grounds),
        _gain(customer, grounds),
        (_contract if grounds.has_contracts else _silence)(customer, grounds),
        _purchases(customer, grounds),
        *(() if grounds.has_contracts else _by_purchases(customer, grounds)),
    )


def _by_purchases(customer: pd.Series, grounds: Grounds) -> tuple[Figure, ...]:
    """Return what the model of purchases says of a customer without a contract."""
    to_come = _to_come("expected_purchases_12m", EXPECTED_PURCHASES, customer, grounds)
    return to_come, _alive(customer, grounds)


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


def _to_come(name: str, formula: Formula, customer: pd.Series, grounds: Grounds) -> Figure:
    """Return purchases, period or lifetime value to come: side by side, each under its own name."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    low, high = customer[f"{name}_low"], customer[f"{name}_high"]
    is_money = formula is not EXPECTED_PURCHASES
    of_contracts = ".contracts" if grounds.has_contracts else ""
    write, bound = (formats.money, formats.money) if is_money else (formats.decimal, formats.count)
    bounds = {"low": bound(low), "high": bound(high)}
    # Who has most probably left brings nothing, or much: the mean then lies beyond the range.
    is_rare = high < customer[name]
    said = "customer_file.interval_of_rare" if is_rare else "customer_file.interval"
    interval = "" if pd.isna(low) else texts(said, **bounds)
    return Figure(
        label=texts(f"customer_file.figure.{name}"),
        value=write(customer[name]),
        explanation=explained(
            f"customer_file.why.{name}{of_contracts}",
            CONTRACT_VALUE if of_contracts else formula,
            _all_purchases(customer, grounds),
            grounds,
            interval=interval,
            inputs={"discount": formats.percent(grounds.discount_rate_per_year)} if is_money else None,
        ),
        missing=texts(_nothing_to_come(name, customer)) if pd.isna(customer[name]) else "",
        note=interval,
    )


def _nothing_to_come(name: str, customer: pd.Series) -> str:
    if name == "lifetime_value" and not pd.isna(customer["value_to_come_12m"]):
        return "purchase_outlook.missing.alive"
    has_left = customer["churn_state"] == "left"
    return "customer_warning.has_left" if has_left else "customer_file.missing.lifetime_value"


def _chance(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = not pd.isna(customer["churn_probability"])
    too_soon = too_soon_words(customer, grounds)
    low, high = (formats.percent(customer[f"churn_probability_{end}"], 0) for end in ("low", "high"))
    interval = texts("customer_file.interval", low=low, high=high) if known and not too_soon else ""
    label, why = "customer_warning.line.chance", "customer_warning.meaning.chance"
    if grounds.one_day:
        label, why = "one_day.line.likeness", "one_day.meaning.likeness"
    return Figure(
        label=texts(label, months=grounds.horizon_months),
        value=texts("warning.not_yet_figure")
        if too_soon
        else leaving_words(customer["churn_probability"], grounds.reader),
        explanation=explained(
            why,
            LIKENESS if grounds.one_day else CHURN_PROBABILITY,
            texts("overview.rows", count=1) if grounds.one_day else _all_purchases(customer, grounds),
            grounds,
            interval=interval,
        ),
        missing="" if known else texts(_no_chance(customer)),
        note=too_soon or (interval if grounds.one_day else when(customer, grounds.reader) if known else ""),
    )


def _alive(customer: pd.Series, grounds: Grounds) -> Figure:
    """Return the chance that the customer hasn't left for good, by the model that counts the churned."""
    texts, chance = grounds.reader.texts, customer["alive_probability"]
    known, bought = not pd.isna(chance), _count(customer["purchase_days"])
    return Figure(
        label=texts("purchase_outlook.figure.alive_one"),
        value=chance_words(chance, grounds.reader),
        explanation=explained(
            "purchase_outlook.why.alive_one", ALIVE_PROBABILITY, _all_purchases(customer, grounds), grounds
        ),
        note=texts("purchase_outlook.note.alive_one", count=bought) if known else "",
        missing="" if known else texts("purchase_outlook.missing.alive"),
    )


def _no_chance(customer: pd.Series) -> str:
    has_left = customer["churn_state"] == "left"
    return "customer_warning.has_left" if has_left else "customer_warning.missing"


def _gain(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = not pd.isna(customer["expected_gain"])
    ceiling = formats.money(customer["rescue_ceiling"])
    return Figure(
        label=texts("customer_warning.line.gain"),
        value=formats.money(customer["expected_gain"]),
        explanation=explained(
            "customer_warning.meaning.gain",
            WARNING_GAIN,
            _all_purchases(customer, grounds),
            grounds,
            interval=bounded(customer, "expected_gain", grounds.reader) if known else "",
            inputs={"ceiling": bounded(customer, "rescue_ceiling", grounds.reader)} if known else None,
        ),
        missing="" if known else texts("customer_warning.no_gain"),
        note=texts("customer_warning.at_most", ceiling=ceiling) if known else "",
    )


def _silence(customer: pd.Series, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    days, gap, limit = (
        customer[name] for name in ("days_since_last_purchase", "gap_typical_days", "gap_limit_days")
    )
    note = "" if pd.isna(gap) else texts("customer_file.figure.usual", gap=round(gap), limit=round(limit))
    inputs = {"silence_probability": chance_words(customer["silence_probability"], grounds.reader)}
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
