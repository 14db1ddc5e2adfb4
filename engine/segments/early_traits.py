"""What of a customer is known early, and how does it become numbers?

Early is what stands in the customer's attributes and what the first purchase told. Each trait is
cut into few levels that enough customers share: the categories that occur often, the quarters of a
number. Rare and new categories and unknown values are in no level.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.purchases import UNITS, visible_facts

if TYPE_CHECKING:
    import ibis

    from engine.value.basis import History

Floats = NDArray[np.float64]

FIRST = "first_purchase."
"""Begins the names of the traits that the first purchase tells; the others are attributes."""

FIRST_TRAITS = ("channel", "amount", "products")
_LEAST_SHARE = 0.02
_LEAST_COUNT = 20
_MOST_LEVELS = 12
_LEAST_COVERED = 0.5
_NUMERIC_FROM = 10


@dataclass(frozen=True)
class Level:
    """One level of a trait: a category, or a number from ``low`` to below ``high``."""

    trait: str
    category: str = ""
    low: float = math.nan
    high: float = math.nan

    @property
    def is_number(self) -> bool:
        """Whether the level is a range of a number."""
        return not self.category

    def holds(self, values: pd.Series[str]) -> Floats:
        """Return 1.0 where the level holds, else 0.0."""
        if not self.is_number:
            return np.asarray(values == self.category, dtype=np.float64)
        numbers = _numbers(values)
        return np.asarray((numbers >= self.low) & (numbers < self.high), dtype=np.float64)


def first_purchases(transactions: ibis.Table, as_of: dt.date, basis: History, follow_days: int) -> ibis.Table:
    """Return one row a customer with a purchase: what the first day told, and what came of it.

    ``first_purchase_day``, ``channel`` (null where unknown), ``amount`` and ``products`` (number of
    different ones) of that day; ``followed_value`` is the value of the ``follow_days`` days after it.
    """
    facts = visible_facts(transactions, as_of, basis, ("channel", "product_id"))
    days = facts.filter(facts.is_purchase).group_by("customer_id").aggregate(first_day=facts.day.min())
    followed = facts.join(days, "customer_id")
    since = followed.day.delta(followed.first_day, unit="day")
    at_first = (since == 0) & followed.is_purchase
    return (
        followed.group_by("customer_id")
        .aggregate(
            first_purchase_day=followed.first_day.min(),
            channel=followed.channel.min(where=at_first),
            amount=followed.amount.sum(where=at_first).coalesce(0) / float(UNITS),
            products=followed.product_id.nunique(where=at_first),
            followed_value=followed.value.sum(where=(since > 0) & (since <= follow_days)).coalesce(0)
            / float(UNITS),
        )
        .order_by("customer_id")
    )


def early_traits(
    known_until: pd.Series[pd.Timestamp], attributes: pd.DataFrame, first: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row a customer and one column a trait, as texts, null where unknown.

    Parameters
    ----------
    known_until
        By customer id, the day up to which attributes count: later ones were not known early.
    attributes
        ``Relations.attributes``; of several values the latest of them counts.
    first
        What ``first_purchases`` answers, if the first purchase counts as well.
    """
    early = attributes[attributes["known_on"] <= attributes["customer_id"].map(known_until)]
    latest = early.sort_values("known_on", kind="stable").drop_duplicates(
        ["customer_id", "name"], keep="last"
    )
    told_of = latest.set_index(["customer_id", "name"])["value"]
    frame = told_of.unstack("name").reindex(known_until.index)  # noqa: PD010 - one value a pair
    frame.columns.name = None
    if first is not None:
        told = first.set_index("customer_id").reindex(known_until.index)
        for name in FIRST_TRAITS:
            frame[FIRST + name] = told[name].astype("object").where(told[name].notna())
    return frame.astype("object")


def learned_levels(frame: pd.DataFrame) -> tuple[Level, ...]:
    """Return the levels of all traits that a number of customers share; traits of a kind's own are left out.

    A level holds for at least a fiftieth of the customers and for 20; categories that together
    cover less than half of the known values (names, numbers of documents) tell nobody apart.
    """
    return tuple(
        level for name in sorted(frame.columns) for level in _levels(frame[name].dropna(), name, len(frame))
    )


def level_matrix(frame: pd.DataFrame, levels: tuple[Level, ...]) -> Floats:
    """Return which level holds for which customer, shape (n, levels); a trait that is absent is unknown."""
    empty = pd.Series([None] * len(frame), index=frame.index, dtype=object)
    columns = [level.holds(frame.get(level.trait, empty)) for level in levels]
    return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def _levels(values: pd.Series[str], name: str, size: int) -> Iterator[Level]:
    least = max(_LEAST_COUNT, _LEAST_SHARE * size)
    if len(values) < least:
        return
    numbers = _numbers(values)
    if numbers.notna().mean() >= 0.95 and numbers.nunique() > _NUMERIC_FROM:
        edges = np.unique(np.quantile(numbers.dropna(), (0.25, 0.5, 0.75), method="inverted_cdf"))
        limits = [-math.inf, *(float(edge) for edge in edges), math.inf]
        yield from (Level(name, low=low, high=high) for low, high in pairwise(limits))
        return
    counts = values.astype("str").value_counts()
    common = (
        counts[counts >= least].sort_index().sort_values(ascending=False, kind="stable").head(_MOST_LEVELS)
    )
    if common.sum() >= _LEAST_COVERED * len(values) and len(common) > 1:
        yield from (Level(name, category=str(category)) for category in common.index)


def _numbers(values: pd.Series[str]) -> pd.Series[float]:
    return pd.to_numeric(values, errors="coerce").astype("float64")
