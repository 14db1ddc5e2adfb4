"""Which internal number has each customer, product or other thing that a file names by its id?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.importing.bulk_insert import BulkInsert
from data.importing.cells import encoded_cells


def customer_keys(
    connection: sqlite3.Connection, ids: pa.ChunkedArray, import_id: int
) -> tuple[NDArray[np.int64], int]:
    """Return the internal number of each row's customer; those not known yet are made."""
    codes = encoded_cells(ids)
    used = np.flatnonzero(np.bincount(codes.indices.to_numpy(), minlength=len(codes.dictionary)))
    names = codes.dictionary.take(pa.array(used)).to_pylist()
    keys, new = keys_of(connection, "customer", names, import_id)
    by_code = np.zeros(len(codes.dictionary), dtype=np.int64)
    by_code[used] = keys
    return by_code[codes.indices.to_numpy()], new


def keys_of(
    connection: sqlite3.Connection, table: str, names: Sequence[str], import_id: int
) -> tuple[list[int], int]:
    """Return the internal numbers of ids, and how many of them had to be made."""
    asked = (
        f"SELECT t.{table}_id, t.{table}_key FROM json_each(?) AS wanted "
        f"JOIN {table} AS t ON t.{table}_id = wanted.value"
    )
    is_first = connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
    known = {} if is_first else dict(connection.execute(asked, (json.dumps(list(names)),)))
    new = sorted(name for name in names if name not in known)  # in order, an index grows without searching
    insert = BulkInsert(table, (f"{table}_id",), import_id)
    insert.rows(connection, ((name,) for name in new), len(new))
    made = connection.execute(
        f"SELECT {table}_id, {table}_key FROM {table} WHERE import_id = ?", (import_id,)
    )
    known.update(made)
    return [known[name] for name in names], len(new)
