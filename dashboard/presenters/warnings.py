"""How is one customer's warning said: chance, cause, time, measure, ceiling and gain?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.chances import leaving_words
from dashboard.presenters.terms import term, term_of
from engine.assessment_columns import SURVIVAL_MONTHS
from engine.rescue.measures import CATALOGUE, LEAVE_ALONE, LET_GO

_KNOWN_MEASURES: Final = frozenset({*(measure.code for measure in CATALOGUE), LEAVE_ALONE, LET_GO})


def chance(customer: pd.Series, reader: Reader) -> str:
    """Return the chance to leave within the horizon with its interval."""
    return bounded(customer, "churn_probability", reader)


def bounded(customer: pd.Series, name: str, reader: Reader) -> str:
    """Return a figure of a customer with its interval: a share as percentage, the rest as money."""
    value, low, high = (customer[f"{name}{end}"] for end in ("", "_low", "_high"))
    if pd.isna(value):
        return UNDEFINED
    write = _percent(reader) if name.endswith("_probability") else reader.formats.money
    if pd.isna(low) or pd.isna(high) or (name == "churn_probability" and value == 0.0):
        return write(value)
    return reader.texts("warning.bounded", value=write(value), low=write(low), high=write(high))


def cause(customer: pd.Series, reader: Reader) -> str:
    """Return the likely cause with its share in the excess risk, or that it is not clear."""
    code, share = customer["cause"], customer["cause_share"]
    if not isinstance(code, str) or not code:
        return UNDEFINED
    word = term("cause", code, reader.texts)
    if code == "unclear" or pd.isna(share):
        return word
    return reader.texts("warning.cause_share", cause=word, share=reader.formats.percent(share, 0))


def when(customer: pd.Series, reader: Reader) -> str:
    """Return by when an even chance of having left is reached, or that it is not within sight."""
    texts, median = reader.texts, customer["churn_median_months"]
    if _has_no_time(customer):
        return UNDEFINED
    if pd.isna(median):
        return _with_range(texts("warning.less_than_even", months=SURVIVAL_MONTHS), customer, reader)
    return _with_range(texts("warning.within", count=max(1, round(median))), customer, reader)


def when_short(customer: pd.Series, reader: Reader) -> str:
    """Return the same for a column whose heading says what is meant."""
    if _has_no_time(customer):
        return UNDEFINED
    median = customer["churn_median_months"]
    if pd.isna(median):
        return _with_range(reader.texts("warning.beyond", months=SURVIVAL_MONTHS), customer, reader)
    return _with_range(reader.texts("customers.months", count=max(1, round(median))), customer, reader)


def _with_range(said: str, customer: pd.Series, reader: Reader) -> str:
    """Return a time with its 95 % interval, in which a bound that isn't known lies beyond the last month."""
    median, low, high = (customer[f"churn_median_months{end}"] for end in ("", "_low", "_high"))
    if pd.isna(low) or low == high:
        return said
    if pd.isna(median):
        return reader.texts("warning.range_late", said=said, low=round(low))
    if pd.isna(high):
        return reader.texts("warning.range_open", said=said, low=round(low), months=SURVIVAL_MONTHS)
    return reader.texts("warning.range", said=said, low=round(low), high=round(high))


def _has_no_time(customer: pd.Series) -> bool:
    """Return whether nothing is known of when: gone, without a chance, or by a model that knows no time."""
    chance, months = customer["churn_probability"], customer["churn_expected_months"]
    return bool(pd.isna(chance) or customer["churn_state"] == "left" or (chance > 0.0 and pd.isna(months)))


def when_if(customer: pd.Series, horizon_months: int, reader: Reader) -> str:
    """Return after how long those leave who leave within the horizon; empty where unknown."""
    months, low, high = (customer[f"churn_expected_months{end}"] for end in ("", "_low", "_high"))
    if pd.isna(months) or customer["churn_state"] == "left":
        return ""
    decimal = reader.formats.decimal
    said = decimal(float(months))
    if not pd.isna(low):
        said = reader.texts("warning.bounded", value=said, low=decimal(float(low)), high=decimal(float(high)))
    return reader.texts("warning.if_at_all", months=said, horizon=horizon_months)


def measure(customer: pd.Series, reader: Reader) -> str:
    """Return the measure that gains most; recorded ones by the company's own name."""
    code = customer["measure"]
    if not isinstance(code, str) or not code:
        return UNDEFINED
    return reader.texts(f"rescue.measure.{code}") if code in _KNOWN_MEASURES else code


def warning_rows(customers: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return warnings as text for a table, indexed by customer key, in their order."""
    formats = reader.formats
    rows = []
    for _, one in customers.iterrows():
        name = one["name"] if "name" in customers and isinstance(one["name"], str) and one["name"] else None
        rows.append(
            {
                "name": name or str(one["customer_id"]),
                "expected_gain": bounded(one, "expected_gain", reader),
                "churn_probability": chance(one, reader),
                "cause": cause(one, reader),
                "when": when_short(one, reader),
                "measure": measure(one, reader),
                "rescue_ceiling": bounded(one, "rescue_ceiling", reader),
                "current_value": formats.money(one["current_value"]),
                "value_tier": term_of("value_tier", one["value_tier"], reader.texts),
                "churn_state": term_of("churn_state", one["churn_state"], reader.texts),
            }
        )
    keys = pd.Index(customers["customer_key"].astype(int), name="customer_key")
    return pd.DataFrame(rows, index=keys)


def _percent(reader: Reader) -> Callable[[float], str]:
    return lambda share: leaving_words(share, reader, short=True)
