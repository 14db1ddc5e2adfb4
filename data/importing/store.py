"""How do the rows of a file become rows of the company, all of them or none?

One transaction: the import's own row, new customers and products, the facts, the snapshot part
and the new data version. Bulk rows go through the transaction's own driver connection.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlmodel import Session, select, update

from data.database import driver_connection
from data.importing.checked import Checked, rejected_file
from data.importing.customers import attribute_headings, json_rows
from data.importing.report import Rows
from data.importing.settling import Settled
from data.progress import Progress
from data.snapshot import write_part
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.records import Import

_ROWS_A_STEP = 50_000
# While many rows go in, the pages of the indices have to stay in memory (256 MB, then the usual 2).
_LARGE_CACHE, _USUAL_CACHE = "PRAGMA cache_size = -262144", "PRAGMA cache_size = -2000"


@dataclass(frozen=True)
class Accounted:
    """Everything that is written down of a file beside its rows."""

    kind: str
    file_name: str
    sha256: str
    rows: Rows
    sums: dict[str, str]
    findings: list[dict[str, Any]]
    understanding: dict[str, Any]


def store(
    session: Session, slug: str, checked: Checked, settled: Settled, account: Accounted, progress: Progress
) -> tuple[int, int]:
    """Write a checked file and return the import's number and how many customers are new."""
    record = Import(
        kind=account.kind,
        file_name=account.file_name,
        file_sha256=account.sha256,
        part_name=f"import-{secrets.token_hex(8)}",
        imported_at=utc_now(),
        rows_read=account.rows.read,
        rows_accepted=account.rows.accepted,
        rows_rejected=account.rows.rejected,
        rows_duplicates=account.rows.duplicates,
        sums=account.sums,
        understanding=account.understanding,
        findings=account.findings,
        rejected_rows=rejected_file(checked),
    )
    session.add(record)
    session.flush()
    import_id = int(record.import_id or 0)
    connection = driver_connection(session)
    values = checked.values.filter(pa.array(checked.accepted))
    keys, new_customers = _customer_keys(connection, values["customer_id"], import_id)
    if account.kind == "customers":
        _define_attributes(connection, attribute_headings(checked.raw, settled), import_id)
        _insert_attributes(connection, values, keys, import_id, progress)
    else:
        _insert_transactions(connection, values, keys, import_id, progress)
        progress(0.9, "import.step.snapshot")
        write_part(slug, record.part_name, _facts(session, values))
    session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))
    return import_id, new_customers


def _customer_keys(
    connection: sqlite3.Connection, ids: pa.ChunkedArray, import_id: int
) -> tuple[np.ndarray, int]:
    """Return the internal number of each row's customer; those not known yet are made."""
    codes = _encoded(ids)
    keys, new = _keys(connection, "customer", "customer_id", codes.dictionary.to_pylist(), import_id)
    return np.array(keys, dtype=np.int64)[codes.indices.to_numpy()], new


def _keys(
    connection: sqlite3.Connection, table: str, column: str, names: Sequence[str], import_id: int
) -> tuple[list[int], int]:
    known = _known(connection, table, column, names)
    new = [name for name in names if name not in known]
    if new:
        insert = f"INSERT INTO {table} ({column}, import_id) VALUES (?, ?)"
        connection.executemany(insert, ((name, import_id) for name in new))
        known = _known(connection, table, column, names)
    return [known[name] for name in names], len(new)


def _known(connection: sqlite3.Connection, table: str, column: str, names: Sequence[str]) -> dict[str, int]:
    if not names:
        return {}
    listed = json.dumps(list(names))
    return dict(
        connection.execute(
            f"SELECT t.{column}, t.{table}_key FROM json_each(?) AS wanted JOIN {table} AS t ON t.{column} = wanted.value",
            (listed,),
        )
    )


