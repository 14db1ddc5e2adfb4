"""What are a company's facts, as the engine reads them?

One Parquet part for each active import, written from the imported frame. Parts are derived
and disposable: a missing or damaged one is made again from the database, which Python's own
``sqlite3`` reads. DuckDB sees the parts alone, never the database.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlmodel import Session, col, select

from data.database import driver_connection, reader, writer
from data.home import workspace_folder
from data.merges import kept_keys
from data.relations import relations_of
from data.tables.company import WorkspaceSettings
from data.tables.records import Import
from data.viewer import Viewer
from engine.contracts import TRANSACTION_COLUMNS, Relations, Tables, answer_of

if TYPE_CHECKING:
    import ibis

PART_SCHEMA = pa.schema(
    [
        (name, {"string": pa.string(), "date": pa.date32(), "float64": pa.float64()}[kind])
        for name, kind in TRANSACTION_COLUMNS.items()
    ],
    metadata={"holdfast_part": "1"},
)
_ROWS_A_GROUP = 100_000
_THREADS = 2
_ROWS_OF_IMPORT = """
    SELECT c.customer_id, t.day, t.amount_minor, t.margin_minor, t.quantity, p.product_id,
        t.channel, t.order_id
    FROM "transaction" AS t JOIN customer AS c ON c.customer_key = t.customer_key
    LEFT JOIN product AS p ON p.product_key = t.product_key
    WHERE t.import_id = ? ORDER BY t.transaction_key
"""
_AS_KEPT = """
    CREATE TEMP VIEW transactions AS
    SELECT rows_of_files.* REPLACE (coalesce(kept_id, rows_of_files.customer_id) AS customer_id)
    FROM rows_of_files LEFT JOIN merged USING (customer_id)
"""


@dataclass(frozen=True)
class Facts:
    """A company's facts at one data version; ``customers`` has ``customer_id`` and ``customer_key``.

    Parts name customers as their files did; ``merged`` has the ids that are read as another
    (``customer_id``, ``kept_id``). ``customers`` are without these, and ``relations`` name nobody
    but them.
    """

    data_version: int
    parts: tuple[Path, ...]
    customers: pd.DataFrame
    merged: pa.Table
    relations: Relations


@dataclass(frozen=True)
class _Part:
    import_id: int
    name: str
    rows: int


def facts(viewer: Viewer, slug: str) -> Facts:
    """Return the facts of one moment; parts that are missing or damaged are made again first."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rules = session.exec(select(WorkspaceSettings)).one()
        parts = tuple(
            _whole_part(session, slug, part, rules.currency_exponent) for part in _active_parts(session)
        )
        everybody = pd.DataFrame(
            driver_connection(session).execute("SELECT customer_id, customer_key FROM customer").fetchall(),
            columns=["customer_id", "customer_key"],
        ).astype({"customer_id": "str", "customer_key": "int64"})
        kept = kept_keys(driver_connection(session))
        customers = everybody[~everybody["customer_key"].isin(list(kept))].reset_index(drop=True)
        merged, others = _merged_ids(everybody, kept), relations_of(viewer, session)
        return Facts(rules.data_version, parts, customers, merged, others)


def tables(viewer: Viewer, slug: str) -> Tables:
    """Return what the engine assesses now; ``tables_of`` when its data version is wanted as well."""
    return tables_of(facts(viewer, slug))


def tables_of(found: Facts) -> Tables:
    """Return facts as the engine takes them; expressions run on DuckDB, one connection a call."""
    execute = _executor(found.parts, found.merged)
    return Tables(_transactions(found.parts), found.customers, execute, found.relations)


def write_part(slug: str, part_name: str, rows: pa.Table | pd.DataFrame) -> Path:
    """Write an import's accepted rows as its part of the snapshot; other columns are left out.

    Called inside the import's own transaction, before it is committed: a kill then leaves
    at most a part that no import names, and ``remove_unused_parts`` takes it away.
    """
    table = rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows, preserve_index=False)
    table = table.select(PART_SCHEMA.names).cast(PART_SCHEMA.remove_metadata())
    return _write(slug, part_name, iter(table.to_batches(max_chunksize=_ROWS_A_GROUP)))


def remove_unused_parts(viewer: Viewer, slug: str) -> int:
    """Remove the files that no active import names and return how many there were."""
    viewer.require_change(slug)
    with writer(slug) as session:  # keeps imports out: theirs are not named until they commit
        used = {f"{part.name}.parquet" for part in _active_parts(session)}
        unused = [path for path in _folder(slug).iterdir() if path.name not in used]
        for path in unused:
            path.unlink(missing_ok=True)
        return len(unused)


