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
from collections.abc import Iterable, Iterator, Sequence
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
_STOPPED_FOR_TIME = "57014"
_NO_TEXTS = frozenset({"bool", "float4", "float8"})
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
        return _from_sqlite(name, str(url.database or ""), statement)
    if kind in {"postgresql", "postgres"}:  # the second is how hosts often write it
        return _from_postgresql(name, url, statement)
    raise DataError("import.source.kind", name=name, kind=kind)


def _single(query: str) -> str:
    """Return the one statement of a text, if it only reads."""
    bare = _APART.sub(" ", query).strip().rstrip(";").strip()
    if ";" in bare or not _READS.match(bare):
        raise DataError("import.source.not_one_query")
    return query.strip().rstrip(";").strip()


def _from_sqlite(name: str, path: str, statement: str) -> bytes:
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
        return _written([column[0] for column in cursor.description], _pieces(name, cursor, ends))
    except sqlite3.Error as error:
        if time.monotonic() > ends:
            raise _too_slow(name) from None
        raise DataError("import.source.refused", name=name, reason=_safe(str(error), path)) from None
    finally:
        connection.close()


def _only_reading(action: int, *names: str | None) -> int:
    is_allowed = action in _ALLOWED and "load_extension" not in names
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _from_postgresql(name: str, url: Any, statement: str) -> bytes:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError, OperationalError
    from sqlalchemy.pool import NullPool

    ends = time.monotonic() + MOST_SECONDS
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args={"connect_timeout": 10}
        )
    except ImportError:
        raise DataError("import.source.driver", name=name, package="psycopg[binary]") from None
    try:
        connection = engine.connect()
    except OperationalError:  # what the driver says names the host and the user
        raise DataError("import.source.unreachable", name=name) from None
    options = {"stream_results": True, "no_parameters": True, "max_row_buffer": _ROWS_AT_ONCE}
    try:
        with connection, connection.begin() as transaction:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(MOST_SECONDS * 1000)}")
            connection.exec_driver_sql("SET LOCAL datestyle = ISO")
            _read_as_texts(connection.connection.driver_connection)
            found = connection.exec_driver_sql(statement, execution_options=options)
            answer = _written(list(found.keys()), _pieces(name, found, ends))
            transaction.rollback()
            return answer
    except DBAPIError as error:
        diagnosis = getattr(error.orig, "diag", None)
        if getattr(diagnosis, "sqlstate", None) == _STOPPED_FOR_TIME:
            raise _too_slow(name) from None
        parts = (url.host, url.username, url.password, url.database)
        reason = getattr(diagnosis, "message_primary", None) or ""
        said = _safe(str(reason), *(str(part) for part in parts if part))
        raise DataError("import.source.refused", name=name, reason=said) from None


def _read_as_texts(connection: Any) -> None:
    """Take each value as the text that the database itself writes for it.

    Python knows no day before the year 1, no endless one and no hundredth of a cent: a single such
    cell would refuse the whole query, or be another afterwards. Yes and no, and binary fractions,
    are written in our own way.
    """
    from psycopg.types.string import TextLoader

    for kind in connection.adapters.types:
        if kind.name not in _NO_TEXTS:
            connection.adapters.register_loader(kind.oid, TextLoader)
        connection.adapters.register_loader(kind.array_oid, TextLoader)


def _pieces(name: str, cursor: Any, ends: float) -> Iterator[pa.RecordBatch]:
    """Yield the rows of an answer as texts, piece by piece, while there is room and time for them."""
    rows = size = 0
    while piece := cursor.fetchmany(_ROWS_AT_ONCE):
        columns = [pa.array(_texts(cells), pa.string()) for cells in zip(*piece, strict=True)]
        rows += len(piece)
        size += sum(column.nbytes for column in columns)
        if rows > MOST_ROWS:
            raise DataError("import.source.too_many_rows", most=MOST_ROWS)
        if size > MOST_RESULT_BYTES:
            raise DataError("import.refused.too_large", megabytes=MOST_RESULT_BYTES // 1024**2)
        if time.monotonic() > ends:
            raise _too_slow(name)
        yield pa.RecordBatch.from_arrays(columns, [str(number) for number in range(len(columns))])


def _too_slow(name: str) -> DataError:
    return DataError("import.source.too_slow", name=name, seconds=MOST_SECONDS)


def _safe(reason: str, *secrets: str) -> str:
    """Return what the database said, unless it names where it is."""
    return "–" if not reason or any(secret and secret in reason for secret in secrets) else reason[:200]


def _written(headings: Sequence[str], pieces: Iterable[pa.RecordBatch]) -> bytes:
    if len(headings) > MOST_COLUMNS:
        raise DataError("import.refused.too_many_columns", count=len(headings), most=MOST_COLUMNS)
    schema = pa.schema([(str(number), pa.string()) for number in range(len(headings))])
    table = pa.Table.from_batches(pieces, schema).combine_chunks()  # a heading may stand there twice
    file = io.BytesIO()
    pq.write_table(table.rename_columns(list(headings)), file)
    return file.getvalue()


def _texts(cells: Iterable[Any]) -> list[str]:
    return [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if type(cell) is float:
        return shortest_text(cell)
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("utf-8", "backslashreplace")
    return text_of(cell)
