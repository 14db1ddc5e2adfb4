"""What does a Parquet file hold, as text?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.importing.sandbox.cells import Grid, shortest_text
from data.importing.sandbox.json_lines import json_text
from data.importing.sandbox.limits import MOST_COLUMNS
from data.importing.sandbox.refusal import RefusedError

_MOST_ROWS = 50_000_000
_BATCH_ROWS = 65_536
_NAMES_BYTES = 4 * 1024 * 1024


def read_parquet(data: bytes, grid: Grid, most_bytes: int) -> tuple[list[str], pa.Table]:
    """Return the headings and the cells; ``grid`` counts the bytes.

    Raises
    ------
    RefusedError
        It is damaged, locked, or promises more than a table can be.
    """
    try:
        file = pq.ParquetFile(
            pa.BufferReader(data),
            thrift_string_size_limit=_NAMES_BYTES,
            thrift_container_size_limit=1_000_000,
        )
        _refuse_large(file, most_bytes)
        batches = [_as_text(batch, grid) for batch in file.iter_batches(_BATCH_ROWS, use_threads=False)]
    except (pa.ArrowException, OSError, ValueError) as error:
        locked = "encrypt" in str(error).lower()
        raise RefusedError(
            "import.refused.encrypted" if locked else "import.refused.damaged_parquet"
        ) from error
    headings = list(file.schema_arrow.names)
    names = [f"c{number}" for number in range(len(headings))]
    if not batches:
        return headings, pa.table({name: pa.array([], pa.string()) for name in names})
    return headings, pa.Table.from_arrays(
        [pa.chunked_array(pieces) for pieces in zip(*batches, strict=True)], names
    )


def _refuse_large(file: Any, most_bytes: int) -> None:
    columns, rows = len(file.schema_arrow.names), file.metadata.num_rows
    if columns > MOST_COLUMNS:
        raise RefusedError("import.refused.too_many_columns", count=columns, most=MOST_COLUMNS)
    if rows > _MOST_ROWS or rows * columns * 5 > most_bytes:
        raise RefusedError("import.refused.too_large", megabytes=most_bytes // 1024**2)


def _as_text(batch: pa.RecordBatch, grid: Grid) -> list[pa.Array]:
    texts = [pc.fill_null(_texts(column), "") for column in batch.columns]
    grid.spend(sum(text.nbytes for text in texts))
    return texts


def _texts(column: pa.Array) -> pa.Array:
    for is_kind, write in _WRITERS:
        if is_kind(column.type):
            return write(column)
    return column.cast(pa.string())


def _nested(column: pa.Array) -> pa.Array:
    return pa.array([None if one is None else json_text(one) for one in column.to_pylist()], pa.string())


def _floats(column: pa.Array) -> pa.Array:
    return _by_different(column, shortest_text if column.type == pa.float64() else _single_text)


def _single_text(value: float) -> str:
    """Return the shortest text that is this number in 32 bits."""
    import numpy as np

    return shortest_text(float(str(np.float32(value))))


def _by_different(column: pa.Array, write: Callable[[Any], str]) -> pa.Array:
    """Return texts, each different value written once."""
    encoded = column.dictionary_encode()
    texts = pa.array([write(value) for value in encoded.dictionary.to_pylist()], pa.string())
    return texts.take(encoded.indices)


def _moments(column: pa.Array) -> pa.Array:
    """Return moments as they are on the clock of their own zone; a midnight without zone is a day."""
    text = pc.strftime(column, "%Y-%m-%d %H:%M:%S%z" if column.type.tz else "%Y-%m-%d %H:%M:%S")
    text = pc.replace_substring_regex(text, r"\.0+([+-]\d{4})?$", r"\1")
    return pc.replace_substring_regex(text, r" 00:00:00$", "")


# Bytes that are no text are refused by the cast.
_WRITERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.Array]], ...] = (
    (pa.types.is_dictionary, lambda column: _texts(column.dictionary_decode())),
    (pa.types.is_boolean, lambda column: pc.if_else(column, "TRUE", "FALSE")),
    (pa.types.is_large_binary, lambda column: column.cast(pa.large_string()).cast(pa.string())),
    (pa.types.is_fixed_size_binary, lambda column: column.cast(pa.binary()).cast(pa.string())),
    (pa.types.is_floating, _floats),
    (pa.types.is_timestamp, _moments),
    (pa.types.is_nested, _nested),
)
