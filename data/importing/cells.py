"""How do a column's values reach the database's driver?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def encoded_cells(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column as codes into the different texts that it has."""
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    encoded = column.combine_chunks()
    encoded = encoded if pa.types.is_dictionary(encoded.type) else encoded.dictionary_encode()
    return encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded


def cells_of(column: pa.ChunkedArray) -> list[Any] | None:
    """Return a column's values for the driver; None where all are empty and need no column."""
    if column.null_count == len(column):
        return None
    if pa.types.is_date(column.type):
        return day_texts_of(column)
    if pa.types.is_timestamp(column.type):
        moments = pc.strftime(column.cast(pa.timestamp("us")), "%Y-%m-%d %H:%M:%S")
        return list(moments.to_pylist())
    if pa.types.is_dictionary(column.type):
        codes = encoded_cells(column)
        if 2 * len(codes.dictionary) > len(codes):
            # Texts made in the order in which the driver takes them lie side by side in memory:
            # a million of others, picked here and there, cost it three times as long.
            return list(codes.dictionary_decode().to_numpy(zero_copy_only=False).tolist())
        nothing = np.array([None], dtype=object)
        texts = np.append(codes.dictionary.to_numpy(zero_copy_only=False), nothing)
        return list(texts[pc.fill_null(codes.indices, -1).to_numpy(zero_copy_only=False)].tolist())
    return list(column.to_numpy().tolist()) if column.null_count == 0 else list(column.to_pylist())


def day_texts_of(days: pa.ChunkedArray) -> list[str | None]:
    """Return days as the database keeps them, None where there is none."""
    encoded = encoded_cells(days)
    texts = np.array([*(day.isoformat() for day in encoded.dictionary.to_pylist()), None], dtype=object)
    return list(texts[pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)])
