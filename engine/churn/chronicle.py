"""What happened to each customer in which month, so that any past day can be looked at as it was then?

Purchases are summed by customer and month where the facts are; everything else is kept as rows with
the customer's position. A landmark, the end of a month before ``as_of``, then only cuts.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.attribute_kinds import attribute_kinds
from engine.churn.month_grid import grid_day
from engine.contracts import DAY_OF, Relations, Tables
from engine.months import whole_months
from engine.purchases import UNITS, visible_facts
from engine.value.basis import History, history

if TYPE_CHECKING:
    import ibis

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEVER = np.iinfo(np.int32).min
"""Day number of a purchase that hasn't been."""

_NAMED = ("product_id", "channel")
_SUMS = ("purchase_days", "amount", "refund_amount", "value")


@dataclass(frozen=True)
class Lines:
    """Lines of transactions of which a column is known: whose, when, and which of ``labels`` (by name)."""

    customer: Ints
    day: NDArray[np.datetime64]
    value: Ints
    labels: NDArray[np.object_]


@dataclass(frozen=True)
class Chronicle:
    """Everything known up to ``as_of``.

    Attributes
    ----------
    monthly
        ``purchase_days amount refund_amount value`` by customer and month; month 0 is the latest.
    first_day, last_day
        Day numbers since 1970 of the first purchase, and of the last one up to the end of each
        month (customer x month); ``NEVER`` without one.
    rows
        Relations by kind with the customer's position as ``customer`` and the day of each row as
        ``on``, by day; ``ended_on`` of contracts is NaT while they run.
    lines
        What was bought where, by column (``product_id``, ``channel``).
    """

    as_of: dt.date
    months: int
    customer_ids: pd.Index
    monthly: Mapping[str, NDArray[np.float32]]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    rows: Mapping[str, pd.DataFrame]
    lines: Mapping[str, Lines]
    survey_items: pd.DataFrame
    products: pd.DataFrame
    facts: ibis.Table | None = field(repr=False)
    tables: Tables = field(repr=False)

    @cached_property
    def attribute_kinds(self) -> dict[str, str]:
        """Return what each attribute is (``attribute_kinds``), told by all of its values."""
        return attribute_kinds(self.rows["attributes"])

    def landmark(self, months_back: int, customers: Ints | None = None) -> Landmark:
        """Return what was known at the end of a month of some customers (all by default)."""
        chosen = np.arange(len(self.customer_ids)) if customers is None else customers
        return Landmark(self, months_back, chosen)


@dataclass(frozen=True)
class Landmark:
    """A chronicle as it was at the end of month ``months_back``, for the customers at ``customers``."""

    chronicle: Chronicle
    months_back: int
    customers: Ints

    @property
    def day(self) -> np.datetime64:
        """Return the landmark's day."""
        return grid_day(self.chronicle.as_of, self.months_back)

    @property
    def size(self) -> int:
        """Return the number of customers looked at."""
        return len(self.customers)

    def total(self, name: str, months: int, skipped: int = 0) -> Floats:
        """Return a sum over the ``months`` up to the landmark, less the latest ``skipped`` of them."""
        first = self.months_back + skipped
        window = self.chronicle.monthly[name][self.customers, first : self.months_back + months]
        return np.asarray(window.sum(axis=1, dtype=np.float64))

    def last_purchase(self) -> Ints:
        """Return the day number of the last purchase by then, ``NEVER`` without one."""
        known = self.chronicle.last_day
        if self.months_back >= known.shape[1]:
            return np.full(self.size, NEVER, dtype=np.int64)
        return np.asarray(known[self.customers, self.months_back], dtype=np.int64)

    def known(self, kind: str) -> pd.DataFrame:
        """Return the rows of a kind up to the landmark; ``customer`` is the place among ``customers``."""
        rows = self.chronicle.rows[kind]
        if rows.empty:
            return rows
        known = rows.iloc[: int(np.searchsorted(rows["on"].to_numpy(), self.day, side="right"))]
        places = np.full(len(self.chronicle.customer_ids), -1, dtype=np.int64)
        places[self.customers] = np.arange(self.size)
        own = places[known["customer"].to_numpy()]
        found: pd.DataFrame = known.assign(customer=own)[own >= 0]
        return found


def chronicle(tables: Tables, as_of: dt.date) -> Chronicle:
    """Return what is known up to ``as_of``; customers are those of ``tables.customers``, in order of id.

    A company without transactions has no purchases, and months since its first other fact.
    """
    ids = pd.Index(tables.customers["customer_id"].sort_values().to_numpy(dtype=object))
    rows = _rows(tables.relations.up_to(as_of), ids)
    facts, known = _facts(tables, as_of)
    first = known.first_day if known else _first_day(rows, as_of)
    months = max(whole_months(first, as_of), 1)
    monthly, first_day, last_day = _monthly(tables, facts, as_of, (ids, months))
    return Chronicle(
        as_of=as_of,
        months=months,
        customer_ids=ids,
        monthly=monthly,
        first_day=first_day,
        last_day=last_day,
        rows=rows,
        lines={name: _lines(tables, facts, ids, name) for name in _NAMED},
        survey_items=tables.relations.survey_items,
        products=tables.relations.products,
        facts=facts,
        tables=tables,
    )


