"""Who are these customers, what are they worth, and how do they differ from everybody?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_filters import CustomerFilters, filter_words
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.terms import ORDERS, term_of
from engine.assessing.bonds import CONTRACT_END
from engine.churn.rule import CHURN_STATE
from engine.figures import CURRENT_VALUE
from engine.purchases import PURCHASE_DAYS
from engine.rhythm import GAP_LIMIT
from engine.satisfaction.point_ranges import SMALLEST_GROUP

_DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class CustomersView:
    """What the Customers page says above its list; of a small one shares would tell nothing."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    states: pd.DataFrame
    tiers: pd.DataFrame
    is_narrowed: bool
    is_empty: bool
    is_small: bool


def customers_view(
    listed: pd.DataFrame, everybody: pd.DataFrame, filters: CustomerFilters, grounds: Grounds
) -> CustomersView:
    """Return the words and figures about ``listed``, the filtered part of ``everybody``."""
    reader = grounds.reader
    narrowed = len(listed) < len(everybody)
    return CustomersView(
        headline=customers_headline(listed, grounds, is_narrowed=narrowed),
        caption=filter_words(filters, reader) or _everybody(grounds),
        figures=comparison_figures(listed, everybody, grounds),
        states=compared_shares(listed, everybody, "churn_state", reader),
        tiers=compared_shares(listed, everybody, "value_tier", reader),
        is_narrowed=narrowed,
        is_empty=listed.empty,
        is_small=len(listed) < SMALLEST_GROUP,
    )


def customers_headline(listed: pd.DataFrame, grounds: Grounds, *, is_narrowed: bool) -> str:
    """Return the sentence at the top: how many, worth what, and how many of them lean to leave."""
    texts = grounds.reader.texts
    if listed.empty:
        return texts("customers.headline.empty")
    value = grounds.reader.formats.money(_total(listed, "current_value"))
    whom = "listed" if is_narrowed else "all"
    measure = grounds.measure if grounds.has_purchases else "none"
    worth = texts(f"customers.headline.{whom}.{measure}", count=len(listed), value=value)
    states = listed["churn_state"].value_counts()
    for state in ("leaning", "left"):
        count = int(states.get(state, 0))
        if count == len(listed) > 1:
            return texts(f"customers.headline.all_{state}", worth=worth)
        if count:
            return texts(f"customers.headline.{state}", count=count, worth=worth)
    return texts("customers.headline.calm", worth=worth)


def comparison_figures(listed: pd.DataFrame, everybody: pd.DataFrame, grounds: Grounds) -> tuple[Figure, ...]:
    """Return count, value, leaning share and silence of the list, each beside everybody's."""
    if not grounds.has_purchases:
        found = (_customers, _leaning, _tenure)
        return tuple(one(listed, everybody, grounds) for one in found)
    return (
        _customers(listed, everybody, grounds),
        _value(listed, everybody, grounds),
        _leaning(listed, everybody, grounds),
        (_tenure if grounds.has_contracts else _silent)(listed, everybody, grounds),
    )


def compared_shares(
    listed: pd.DataFrame, everybody: pd.DataFrame, column: str, reader: Reader
) -> pd.DataFrame:
    """Return one row a code of ``column``: its word, its share in the list and among everybody, labels."""
    rows = []
    for code in ORDERS[column]:
        share, usual = _share(listed, column, code), _share(everybody, column, code)
        rows.append(
            {
                "code": code,
                "word": term_of(column, code, reader.texts),
                "share": share,
                "usual": usual,
                "label": reader.formats.percent(share, 0),
                "usual_label": reader.formats.percent(usual, 0),
            }
        )
    return pd.DataFrame(rows)


def said(shares: pd.DataFrame) -> str:
    """Return compared shares in words, everybody's in brackets."""
    return " · ".join(f"{row.word} {row.label} ({row.usual_label})" for row in shares.itertuples())


def _everybody(grounds: Grounds) -> str:
    known = "everybody" if grounds.has_purchases else "everybody_known"
    return grounds.reader.texts(f"customers.caption.{known}")


