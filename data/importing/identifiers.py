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

from data.importing.alike import HIDDEN, Stored, composed, united
from data.importing.problems import as_mask
from data.importing.questions import Choice, Question

_DECIMAL_ZERO = r"^\d+\.0+$"
_SHORTENED = r"^\d\.\d+[Ee]\+\d+$"


@dataclass(frozen=True)
class Identifiers:
    """Ids of a column, as codes into the different ones; null where a cell is empty.

    ``is_trimmed`` where spaces stood around an id, ``is_shortened`` where a spreadsheet seems to
    have rounded one (``1.23E+12``), ``is_hidden`` where a character stands that nobody sees,
    ``is_composed`` where accents were put together with their letters, ``is_united`` where an id
    was taken for another that looks the same.
    """

    ids: pa.DictionaryArray
    is_missing: NDArray[np.bool_]
    is_trimmed: NDArray[np.bool_]
    is_shortened: NDArray[np.bool_]
    is_hidden: NDArray[np.bool_]
    is_composed: NDArray[np.bool_]
    is_united: NDArray[np.bool_]

    def matching(self, pattern: str) -> NDArray[np.bool_]:
        """Return which rows have an id that is written like a pattern."""
        found = as_mask(pc.match_substring_regex(self.ids.dictionary, pattern))
        codes = pc.fill_null(self.ids.indices, 0).to_numpy(zero_copy_only=False)
        return (found[codes] if len(found) else np.zeros(len(codes), dtype=bool)) & ~self.is_missing


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


def identifiers(
    cells: pa.DictionaryArray,
    *,
    strip_zero: bool = False,
    compose: bool = False,
    unite_with: Stored | None = None,
) -> Identifiers:
    """Return the ids of a column without the spaces around them.

    With ``unite_with`` those that look alike are taken for one: for a stored one, where there is one.
    """
    written = cells.dictionary
    different = pc.utf8_trim_whitespace(written)
    trimmed = as_mask(pc.not_equal(different, written))
    nowhere = np.zeros(len(different), dtype=bool)
    different, is_composed = composed(different) if compose else (different, nowhere)
    if strip_zero:
        different = pc.replace_substring_regex(different, r"^(\d+)\.0+$", r"\1")
    is_hidden = as_mask(pc.match_substring_regex(different, HIDDEN))
    first = different if unite_with is None else united(different, unite_with)
    is_united = nowhere if unite_with is None else as_mask(pc.not_equal(first, different))
    codes = cells.indices.to_numpy(zero_copy_only=False)
    missing = as_mask(pc.equal(first, ""))[codes]
    texts, id_codes = first, codes
    if strip_zero or trimmed.any() or is_composed.any() or is_united.any():  # two texts may be one id now
        again = first.dictionary_encode()
        texts, id_codes = again.dictionary, again.indices.to_numpy(zero_copy_only=False)[codes]
    return Identifiers(
        ids=pa.DictionaryArray.from_arrays(pa.array(id_codes, pa.int32(), mask=missing), texts),
        is_missing=missing,
        is_trimmed=trimmed[codes],
        is_shortened=as_mask(pc.match_substring_regex(different, _SHORTENED))[codes],
        is_hidden=is_hidden[codes],
        is_composed=is_composed[codes],
        is_united=is_united[codes],
    )
