"""Which rows of a file does the company have already?

A row that stands for something else now is named: the row first stored is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.importing.checked import Checked, Note
from data.importing.problems import WHOLE_ROW
from data.importing.settled import Settled

_NEVER_NULL = 2
_BY_ROW_ID = """
    SELECT t.row_id, c.customer_id, t.day, t.amount_minor FROM json_each(?) AS wanted
    JOIN "transaction" AS t ON t.row_id = wanted.value JOIN customer AS c ON c.customer_key = t.customer_key
"""
_BY_CUSTOMER = """
    SELECT c.customer_id, a.known_on, a.attributes FROM customer_attributes AS a
    JOIN customer AS c ON c.customer_key = a.customer_key
"""


@dataclass(frozen=True)
class Identity:
    """What makes a row of a file and a row of the company the same.

    ``rows`` selects, of what is stored, the values of ``key`` and then of ``others`` (columns of the
    checked table). ``id_field`` is the field of an id of rows; without one the key itself tells, and
    its columns beyond the first two may be null.
    """

    rows: str
    key: tuple[str, ...]
    others: tuple[str, ...]
    id_field: str = ""


def stored_by(*identities: Identity) -> Callable[[sqlite3.Connection, Checked, Settled], Checked]:
    """Return what marks rows as duplicates that are stored under one of these identities."""

    def stored(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
        for identity in identities:
            if not identity.id_field or identity.id_field in settled.mapping:
                checked = _marked(connection, checked, settled, identity)
        return checked

    return stored


def stored_transactions(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with transactions that are stored under the same row id as duplicates."""
    if "row_id" not in settled.mapping or not _any_stored(connection):
        return checked
    candidates = np.flatnonzero(checked.accepted & checked.table["row_id"].is_valid().to_numpy())
    rows = checked.table.select(["row_id", "customer_id", "day", "amount_minor"]).take(pa.array(candidates))
    listed = json.dumps(rows["row_id"].to_pylist())
    stored = {row_id: rest for row_id, *rest in connection.execute(_BY_ROW_ID, (listed,))}
    there, different = _empty(checked), _empty(checked)
    for index, row in zip(candidates, rows.to_pylist(), strict=True):
        known = stored.get(row["row_id"])
        if known is not None:
            there[index] = True
            different[index] = known != [row["customer_id"], row["day"].isoformat(), row["amount_minor"]]
    return _with(checked, there, different, settled.mapping["row_id"], "row_id")


def stored_attributes(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with customers of whom the company has attributes of that day as duplicates."""
    stored = {(customer, day): json.loads(known) for customer, day, known in connection.execute(_BY_CUSTOMER)}
    there, different = _empty(checked), _empty(checked)
    if not stored:
        return checked
    rows = checked.table.to_pandas()
    names = [name for name in rows.columns if name.startswith("attribute.")]
    for index in np.flatnonzero(checked.accepted):
        row = rows.iloc[index]
        known = stored.get((row["customer_id"], pd.Timestamp(row["known_on"]).date().isoformat()))
        if known is not None:
            there[index] = True
            different[index] = known != {n.removeprefix("attribute."): row[n] for n in names if row[n]}
    return _with(checked, there, different, settled.mapping.get("customer_id", WHOLE_ROW), "customer")


def _marked(
    connection: sqlite3.Connection, checked: Checked, settled: Settled, identity: Identity
) -> Checked:
    width = len(identity.key)
    stored = {row[:width]: row[width:] for row in connection.execute(identity.rows)}
    if not stored:
        return checked
    candidates = np.flatnonzero(checked.accepted)
    rows = checked.table.select([*identity.key, *identity.others]).take(pa.array(candidates))
    there, different = _empty(checked), _empty(checked)
    for index, row in zip(candidates, rows.to_pylist(), strict=True):
        cells = tuple(_as_stored(value) for value in row.values())
        known = stored.get(cells[:width])
        if known is not None and None not in cells[: min(width, _NEVER_NULL)]:
            there[index] = True
            different[index] = known != cells[width:]
    heading = settled.mapping.get(identity.id_field, WHOLE_ROW)
    return _with(checked, there, different, heading, "row_id" if identity.id_field else "key")


def _as_stored(value: Any) -> Any:
    """Return a value as SQLite gives it back."""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _with(checked: Checked, there: np.ndarray, different: np.ndarray, heading: str, subject: str) -> Checked:
    return checked.with_duplicates(
        there,
        [
            Note(f"{subject}_stored", "duplicate", there & ~different, heading, "duplicate"),
            Note(f"{subject}_stored_differs", "duplicate", different, heading, "duplicate"),
        ],
    )


def _any_stored(connection: sqlite3.Connection) -> bool:
    found = connection.execute('SELECT 1 FROM "transaction" WHERE row_id IS NOT NULL LIMIT 1').fetchone()
    return found is not None


def _empty(checked: Checked) -> np.ndarray:
    return np.zeros(checked.raw.rows, dtype=bool)
