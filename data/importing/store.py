"""How do the rows of a file become rows of the company, all of them or none?

One transaction: the import's own row, new customers and products, the facts, the snapshot part
and the new data version. Bulk rows go through the transaction's own driver connection.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlmodel import Session, select, update

from data.database import driver_connection
from data.importing.bulk_insert import BulkInsert, bulk_load
from data.importing.checked import Checked, rejected_file
from data.importing.customers import attribute_headings, json_rows
from data.importing.report import Rows
from data.importing.settling import Settled
from data.progress import Progress
from data.snapshot import write_part
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.records import Import


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
    accepted = checked.accepted
    values = checked.table if accepted.all() else checked.table.filter(pa.array(accepted))
    keys, new_customers = _customer_keys(connection, values["customer_id"], import_id)
    if account.kind == "customers":
        _define_attributes(connection, attribute_headings(checked.raw, settled), import_id)
        _insert_attributes(connection, values, keys, import_id, progress)
    else:
        # A customer's rows side by side: its file is read from few pages, and the index grows in order.
        order = np.argsort(keys, kind="stable")
        values = values.take(pa.array(order))
        _insert_transactions(connection, values, keys[order], import_id, progress)
        progress(0.92, "import.step.saving")
        write_part(slug, record.part_name, _facts(session, values))
    session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))
    return import_id, new_customers


def _customer_keys(
    connection: sqlite3.Connection, ids: pa.ChunkedArray, import_id: int
) -> tuple[NDArray[np.int64], int]:
    """Return the internal number of each row's customer; those not known yet are made."""
    codes = _encoded(ids)
    used = np.unique(codes.indices.to_numpy())
    names = codes.dictionary.take(pa.array(used)).to_pylist()
    keys, new = _keys(connection, "customer", names, import_id)
    by_code = np.zeros(len(codes.dictionary), dtype=np.int64)
    by_code[used] = keys
    return by_code[codes.indices.to_numpy()], new


def _keys(
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


def _insert_transactions(
    connection: sqlite3.Connection,
    values: pa.Table,
    keys: NDArray[np.int64],
    import_id: int,
    progress: Progress,
) -> None:
    columns = {
        "customer_key": keys.tolist(),
        "day": _strings_of_days(values["day"]),
        "product_key": _product_keys(connection, values, import_id),
    } | {
        name: _list(values[name])
        for name in ("amount_minor", "margin_minor", "quantity", "channel", "order_id", "row_id", "line")
    }
    filled = {name: cells for name, cells in columns.items() if cells is not None}
    insert = BulkInsert("transaction", tuple(filled), import_id)
    with bulk_load(connection, "transaction", values.num_rows):
        insert.rows(connection, zip(*filled.values(), strict=True), values.num_rows, progress)


def _insert_attributes(
    connection: sqlite3.Connection,
    values: pa.Table,
    keys: NDArray[np.int64],
    import_id: int,
    progress: Progress,
) -> None:
    written = (json.dumps(row, ensure_ascii=False) for row in json_rows(values))
    rows = zip(keys.tolist(), _strings_of_days(values["known_on"]), written, strict=True)
    insert = BulkInsert("customer_attributes", ("customer_key", "known_on", "attributes"), import_id)
    insert.rows(connection, rows, values.num_rows, progress)


def _define_attributes(connection: sqlite3.Connection, headings: Mapping[str, str], import_id: int) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO attribute_definition (name, label, import_id) VALUES (?, ?, ?)",
        ((name, heading, import_id) for name, heading in headings.items()),
    )


def _product_keys(
    connection: sqlite3.Connection, values: pa.Table, import_id: int
) -> list[int | None] | None:
    if values["product_id"].null_count == values.num_rows:
        return None
    codes = _encoded(values["product_id"])
    names = codes.dictionary.to_pylist()
    keys, _ = _keys(connection, "product", names, import_id)
    labels = values["product_label"].cast(pa.string()).combine_chunks()
    labelled = pa.table({"code": codes.indices, "label": labels})
    labelled = labelled.filter(pc.and_(pc.is_valid(labelled["label"]), pc.is_valid(labelled["code"])))
    first = labelled.group_by("code", use_threads=False).aggregate([("label", "first")])
    connection.executemany(
        "UPDATE product SET label = ? WHERE product_key = ? AND label IS NULL",
        ((row["label_first"], keys[row["code"]]) for row in first.to_pylist()),
    )
    by_code = np.array([*keys, None], dtype=object)  # the last entry, at -1, is for rows without a product
    chosen: list[int | None] = by_code[
        pc.fill_null(codes.indices, -1).to_numpy(zero_copy_only=False)
    ].tolist()
    return chosen


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column as codes into the different texts that it has."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    encoded = column.combine_chunks()
    encoded = encoded if pa.types.is_dictionary(encoded.type) else encoded.dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def _list(column: pa.ChunkedArray) -> list[Any] | None:
    """Return a column's values for the driver; None where all are empty and need no column."""
    if column.null_count == len(column):
        return None
    if pa.types.is_dictionary(column.type):
        codes = _encoded(column)
        nothing = np.array([None], dtype=object)
        texts = np.append(codes.dictionary.to_numpy(zero_copy_only=False), nothing)
        return list(texts[pc.fill_null(codes.indices, -1).to_numpy(zero_copy_only=False)].tolist())
    return list(column.to_numpy().tolist()) if column.null_count == 0 else list(column.to_pylist())


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
