"""What does another database answer to one question, asked without the right to change anything?

Its address stands in the environment (``HOLDFAST_SOURCE_<NAME>``) and nowhere else: no message, no
table and no page ever holds it.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import DataError
from data.importing.sandbox.cells import shortest_text, text_of
from data.importing.sandbox.limits import MOST_COLUMNS, MOST_RESULT_BYTES

_PREFIX = "HOLDFAST_SOURCE_"
MOST_ROWS = 1_000_000
MOST_SECONDS = 60
_ROWS_AT_ONCE = 5_000
_STEPS_BETWEEN_LOOKS = 20_000
_APART = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$", re.DOTALL)
_READS = re.compile(r"\s*(?:select|with|values)\b", re.IGNORECASE)
_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


def source_names() -> list[str]:
    """Return the names of the databases that the environment knows."""
    names = (name.removeprefix(_PREFIX).lower() for name, url in os.environ.items() if url.strip())
    return sorted(name for name in names if f"{_PREFIX}{name.upper()}" in os.environ)


def fetched(name: str, query: str) -> bytes:
    """Return the rows of a query as a Parquet file of texts, the same for the same rows.

    Raises
    ------
    DataError
        There is no such source, the text is not one reading statement, the database can't be
        reached or refuses it, or there are more rows than one import may have.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    given = os.environ.get(f"{_PREFIX}{name.upper()}", "").strip()
    if not given:
        raise DataError("import.source.unknown", name=name, names=", ".join(source_names()) or "–")
    statement = _single(query)
    try:
        url = make_url(given)
    except ArgumentError:
        raise DataError("import.source.unreachable", name=name) from None
    kind = url.get_backend_name()
    if kind == "sqlite":
        headings, rows = _from_sqlite(name, str(url.database or ""), statement)
    elif kind == "postgresql":
        headings, rows = _from_postgresql(name, url, statement)
    else:
        raise DataError("import.source.kind", name=name, kind=kind)
    return _written(headings, rows)


def _single(query: str) -> str:
    """Return the one statement of a text, if it only reads."""
    bare = _APART.sub(" ", query).strip().rstrip(";").strip()
    if ";" in bare or not _READS.match(bare):
        raise DataError("import.source.not_one_query")
    return query.strip().rstrip(";").strip()


def _from_sqlite(name: str, path: str, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    if not Path(path).is_file():
        raise DataError("import.source.unreachable", name=name)
    ends = time.monotonic() + MOST_SECONDS
    try:
        connection = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)
    except sqlite3.Error:
        raise DataError("import.source.unreachable", name=name) from None
    try:
        connection.set_authorizer(_only_reading)
        connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS_BETWEEN_LOOKS)
        cursor = connection.execute(statement)
        return [column[0] for column in cursor.description], _bounded(cursor)
    except sqlite3.Error as error:
        if time.monotonic() > ends:
            raise DataError("import.source.too_slow", name=name, seconds=MOST_SECONDS) from None
        raise DataError("import.source.refused", name=name, reason=_safe(str(error), path)) from None
    finally:
        connection.close()


def _only_reading(action: int, *names: str | None) -> int:
    is_allowed = action in _ALLOWED and "load_extension" not in names
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _from_postgresql(name: str, url: Any, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError, OperationalError
    from sqlalchemy.pool import NullPool

    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args={"connect_timeout": 10}
        )
    except ImportError:
        raise DataError("import.source.driver", name=name, package="psycopg") from None
    try:
        connection = engine.connect()
    except OperationalError:  # what the driver says names the host and the user
        raise DataError("import.source.unreachable", name=name) from None
    options = {"stream_results": True, "no_parameters": True, "max_row_buffer": _ROWS_AT_ONCE}
    try:
        with connection, connection.begin() as transaction:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {MOST_SECONDS * 1000}")
            found = connection.exec_driver_sql(statement, execution_options=options)
            headings, rows = list(found.keys()), _bounded(found)
            transaction.rollback()
            return headings, rows
    except DBAPIError as error:
        reason = getattr(getattr(error.orig, "diag", None), "message_primary", None) or ""
        parts = (url.host, url.username, url.password, url.database)
        said = _safe(str(reason), *(str(part) for part in parts if part))
        raise DataError("import.source.refused", name=name, reason=said) from None


def _bounded(cursor: Any) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    while piece := cursor.fetchmany(_ROWS_AT_ONCE):
        rows.extend(tuple(row) for row in piece)
        if len(rows) > MOST_ROWS:
            raise DataError("import.source.too_many_rows", most=MOST_ROWS)
    return rows


def _safe(reason: str, *secrets: str) -> str:
    """Return what the database said, unless it names where it is."""
    return "–" if not reason or any(secret and secret in reason for secret in secrets) else reason[:200]


def _written(headings: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> bytes:
    if len(headings) > MOST_COLUMNS:
        raise DataError("import.refused.too_many_columns", count=len(headings), most=MOST_COLUMNS)
    columns = [pa.array(_texts(cells), pa.string()) for cells in zip(*rows, strict=True)]
    if sum(column.nbytes for column in columns) > MOST_RESULT_BYTES:
        raise DataError("import.refused.too_large", megabytes=MOST_RESULT_BYTES // 1024**2)
    empty = [pa.array([], pa.string()) for _ in headings]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns or empty, list(headings)), file)
    return file.getvalue()


def _texts(cells: Iterable[Any]) -> list[str]:
    return [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if type(cell) is float:
        return shortest_text(cell)
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("utf-8", "backslashreplace")
    return text_of(cell)
