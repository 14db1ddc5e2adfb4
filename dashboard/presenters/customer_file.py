"""What is there to know about one customer, and what is not known yet?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.chances import chance_words
from dashboard.presenters.cluster_words import cluster_name
from dashboard.presenters.firmness import keep_words
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.terms import term

_TOLD_BY: Final = {
    "satisfaction": {"answers"},
    "complaints": {"complaint"},
    "contacts": {"contact", "rescue"},
}


@dataclass(frozen=True)
class Fact:
    """One line of the file: what it is, its value, and how it is meant."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True)
class CustomerFileView:
    """The words of a customer's file; figures and pictures have presenters of their own."""

    title: str
    subtitle: str
    headline: str
    tier: str
    state: str
    reasons: tuple[str, ...]
    facts: tuple[Fact, ...]
    missing: tuple[str, ...]


def customer_file_view(
    customer: pd.Series, name: str, customers_count: int, grounds: Grounds, events: Collection[str] = ()
) -> CustomerFileView:
    """Return what the file of ``customer``, a row of an assessment, says.

    ``events`` are the sorts of events that the time line knows of.
    """
    reader = grounds.reader
    texts = reader.texts
    customer_id = str(customer["customer_id"])
    begun = customer["first_purchase_day" if grounds.has_purchases else "contract_start_day"]
    since = "" if pd.isna(begun) else texts("customer_file.subtitle.since", day=reader.formats.day(begun))
    return CustomerFileView(
        title=name or customer_id,
        subtitle=" · ".join(
            filter(None, [texts("customer_file.subtitle.id", id=customer_id) if name else "", since])
        ),
        headline=file_headline(customer, grounds),
        tier=_code(customer["value_tier"]),
        state=_code(customer["churn_state"]),
        reasons=state_reasons(customer, grounds),
        facts=file_facts(customer, customers_count, reader),
        missing=missing(customer, grounds, events),
    )


def file_headline(customer: pd.Series, grounds: Grounds) -> str:
    """Return who this is in one sentence: tier, stage, worth, state."""
    reader = grounds.reader
    texts = reader.texts
    tier = customer["value_tier"]
    if not grounds.has_purchases:
        return texts(f"customer_file.headline.only.{_code(customer['churn_state']) or 'unknown'}")
    who = (
        texts(f"customer_file.headline.{tier}")
        if isinstance(tier, str)
        else texts("customer_file.headline.no_tier")
    )
    worth = texts(
        f"customer_file.headline.worth.{grounds.measure}",
        value=reader.formats.money(customer["current_value"]),
    )
    state = customer["churn_state"]
    doing = texts(f"customer_file.headline.state.{state}") if isinstance(state, str) else ""
    return texts("customer_file.headline.whole", who=who, worth=worth, doing=doing)


