"""Which rows of a file does the company have already?"""

from __future__ import annotations

import json
import sqlite3

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlmodel import Session

from data.database import driver_connection
from data.importing.checked import Checked, Note
from data.importing.problems import WHOLE_ROW
from data.importing.settling import Settled

_BY_ROW_ID = """
    SELECT t.row_id, c.customer_id, t.day, t.amount_minor FROM json_each(?) AS wanted
    JOIN "transaction" AS t ON t.row_id = wanted.value JOIN customer AS c ON c.customer_key = t.customer_key
"""
_BY_CUSTOMER = """
    SELECT c.customer_id, a.known_on, a.attributes FROM customer_attributes AS a
    JOIN customer AS c ON c.customer_key = a.customer_key
"""


def with_stored(session: Session, checked: Checked, settled: Settled) -> Checked:
    """Return the check with rows that are stored already as duplicates.

    A row id that stands for something else now is named: the row first stored is kept.
    """
    connection = driver_connection(session)
    if settled.kind == "customers":
        return _customers(connection, checked, settled)
    return _transactions(connection, checked, settled)


def _transactions(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
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


def _customers(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
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