def _insert_transactions(
    connection: sqlite3.Connection, values: pa.Table, keys: np.ndarray, import_id: int, progress: Progress
) -> None:
    # A customer's rows side by side: its file is read from few pages, and the index grows in order.
    order = np.argsort(keys, kind="stable")
    values = values.take(pa.array(order))
    columns = {
        "customer_key": keys[order].tolist(),
        "day": _strings_of_days(values["day"]),
        "product_key": _product_keys(connection, values, import_id),
    } | {
        name: _list(values[name])
        for name in ("amount_minor", "margin_minor", "quantity", "channel", "order_id", "row_id", "line")
    }
    filled = {name: cells for name, cells in columns.items() if cells is not None}
    marks = ", ".join("?" * len(filled))
    insert = f'INSERT INTO "transaction" (import_id, {", ".join(filled)}) VALUES ({import_id}, {marks})'
    connection.execute(_LARGE_CACHE)
    try:
        _in_steps(connection, insert, zip(*filled.values(), strict=True), values.num_rows, progress)
    finally:
        connection.execute(_USUAL_CACHE)


def _insert_attributes(
    connection: sqlite3.Connection, values: pa.Table, keys: np.ndarray, import_id: int, progress: Progress
) -> None:
    insert = (
        "INSERT INTO customer_attributes (customer_key, known_on, attributes, import_id) "
        f"VALUES (?, ?, ?, {import_id})"
    )
    written = (json.dumps(row, ensure_ascii=False) for row in json_rows(values))
    rows = zip(keys.tolist(), _strings_of_days(values["known_on"]), written, strict=True)
    _in_steps(connection, insert, rows, values.num_rows, progress)


def _define_attributes(connection: sqlite3.Connection, headings: Mapping[str, str], import_id: int) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO attribute_definition (name, label, import_id) VALUES (?, ?, ?)",
        ((name, heading, import_id) for name, heading in headings.items()),
    )


def _in_steps(
    connection: sqlite3.Connection,
    insert: str,
    rows: Iterator[tuple[Any, ...]],
    count: int,
    progress: Progress,
) -> None:
    """Insert rows, looking up between thousands of them whether anybody wants to stop."""
    for done in range(0, count, _ROWS_A_STEP):
        progress(0.5 + 0.4 * done / count, "import.step.saving")
        connection.executemany(insert, islice(rows, _ROWS_A_STEP))


def _product_keys(
    connection: sqlite3.Connection, values: pa.Table, import_id: int
) -> list[int | None] | None:
    codes = _encoded(values["product_id"])
    names = codes.dictionary.to_pylist()
    if not names:
        return None
    keys, _ = _keys(connection, "product", "product_id", names, import_id)
    labelled = pa.table({"code": codes.indices, "label": values["product_label"].combine_chunks()})
    labelled = labelled.filter(pc.and_(pc.is_valid(labelled["label"]), pc.is_valid(labelled["code"])))
    first = labelled.group_by("code", use_threads=False).aggregate([("label", "first")])
    connection.executemany(
        "UPDATE product SET label = ? WHERE product_key = ? AND label IS NULL",
        ((row["label_first"], keys[row["code"]]) for row in first.to_pylist()),
    )
    return [None if code is None else keys[code] for code in codes.indices.to_pylist()]


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _list(column: pa.ChunkedArray) -> list[Any] | None:
    """Return a column's values for the driver; None where all are empty and need no column."""
    if column.null_count == len(column):
        return None
    if column.null_count or pa.types.is_string(column.type):
        return list(
            column.to_pandas(types_mapper=None, integer_object_nulls=True)
            .astype(object)
            .where(column.is_valid().to_pandas(), None)
        )
    return list(column.to_numpy().tolist())


def _strings_of_days(days: pa.ChunkedArray) -> list[str]:
    encoded = _encoded(days)
    texts = np.array([day.isoformat() for day in encoded.dictionary.to_pylist()], dtype=object)
    return list(texts[encoded.indices.to_numpy()]) if len(texts) else []


def _facts(session: Session, values: pa.Table) -> pa.Table:
    """Return the rows as the engine sees them: amounts in currency units."""
    exponent = session.exec(select(WorkspaceSettings.currency_exponent)).one()
    units = 10.0**exponent
    texts = ("product_id", "channel", "order_id")
    return pa.table(
        {
            "customer_id": values["customer_id"],
            "day": values["day"],
            "amount": pc.divide(values["amount_minor"].cast(pa.float64()), units),
            "margin": pc.divide(values["margin_minor"].cast(pa.float64()), units),
            "quantity": values["quantity"],
            **{name: values[name] for name in texts},
        }
    )
