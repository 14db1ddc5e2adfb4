"""From when to when was each customer under contract, renewals included?

What is not settled yet is the end of a contract in the last month: the next one may begin tomorrow.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.contracts import Relations

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

RENEWAL_DAYS = 31
"""A contract that begins within so many days after another's end goes on with it."""

OPEN = np.iinfo(np.int32).max
"""Day number of what hasn't happened."""

_MOSTLY = 0.5


def contract_spans(contracts: pd.DataFrame, exits: Ints, as_of: dt.date) -> Ints:
    """Return the times under contract by customer: first day, last day, first day of the first contract.

    Shape (spans, 4), the customer first, days as day numbers, ``OPEN`` while a contract runs.
    ``contracts`` has ``customer`` (position), ``on`` (first day) and ``ended_on``; ``exits`` are the
    recorded ones, as sorted keys of customer and day.

    An end that is younger than a renewal may take, of somebody with no exit on record, counts as
    what most of the older ends without an exit turned out to be: where they were renewals, the
    customer is still under contract.
    """
    if contracts.empty:
        return np.zeros((0, 4), dtype=np.int64)
    ordered = contracts.sort_values(["customer", "on"], kind="stable")
    owner, first = ordered["customer"].to_numpy(dtype=np.int64), day_numbers(ordered["on"])
    runs = ordered["ended_on"].isna().to_numpy()
    last = np.where(runs, OPEN, day_numbers(ordered["ended_on"].fillna(ordered["on"])))
    reach: Ints = pd.Series(last).groupby(owner).cummax().to_numpy().astype(np.int64)
    before = np.concatenate([[np.iinfo(np.int32).min], reach[:-1]])
    is_new = np.concatenate([[True], owner[1:] != owner[:-1]]) | (first > before + RENEWAL_DAYS)
    ends: Ints = pd.Series(last).groupby(np.cumsum(is_new) - 1).max().to_numpy().astype(np.int64)
    renewed = np.concatenate([~is_new[1:], [False]])
    today = int(np.datetime64(as_of, "D").astype(np.int64))
    if _are_mostly_renewed(renewed & ~runs, reach, _has_exit(exits, owner, reach), today):
        of_span = owner[is_new]
        unsettled = (ends > today - RENEWAL_DAYS) & (ends <= today) & ~_has_exit(exits, of_span, ends)
        ends = np.where(unsettled, OPEN, ends)
    return np.column_stack([owner[is_new], first[is_new], ends, first[is_new]]).astype(np.int64)


def times_under_contract(known: Relations, as_of: dt.date) -> pd.DataFrame:
    """Return the times under contract as ``customer_id`` and ``ended_on``, NaT while a contract runs.

    ``known`` are the facts up to ``as_of``.
    """
    contracts = known.contracts[known.contracts["customer_id"].notna()]
    ids = pd.Index(contracts["customer_id"].unique())
    exits = known.exits[known.exits["customer_id"].isin(ids)]
    rows = pd.DataFrame(
        {
            "customer": ids.get_indexer(contracts["customer_id"]),
            "on": contracts["start_day"],
            "ended_on": contracts["end_day"],
        }
    )
    keys = np.sort(customer_days(ids.get_indexer(exits["customer_id"]), exits["day"]))
    spans = contract_spans(rows, keys, as_of)
    ended = np.where(spans[:, 2] < OPEN, spans[:, 2], np.iinfo(np.int64).min)
    days = pd.Series(ended.astype("datetime64[D]").astype("datetime64[s]"))
    return pd.DataFrame({"customer_id": ids[spans[:, 0]], "ended_on": days})


def _are_mostly_renewed(renewed: Flags, ends: Ints, has_exit: Flags, today: int) -> bool:
    """Return whether of the ends without an exit that are old enough to tell, most were renewals."""
    settled = (ends <= today - RENEWAL_DAYS) & ~has_exit
    return bool(settled.any()) and float(renewed[settled].mean()) > _MOSTLY


def _has_exit(exits: Ints, owner: Ints, ends: Ints) -> Flags:
    """Return at which ends an exit is on record, not more than a renewal's time away."""
    return next_key(exits, owner, ends - RENEWAL_DAYS - 1) <= ends + RENEWAL_DAYS


def next_key(keys: Ints, customers: Ints, after: Ints | int) -> Ints:
    """Return each customer's first day after another, ``OPEN`` where there is none.

    ``keys`` are sorted keys of customer and day.
    """
    if not len(keys):
        return np.full(len(customers), OPEN, dtype=np.int64)
    place = np.searchsorted(keys, customers * 2**32 + after, side="right")
    found = keys[np.minimum(place, len(keys) - 1)]
    own = (place < len(keys)) & (found // 2**32 == customers)
    return np.where(own, found % 2**32, OPEN)


def customer_days(customers: Ints, days: pd.Series[pd.Timestamp]) -> Ints:
    """Return one key of customer (position) and day for each row; sorted, they can be searched."""
    return np.asarray(customers * 2**32 + day_numbers(days), dtype=np.int64)


def day_numbers(days: pd.Series[pd.Timestamp]) -> Ints:
    """Return days since 1970; no day may be missing."""
    return np.asarray(days.to_numpy(dtype="datetime64[D]").astype(np.int64))