def state_reasons(customer: pd.Series, grounds: Grounds) -> tuple[str, ...]:
    """Return why the customer is in the churn state they are in; what is not so isn't said."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    reasons = []
    if grounds.one_day and customer["churn_state"] in ("leaning", "staying"):
        alike = formats.percent(customer["churn_probability"], 0)
        return (texts(f"one_day.reason.{customer['churn_state']}", chance=alike),)
    if customer["churn_state"] == "left" and grounds.has_contracts:
        ended = formats.day(customer["contract_end_day"])
        reasons.append(texts("customer_file.reason.contract_ended", day=ended))
    elif customer["churn_state"] == "left":
        reasons.append(texts("customer_file.reason.left", count=int(customer["days_since_last_purchase"])))
    if _holds(customer["rhythm_alarm"]):
        chance = chance_words(customer["silence_probability"], reader)
        reasons.append(texts("customer_file.reason.alarm", chance=chance))
    if _holds(customer["partial_churn"]):
        changes = {
            name: formats.signed_percent(customer[f"{name}_change"], 0) for name in ("frequency", "spend")
        }
        reasons.append(texts("customer_file.reason.partial", **changes))
    return tuple(reasons) or (_calm(customer, grounds),)


def _calm(customer: pd.Series, grounds: Grounds) -> str:
    """Return what is said of a customer of whom no warning is to be given."""
    texts, known = grounds.reader.texts, isinstance(customer["churn_state"], str)
    if not grounds.has_contracts:
        return texts("customer_file.reason.none" if known else "customer_file.reason.unknown")
    if not known:
        return texts("customer_file.reason.no_contract")
    start = grounds.reader.formats.day(customer["contract_start_day"])
    return texts("customer_file.reason.bound", day=start)


def file_facts(customer: pd.Series, customers_count: int, reader: Reader) -> tuple[Fact, ...]:
    """Return stage, class, RFM and counts, line by line."""
    formats = reader.formats
    values = {
        "tier": term("tier", customer["value_tier"], reader.texts),
        "firmness": keep_words(customer, reader),
        "cluster": cluster_name(customer.get("cluster"), reader.texts),
        "stage": term("stage", customer["lifecycle_stage"], reader.texts),
        "abc": term("abc", customer["abc_class"], reader.texts),
        "rfm": _rfm(customer),
        "partial": reader.texts(
            f"customer_file.yes_no.{'yes' if _holds(customer['partial_churn']) else 'no'}"
        ),
        "purchases": formats.count(customer["purchase_days"]),
        "purchases_12m": formats.count(customer["purchase_days_12m"]),
        "each": formats.money(customer["monetary_value"]),
        "total": formats.money(customer["amount_total"]),
        "refunds": formats.money(customer["refund_amount_total"]),
        "first": formats.day(customer["first_purchase_day"]),
        "last": formats.day(customer["last_purchase_day"]),
    }
    parameters = {"customers": customers_count}
    return tuple(
        Fact(reader.texts(f"customer_file.fact.{name}"), value, _meaning(name, customer, parameters, reader))
        for name, value in values.items()
    )


def missing(customer: pd.Series, grounds: Grounds, events: Collection[str] = ()) -> tuple[str, ...]:
    """Return what this file cannot say yet, and what it would take."""
    reader = grounds.reader
    texts = reader.texts
    gaps = []
    if not grounds.has_purchases:
        return (texts("card.purchases.not_enough_data", count=0, needed=1),)
    if pd.isna(customer["potential_value"]):
        gaps.append(grounds.potential_missing)
    if pd.isna(customer["gap_typical_days"]) and not grounds.has_contracts:
        gaps.append(texts("customer_file.missing.rhythm", count=int(_number(customer["purchase_days"]))))
    if pd.isna(customer["growth_rate"]):
        gaps.append(texts("customer_file.missing.growth"))
    if _number(customer["margin_known_share"]) < 1.0:
        gaps.append(
            texts(
                "customer_file.missing.margin",
                share=reader.formats.percent(customer["margin_known_share"], 0),
            )
        )
    unheard = (kind for kind, sorts in _TOLD_BY.items() if not sorts & set(events))
    return (*gaps, *(texts(f"customer_file.missing.{kind}") for kind in unheard))


def tier_history(history: list[tuple[dt.date, pd.Series]], reader: Reader) -> pd.DataFrame:
    """Return one row an assessment, oldest first: day, value, tier code and the words for both.

    An assessment in which the customer had no purchase yet is left out by the caller.
    """
    rows = []
    for as_of, customer in sorted(history, key=lambda entry: entry[0]):
        value = reader.formats.money(customer["current_value"])
        word = term("tier", customer["value_tier"], reader.texts)
        rows.append(
            {
                "as_of": as_of,
                "month": reader.formats.month(as_of),
                "current_value": float(customer["current_value"]),
                "tier": _code(customer["value_tier"]),
                "word": word,
                "state": term("state", customer["churn_state"], reader.texts),
                "label": f"{reader.formats.day(as_of)} · {word} · {value}",
            }
        )
    return pd.DataFrame(rows)


def _meaning(name: str, customer: pd.Series, parameters: dict[str, int], reader: Reader) -> str:
    if name == "tier" and not _code(customer["value_tier"]):
        return reader.texts("customer_file.meaning.no_tier")
    return reader.texts(f"customer_file.meaning.{name}", **parameters)


def _rfm(customer: pd.Series) -> str:
    digits = [customer[f"rfm_{part}"] for part in ("recency", "frequency", "monetary")]
    return (
        UNDEFINED
        if any(pd.isna(digit) for digit in digits)
        else " · ".join(str(int(digit)) for digit in digits)
    )


def _code(value: object) -> str:
    return value if isinstance(value, str) else ""


def _holds(value: object) -> bool:
    return bool(value) if not pd.isna(value) else False  # type: ignore[call-overload]


def _number(value: float) -> float:
    return 0.0 if pd.isna(value) else float(value)