def _customers(listed: pd.DataFrame, everybody: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    share = formats.percent(len(listed) / len(everybody) if len(everybody) else None)
    return Figure(
        label=texts("customers.figure.customers"),
        value=formats.count(len(listed)),
        explanation=explained(
            "customers.why.customers" if grounds.has_purchases else "customers.caption.everybody_known",
            PURCHASE_DAYS,
            _rows(listed, grounds),
            grounds,
        ),
        note=texts("customers.figure.share_of_everybody", share=share),
    )


def _value(listed: pd.DataFrame, everybody: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    value, whole = _total(listed, "current_value"), _total(everybody, "current_value")
    inputs = {
        "value_each": formats.money(value / max(len(listed), 1)),
        "value_each_everybody": formats.money(whole / max(len(everybody), 1)),
        "potential": formats.money(_total(listed, "potential_value")),
    }
    why = f"customers.why.value.{grounds.basis}"
    return Figure(
        label=texts(f"customers.figure.value.{grounds.measure}"),
        value=formats.money(value),
        explanation=explained(why, CURRENT_VALUE, _rows(listed, grounds), grounds, inputs=inputs),
        note=texts(
            "customers.figure.share_of_everybody", share=formats.percent(value / whole if whole > 0 else None)
        ),
    )


def _leaning(listed: pd.DataFrame, everybody: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    share, usual = (_share(frame, "churn_state", "leaning") for frame in (listed, everybody))
    inputs = {
        "left_share": formats.percent(_share(listed, "churn_state", "left")),
        "churn_rule": grounds.churn_rule,
    }
    return Figure(
        label=texts("customers.figure.leaning"),
        value=formats.percent(share),
        explanation=explained(
            f"customers.why.leaning{grounds.of_contracts}",
            CHURN_STATE,
            _rows(listed, grounds),
            grounds,
            inputs=inputs,
        ),
        note=texts("customers.figure.everybody", value=formats.percent(usual)),
        missing=texts("customers.rule.undefined") if math.isnan(usual) else "",
    )


def _silent(listed: pd.DataFrame, everybody: pd.DataFrame, grounds: Grounds) -> Figure:
    texts = grounds.reader.texts
    days = [
        _days(float(frame["days_since_last_purchase"].median()), grounds) for frame in (listed, everybody)
    ]
    rung = int(listed["rhythm_alarm"].fillna(False).astype(bool).sum())
    return Figure(
        label=texts("customers.figure.silent"),
        value=days[0],
        explanation=explained(
            "customers.why.silent",
            GAP_LIMIT,
            _rows(listed, grounds),
            grounds,
            inputs={"alarms": grounds.reader.formats.count(rung)},
        ),
        note=texts("customers.figure.everybody", value=days[1]),
    )


def _tenure(listed: pd.DataFrame, everybody: pd.DataFrame, grounds: Grounds) -> Figure:
    texts = grounds.reader.texts
    months = [_months(_median_tenure(frame, grounds), grounds) for frame in (listed, everybody)]
    return Figure(
        label=texts("customers.figure.tenure"),
        value=months[0],
        explanation=explained("customers.why.tenure", CONTRACT_END, _rows(listed, grounds), grounds),
        note=texts("customers.figure.everybody", value=months[1]),
    )


def _median_tenure(customers: pd.DataFrame, grounds: Grounds) -> float:
    """Return for how many months the contracts of those have run who are still bound."""
    start = customers["contract_start_day"].where(customers["contract_end_day"].isna())
    days = (pd.Timestamp(grounds.as_of) - start).dt.days
    return float(days.median()) / _DAYS_A_MONTH


def _rows(customers: pd.DataFrame, grounds: Grounds) -> str:
    return grounds.reader.texts("customers.rows", count=len(customers))


def _total(customers: pd.DataFrame, column: str) -> float:
    return float(customers[column].sum(min_count=1))


def _share(customers: pd.DataFrame, column: str, code: str) -> float:
    """Share of the customers of whom it is known."""
    known = customers[column].dropna()
    return float((known == code).mean()) if len(known) else math.nan


def _days(value: float, grounds: Grounds) -> str:
    reader = grounds.reader
    return (
        reader.formats.count(None)
        if math.isnan(value)
        else reader.texts("customers.days", count=round(value))
    )


def _months(value: float, grounds: Grounds) -> str:
    reader = grounds.reader
    if math.isnan(value):
        return reader.formats.count(None)
    return reader.texts("customers.months", count=round(value))
