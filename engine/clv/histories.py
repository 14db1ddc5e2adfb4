"""What of a customer's past decides what is to come: how often, until when, and since when?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import ContractBrokenError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

DAYS_PER_WEEK = 7.0
_SORTED_UP_TO = 200_000
# Written-out weeks are rounded: 272 days are 38.857 weeks, in a file 38.86.
_ROUNDING = 0.01


@dataclass(frozen=True)
class Histories:
    """Customers' pasts in the models' terms: x repeat purchases, the last at t_x, seen up to T.

    All arrays have shape (n,). ``weights`` counts how many customers share a row.
    """

    frequency: Floats
    recency: Floats
    age: Floats
    weights: Floats

    @classmethod
    def of(
        cls, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, weights: ArrayLike | None = None
    ) -> Histories:
        """Return the histories, checked: whole x ≥ 0, 0 ≤ t_x ≤ T, and t_x = 0 exactly where x = 0.

        Scalars are taken as one customer, or repeated for all.

        Raises
        ------
        ContractBrokenError
            A history can't be; the parameters say how many of how many.
        """
        sizes = np.ones_like(np.asarray(frequency, dtype=np.float64)) if weights is None else weights
        arrays = (np.asarray(values, dtype=np.float64) for values in (frequency, recency, age, sizes))
        x, t, whole, w = (np.atleast_1d(part) for part in np.broadcast_arrays(*arrays))
        possible = (x >= 0) & (x == np.floor(x)) & (t >= 0) & (t <= whole + _ROUNDING) & (w >= 0)
        possible &= ((x == 0) == (t == 0)) & np.isfinite(whole) & np.isfinite(w)
        if not possible.all():
            raise ContractBrokenError(
                "error.histories_impossible", count=int((~possible).sum()), rows=len(possible)
            )
        return cls(x, np.minimum(t, whole), whole, w)

    @classmethod
    def of_summary(cls, summary: pd.DataFrame) -> Histories:
        """Return the histories in weeks of a purchase summary whose customers all bought."""
        span = (summary["last_purchase_day"] - summary["first_purchase_day"]).dt.days.to_numpy(np.float64)
        silence = summary["days_since_last_purchase"].to_numpy(np.float64)
        return cls.of(
            summary["purchase_days"].to_numpy(np.float64) - 1.0,
            span / DAYS_PER_WEEK,
            (span + silence) / DAYS_PER_WEEK,
        )

    def __len__(self) -> int:
        return len(self.frequency)

    @property
    def total(self) -> float:
        """How many customers there are, weights counted."""
        return float(self.weights.sum())

    @cached_property
    def counts(self) -> tuple[Floats, Floats, Whole]:
        """The different x, how many customers have each, and each row's place among them."""
        numbers = self.frequency.astype(np.int64)
        sizes = np.bincount(numbers, self.weights)
        held = np.bincount(numbers) > 0
        place = np.cumsum(held) - 1
        different, customers = np.flatnonzero(held).astype(np.float64), sizes[held].astype(np.float64)
        return different, customers, place[numbers].astype(np.int64)

    def rows(self, where: NDArray[np.bool_] | Whole | slice) -> Histories:
        """Return some of the customers."""
        return Histories(self.frequency[where], self.recency[where], self.age[where], self.weights[where])

    def distinct(self) -> Histories:
        """Return each history once, weighted by its customers.

        In large companies only one-time buyers are put together: sorting would cost more than
        it saves.
        """
        if len(self) <= _SORTED_UP_TO:
            return Histories(*_put_together((self.frequency, self.recency, self.age), self.weights))
        once = self.frequency == 0
        ages, sizes = _sizes(self.age[once], self.weights[once])
        if len(ages) > len(self) // 8:
            return self
        nothing, bought = np.zeros(len(ages)), ~once
        parts = zip((nothing, nothing, ages, sizes), self.rows(bought).columns, strict=True)
        return Histories(*(np.concatenate(pair) for pair in parts))

    @property
    def columns(self) -> tuple[Floats, Floats, Floats, Floats]:
        """x, t_x, T and the weights."""
        return self.frequency, self.recency, self.age, self.weights


def _put_together(columns: Sequence[Floats], weights: Floats) -> tuple[Floats, ...]:
    order = np.lexsort(tuple(columns))
    ordered = [column[order] for column in columns]
    is_new = np.ones(len(order), dtype=bool)
    if len(order):
        is_new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in ordered])
    sizes = np.add.reduceat(weights[order], np.flatnonzero(is_new)) if len(order) else weights
    return (*(column[is_new] for column in ordered), sizes)


def _sizes(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the different values and their weights; equal weights need no places."""
    if len(weights) and weights.min() == weights.max():
        different, counts = np.unique(values, return_counts=True)
        return different, counts * weights[0]
    different, place = np.unique(values, return_inverse=True)
    return different, np.bincount(place, weights).astype(np.float64)
