"""Which ids look the same and are not: by case, by a space, or by a character that nobody sees?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.questions import Choice, Question

# Soft hyphens, zero widths, direction marks and overrides, and a byte order mark inside the text.
HIDDEN = "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
_EXAMPLES = 3


def alike_question(columns: Mapping[str, pa.DictionaryArray]) -> Question | None:
    """Return what has to be asked where ids of a column (by heading) differ by what people overlook."""
    for heading, cells in columns.items():
        groups = _groups(cells.dictionary)
        if groups:
            shown = groups[:_EXAMPLES]
            same = tuple(f"{', '.join(map(seen, group))} → {seen(group[0])}" for group in shown)
            different = tuple(" ≠ ".join(map(seen, group)) for group in shown)
            choices = (Choice("same", same), Choice("different", different))
            return Question("ids_alike", choices, column=heading, parameters={"count": len(groups)})
    return None


def united(texts: pa.StringArray) -> pa.StringArray:
    """Return each text as the first one that looks like it is written."""
    first: dict[str, str] = {}
    return pa.array([first.setdefault(_key(text), text) for text in texts.to_pylist()], pa.string())


def seen(text: str) -> str:
    """Return a text with everything in it visible: ``A⟨U+200B⟩7``."""
    return "".join(c if c.isprintable() else f"⟨U+{ord(c):04X}⟩" for c in text)


def _groups(texts: pa.StringArray) -> list[list[str]]:
    plain = pc.utf8_trim_whitespace(texts)
    if pc.all(pc.string_is_ascii(plain)).as_py() is not False:
        keys = pc.ascii_lower(pc.replace_substring_regex(plain, r"\s+", ""))
        if pc.count_distinct(keys).as_py() == pc.count_distinct(plain).as_py():
            return []
    found: dict[str, dict[str, None]] = {}
    for text in plain.to_pylist():
        if text:
            found.setdefault(_key(text), {})[unicodedata.normalize("NFC", text)] = None
    return [list(group) for group in found.values() if len(group) > 1]


def _key(text: str) -> str:
    """Return what is left of a text without case, spaces, width and what nobody sees."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", "".join(plain.split()).casefold())


def composed(texts: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.bool_]]:
    """Return texts with accents composed (NFC), and which of them that changed."""
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts, np.zeros(len(texts), dtype=bool)
    again = pc.utf8_normalize(texts, form="NFC")
    changed: NDArray[np.bool_] = pc.not_equal(again, texts).to_numpy(zero_copy_only=False)
    return again, changed
