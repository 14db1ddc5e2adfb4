"""What are a customer's, product's or row's ids, kept as the text that they are?

``00123``, ``1E5`` and ``NA`` are ids like any other. ``17850.0`` is what a spreadsheet or a program
makes of 17850; whether it is one is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.questions import Choice, Question

_DECIMAL_ZERO = r"^\d+\.0+$"
_SHORTENED = r"^\d\.\d+[Ee]\+\d+$"


@dataclass(frozen=True)
class Identifiers:
    """Ids of a column; ``is_trimmed`` where spaces stood around one, ``is_shortened`` where a
    spreadsheet seems to have rounded one (``1.23E+12``).
    """

    values: pa.StringArray
    is_missing: NDArray[np.bool_]
    is_trimmed: NDArray[np.bool_]
    is_shortened: NDArray[np.bool_]


def zero_question(cells: dict[str, pa.DictionaryArray]) -> Question | None:
    """Return what has to be asked where ids of a column (by heading) look like ``17850.0``."""
    for heading, column in cells.items():
        trimmed = pc.utf8_trim_whitespace(column.dictionary)
        doubtful = trimmed.filter(pc.match_substring_regex(trimmed, _DECIMAL_ZERO))
        if len(doubtful):
            texts = doubtful.to_pylist()[:3]
            strip = tuple(f"{text} → {text.split('.')[0]}" for text in texts)
            keep = tuple(f"{text} → {text}" for text in texts)
            return Question("id_decimal_zero", (Choice("strip", strip), Choice("keep", keep)), column=heading)
    return None


def identifiers(cells: pa.DictionaryArray, *, strip_zero: bool) -> Identifiers:
    """Return the ids of a column without the spaces around them."""
    written = cells.dictionary
    trimmed = pc.utf8_trim_whitespace(written)
    is_trimmed = pc.not_equal(trimmed, written).to_numpy(zero_copy_only=False)
    if strip_zero:
        trimmed = pc.replace_substring_regex(trimmed, r"^(\d+)\.0+$", r"\1")
    codes = cells.indices.to_numpy(zero_copy_only=False)
    return Identifiers(
        values=trimmed.take(cells.indices),
        is_missing=pc.equal(trimmed, "").to_numpy(zero_copy_only=False)[codes],
        is_trimmed=is_trimmed[codes],
        is_shortened=pc.match_substring_regex(trimmed, _SHORTENED).to_numpy(zero_copy_only=False)[codes],
    )