def _facts(tables: Tables, as_of: dt.date) -> tuple[ibis.Table | None, History | None]:
    is_any = tables.execute((tables.transactions.day <= as_of).sum().coalesce(0))
    if not int(is_any):  # type: ignore[call-overload]
        return None, None
    known = history(tables, as_of, None)
    return visible_facts(tables.transactions, as_of, known), known


def _first_day(rows: Mapping[str, pd.DataFrame], as_of: dt.date) -> dt.date:
    first = [frame["on"].iloc[0] for kind, frame in rows.items() if len(frame) and kind != "contracts"]
    day: dt.date = min(first).date() if first else as_of
    return day


def _rows(relations: Relations, ids: pd.Index) -> dict[str, pd.DataFrame]:
    found = {}
    for kind, day in DAY_OF.items():
        frame = getattr(relations, kind)
        places = places_of(ids, frame["customer_id"])
        on = frame[day].dt.floor("D")
        kept = frame.assign(customer=places, on=on)[(places >= 0) & on.notna().to_numpy()]
        found[kind] = kept.sort_values("on", kind="stable", ignore_index=True)
    found["contracts"] = found["contracts"].assign(ended_on=found["contracts"]["end_day"])
    return found


def _lines(tables: Tables, facts: ibis.Table | None, ids: pd.Index, name: str) -> Lines:
    none = np.zeros(0, dtype=np.int64)
    if facts is None:
        return Lines(none, none.astype("datetime64[D]"), none, none.astype(object))
    known = tables.transactions.select("customer_id", "day", value=tables.transactions[name])
    found = tables.execute(known.drop_null("value"))
    value, labels = pd.factorize(found["value"], sort=True)
    owner = places_of(ids, found["customer_id"])
    own, day = owner >= 0, found["day"].to_numpy(dtype="datetime64[D]")
    return Lines(owner[own], day[own], value[own].astype(np.int64), labels.to_numpy(dtype=object))


def _monthly(
    tables: Tables, facts: ibis.Table | None, as_of: dt.date, shape: tuple[pd.Index, int]
) -> tuple[dict[str, NDArray[np.float32]], NDArray[np.int32], NDArray[np.int32]]:
    ids, months = shape
    sums = {name: np.zeros((len(ids), months), dtype=np.float32) for name in _SUMS}
    first_day = np.full(len(ids), np.iinfo(np.int32).max, dtype=np.int32)
    last_day = np.full((len(ids), months), NEVER, dtype=np.int32)
    if facts is None:
        return sums, np.full(len(ids), NEVER, dtype=np.int32), last_day
    found = tables.execute(_by_month(facts, as_of))
    owner = places_of(ids, found["customer_id"])
    month = np.minimum(found["month"].to_numpy(dtype=np.int64), months - 1)
    for name in _SUMS:
        scale = 1.0 if name == "purchase_days" else UNITS
        np.add.at(sums[name], (owner, month), (found[name] / scale).to_numpy(dtype=np.float32))
    bought = found["last_purchase"].notna().to_numpy()
    np.maximum.at(last_day, (owner[bought], month[bought]), _day_numbers(found["last_purchase"][bought]))
    last_day = np.maximum.accumulate(last_day[:, ::-1], axis=1)[:, ::-1]
    np.minimum.at(first_day, owner[bought], _day_numbers(found["first_purchase"][bought]))
    return sums, np.where(last_day[:, 0] == NEVER, NEVER, first_day), last_day


def _by_month(facts: ibis.Table, as_of: dt.date) -> ibis.Table:
    """Return one row a customer and month, counted as ``month_numbers`` does."""
    day = facts.day
    back = as_of.year * 12 + as_of.month - (day.year() * 12 + day.month())
    if as_of.day < monthrange(as_of.year, as_of.month)[1]:
        back -= (day.day() > as_of.day).cast("int64")
    placed = facts.mutate(month=back.cast("int64"))
    bought = placed.is_purchase
    return placed.group_by("customer_id", "month").aggregate(
        purchase_days=placed.day.nunique(where=bought),
        amount=placed.amount.sum().coalesce(0),
        refund_amount=placed.amount.sum(where=placed.amount < 0).coalesce(0),
        value=placed.value.sum().coalesce(0),
        first_purchase=placed.day.min(where=bought),
        last_purchase=placed.day.max(where=bought),
    )


def places_of(ids: pd.Index, customers: pd.Series[str]) -> Ints:
    """Return each row's place among the customers, -1 where there is none."""
    # Put first they have the first codes, in their order; no text becomes an object of Python.
    codes, _ = pd.factorize(pd.concat([pd.Series(ids, dtype="str"), customers]))
    own = codes[len(ids) :]
    return np.where(own < len(ids), own, -1)


def _day_numbers(days: pd.Series[Any]) -> NDArray[np.int32]:
    return days.to_numpy(dtype="datetime64[D]").astype(np.int32)
