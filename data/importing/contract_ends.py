"""How do contracts of a file lie beside those that the company has, and which of those does it end?"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from data.importing.checked import Checked, Note
from data.importing.problems import as_mask

OWN_END = "CASE WHEN t.ended_by_import_id IS NULL THEN t.end_day END"
"""The end that a contract's own file tells; a later snapshot may have told of one since."""

ENDS_ON = "ends_contracts_on"
_WANTED = "json_each(?) AS wanted JOIN customer AS c ON c.customer_id = wanted.value"
_CONTRACTS = f"""
    SELECT c.customer_id, t.start_day, t.end_day FROM {_WANTED}
    JOIN contract AS t ON t.customer_key = c.customer_key
"""
_LAST_SNAPSHOTS = f"""
    SELECT c.customer_id, max(a.known_on) FROM {_WANTED}
    JOIN customer_attributes AS a ON a.customer_key = c.customer_key
    JOIN import AS i ON i.import_id = a.import_id WHERE i.kind = 'wide' GROUP BY c.customer_id
"""
_END = """
    UPDATE contract SET end_day = ?1, ended_by_import_id = ?2
    WHERE customer_key = ?3 AND end_day IS NULL AND start_day <= ?1 AND import_id <> ?2
"""
AS_BEFORE = "UPDATE contract SET end_day = NULL, ended_by_import_id = NULL WHERE ended_by_import_id = ?"
"""Takes back what an import ended; part of its undo."""


def with_stored_overlaps(connection: sqlite3.Connection, checked: Checked, heading: str) -> Checked:
    """Return the check with those contracts named that run beside a stored one of their customer."""
    asked = checked.accepted & checked.table["start_day"].is_valid().to_numpy()
    names = ["customer_id", "start_day", "end_day"]
    rows = checked.table.select(names).to_pandas()[asked]
    listed = json.dumps(rows["customer_id"].astype("str").unique().tolist())
    stored = pd.DataFrame(connection.execute(_CONTRACTS, (listed,)).fetchall(), columns=names)
    if stored.empty:
        return checked
    both = pd.concat([stored.assign(row=-1), rows.assign(row=rows.index)], ignore_index=True)
    begins = _day_numbers(both["start_day"])
    ends = np.where(both["end_day"].isna(), np.inf, _day_numbers(both["end_day"]))
    is_stored = (both["row"] < 0).to_numpy()
    span = pd.DataFrame({
        "customer": both["customer_id"].astype("str"), "row": both["row"], "begins": begins, "ends": ends,
        "stored_end": np.where(is_stored, ends, -np.inf), "stored_start": np.where(is_stored, begins, np.inf),
    }).sort_values(["customer", "begins", "row"], kind="stable")  # fmt: skip
    latest = span.groupby("customer")["stored_end"].cummax()
    backwards = span.iloc[::-1]
    following = backwards.groupby("customer")["stored_start"].cummin().reindex(span.index)
    before, behind = latest >= span["begins"], np.isfinite(following) & (following <= span["ends"])
    overlaps = (span["row"] >= 0) & (before | behind)
    mask = np.zeros(checked.raw.rows, dtype=bool)
    mask[span.loc[overlaps, "row"].to_numpy(dtype=np.int64)] = True
    return replace(checked, notes=[*checked.notes, Note("contracts_overlap_stored", "kept", mask, heading)])


def with_ends(
    connection: sqlite3.Connection, checked: Checked, exits: Mapping[str, Sequence[dt.date]]
) -> Checked:
    """Return the check of a wide table with the day on which each row's stored contracts ended.

    A contract without an end ends when its customer left: on the first of the stored ``exits``,
    else as this table says. What a later snapshot says of the customer is newer than this one.
    """
    days: list[dt.date | None] = [None] * checked.raw.rows
    ended, kept = np.zeros((2, checked.raw.rows), dtype=bool)
    left = np.flatnonzero(as_mask(checked.table["has_left"]) & checked.accepted)
    rows = checked.table.select(["customer_id", "known_on", "exit_day"]).take(pa.array(left)).to_pylist()
    listed = json.dumps([row["customer_id"] for row in rows])
    running: dict[str, list[str]] = {}
    for customer, start, end in connection.execute(_CONTRACTS, (listed,)):
        if end is None:
            running.setdefault(customer, []).append(start)
    last = dict(connection.execute(_LAST_SNAPSHOTS, (listed,)))
    for index, row in zip(left, rows, strict=True):
        customer, day = row["customer_id"], row["exit_day"]
        starts = running.get(customer, ())
        known = [one for one in exits.get(customer, ()) if one <= day]
        day = min(known, default=day)
        is_newest = last.get(customer, "") <= row["known_on"].isoformat()
        if is_newest and any(start <= day.isoformat() for start in starts):
            days[index], ended[index] = day, True
        kept[index] = bool(starts) and not ended[index]
    notes = [Note("contract_ended", "kept", ended), Note("contract_not_ended", "kept", kept)]
    return replace(
        checked,
        table=checked.table.append_column(ENDS_ON, pa.array(days, pa.date32())),
        notes=[*checked.notes, *notes],
    )


def end_contracts(
    connection: sqlite3.Connection, values: pa.Table, keys: NDArray[np.int64], import_id: int
) -> None:
    """End the stored contracts of those customers (by key) for whom a table says so."""
    days = values[ENDS_ON].to_pylist()
    connection.executemany(
        _END,
        (
            (day.isoformat(), import_id, key)
            for day, key in zip(days, keys.tolist(), strict=True)
            if day is not None
        ),
    )


def _day_numbers(days: pd.Series) -> np.ndarray:
    found = pd.to_datetime(days).to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(found), np.nan, found.astype(np.int64))