def _active_parts(session: Session) -> list[_Part]:
    active = select(Import.import_id, Import.part_name, Import.rows_accepted).where(
        col(Import.kind) == "transactions", col(Import.undone_at).is_(None), col(Import.rows_accepted) > 0
    )
    return [_Part(*row) for row in session.exec(active.order_by(col(Import.import_id)))]


def _folder(slug: str) -> Path:
    folder = workspace_folder(slug) / "snapshot"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _path(slug: str, part_name: str) -> Path:
    return _folder(slug) / f"{part_name}.parquet"


def _whole_part(session: Session, slug: str, part: _Part, exponent: int) -> Path:
    path = _path(slug, part.name)
    if not _is_whole(path, part.rows):
        _write(slug, part.name, _rebuilt(driver_connection(session), part.import_id, exponent))
    return path


def _is_whole(path: Path, rows: int) -> bool:
    try:
        with pq.ParquetFile(path) as file:
            return bool(
                file.metadata.num_rows == rows and file.schema_arrow.equals(PART_SCHEMA, check_metadata=True)
            )
    except (OSError, pa.ArrowInvalid):
        return False


def _write(slug: str, part_name: str, batches: Iterator[pa.RecordBatch]) -> Path:
    path = _path(slug, part_name)
    unfinished = path.with_name(f"{part_name}.{secrets.token_hex(4)}.unfinished")
    with unfinished.open("wb") as file:
        with pq.ParquetWriter(file, PART_SCHEMA, compression="zstd") as parquet:
            for batch in batches:
                parquet.write_batch(batch)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return path


def _rebuilt(connection: sqlite3.Connection, import_id: int, exponent: int) -> Iterator[pa.RecordBatch]:
    found = connection.execute(_ROWS_OF_IMPORT, (import_id,))
    while rows := found.fetchmany(_ROWS_A_GROUP):
        columns = [list(values) for values in zip(*rows, strict=True)]
        arrays = [
            _column(values, field, exponent) for values, field in zip(columns, PART_SCHEMA, strict=True)
        ]
        yield pa.record_batch(arrays, schema=PART_SCHEMA)


def _column(values: list[Any], field: pa.Field, exponent: int) -> pa.Array:
    if field.name == "day":
        return pa.array(values, pa.string()).cast(pa.date32())
    if field.name in {"amount", "margin"}:
        return pc.divide(pa.array(values, pa.int64()).cast(pa.float64()), 10.0**exponent)
    return pa.array(values, field.type)


def _transactions(parts: tuple[Path, ...]) -> ibis.Table:
    import ibis

    if parts:
        return ibis.table(ibis.Schema.from_pyarrow(PART_SCHEMA), name="transactions")
    return ibis.memtable(PART_SCHEMA.empty_table())


def _merged_ids(everybody: pd.DataFrame, kept: dict[int, int]) -> pa.Table:
    id_of = dict(zip(everybody["customer_key"], everybody["customer_id"], strict=True))
    pairs = [(id_of[merged], id_of[last]) for merged, last in kept.items()]
    schema = pa.schema([("customer_id", pa.string()), ("kept_id", pa.string())])
    return pa.Table.from_pylist([dict(zip(schema.names, pair, strict=True)) for pair in pairs], schema)


def _executor(parts: tuple[Path, ...], merged: pa.Table) -> Callable[[ibis.Expr], pd.DataFrame]:
    def execute(expression: ibis.Expr) -> pd.DataFrame:
        """Answer one expression on a connection of its own: a shared one fails across threads."""
        import ibis

        connection = ibis.duckdb.connect(threads=_THREADS, temp_directory=tempfile.gettempdir())
        try:
            if parts:
                name = "rows_of_files" if len(merged) else "transactions"
                connection.read_parquet([str(path) for path in parts], table_name=name)
                if len(merged):
                    connection.con.register("merged", merged)
                    connection.raw_sql(_AS_KEPT)
            return cast(pd.DataFrame, _plain(answer_of(connection, expression)))
        finally:
            connection.disconnect()

    return execute


def _plain(answer: Any) -> Any:
    """Turn decimals, which pandas can only hold as objects, into floats."""
    if isinstance(answer, Decimal):
        return float(answer)
    if not isinstance(answer, pd.DataFrame):
        return answer
    objects = [name for name in answer if answer[name].dtype == object]
    decimals = [name for name in objects if pd.api.types.infer_dtype(answer[name]) == "decimal"]
    return answer.astype(dict.fromkeys(decimals, "float64"))
