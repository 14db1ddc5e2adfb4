"""Who are these customers, what are they worth, and how do they differ from everybody?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_filters import CustomerFilters, filter_words
from dashboard.presenters.terms import STATES, term


@dataclass(frozen=True)
class Comparison:
    """One line of "this list against everybody", all plain text."""

    label: str
    listed: str
    everybody: str
    share: str


@dataclass(frozen=True)
class CustomersView:
    """What the Customers page says above its list."""

    headline: str
    caption: str
    comparisons: tuple[Comparison, ...]
    compared: bool
    states: pd.DataFrame
    is_empty: bool


def customers_view(
    listed: pd.DataFrame,
    everybody: pd.DataFrame,
    filters: CustomerFilters,
    basis: str,
    reader: Reader,
) -> CustomersView:
    """Return the words and figures about ``listed``, the filtered part of ``everybody``."""
    words = filter_words(filters, reader)
    compared = len(listed) < len(everybody)
    return CustomersView(
        headline=customers_headline(listed, compared=compared, basis=basis, reader=reader),
        caption=words or reader.texts("customers.caption.everybody"),
        comparisons=comparisons(listed, everybody, basis, reader),
        compared=compared,
        states=state_shares(listed, everybody, reader),
        is_empty=listed.empty,
    )


def customers_headline(listed: pd.DataFrame, *, compared: bool, basis: str, reader: Reader) -> str:
    """Return the sentence at the top: how many, worth what, and how many of them lean to leave."""
    texts, formats = reader.texts, reader.formats
    if listed.empty:
        return texts("customers.headline.none")
    value = formats.money(float(listed["current_value"].sum(min_count=1)))
    worth = texts(f"customers.headline.{'listed' if compared else 'all'}.{basis}", count=len(listed), value=value)
    leaning = int((listed["churn_state"] == "leaning").sum())
    left = int((listed["churn_state"] == "left").sum())
    if leaning:
        return worth + texts("customers.headline.leaning", count=leaning)
    return worth + (texts("customers.headline.left", count=left) if left else texts("customers.headline.calm"))


def comparisons(listed: pd.DataFrame, everybody: pd.DataFrame, basis: str, reader: Reader) -> tuple[Comparison, ...]:
    """Return count, value, value a head, silence and states of the list beside everybody's."""
    formats = reader.formats
    rows = [
        _sums("customers", float(len(listed)), float(len(everybody)), "count", reader),
        _sums(f"value.{basis}", _total(listed, "current_value"), _total(everybody, "current_value"), "money", reader),
        _sums("potential", _total(listed, "potential_value"), _total(everybody, "potential_value"), "money", reader),
    ]
    for name, column in (("value_each", "current_value"), ("silent_days", "days_since_last_purchase")):
        pair = [_middle(frame, column) for frame in (listed, everybody)]
        written = [formats.money(value) if name == "value_each" else _days(value, reader) for value in pair]
        rows.append(Comparison(reader.texts(f"customers.compare.{name}"), *written, share=""))
    for state in STATES[1:]:
        pair = [_share(frame, state) for frame in (listed, everybody)]
        rows.append(Comparison(term("state", state, reader.texts), *map(formats.percent, pair), share=""))
    return tuple(rows)


def state_shares(listed: pd.DataFrame, everybody: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return one row a churn state: code, word, share in the list and among everybody, label."""
    rows = []
    for state in STATES:
        share, usual = _share(listed, state), _share(everybody, state)
        rows.append(
            {
                "code": state,
                "word": term("state", state, reader.texts),
                "share": share,
                "usual": usual,
                "label": reader.formats.percent(share, 0),
                "usual_label": reader.formats.percent(usual, 0),
                "count": int((listed["churn_state"] == state).sum()),
            }
        )
    return pd.DataFrame(rows)


def _sums(name: str, listed: float, everybody: float, kind: Literal["count", "money"], reader: Reader) -> Comparison:
    write = reader.formats.count if kind == "count" else reader.formats.money
    share = reader.formats.percent(listed / everybody) if everybody > 0 else reader.formats.percent(None)
    return Comparison(reader.texts(f"customers.compare.{name}"), write(listed), write(everybody), share)


def _total(customers: pd.DataFrame, column: str) -> float:
    return float(customers[column].sum(min_count=1))


def _middle(customers: pd.DataFrame, column: str) -> float:
    return float(customers[column].median())


def _share(customers: pd.DataFrame, state: str) -> float:
    """Share of the customers whose state is known."""
    known = customers["churn_state"].dropna()
    return float((known == state).mean()) if len(known) else float("nan")


def _days(value: float, reader: Reader) -> str:
    if value != value:  # noqa: PLR0124 - NaN
        return reader.formats.count(None)
    return reader.texts("customers.days", count=round(value))
