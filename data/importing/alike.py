"""Which ids look the same and are not: by case, by a space, or by a character that nobody sees?"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.questions import Choice, Question

Stored = Mapping[str, str]
"""What is left of an id without what people overlook -> the id as the company has it."""

# Soft hyphens, zero widths, direction marks and overrides, and a byte order mark inside the text.
HIDDEN = "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
_EXAMPLES = 3


def alike_question(columns: Mapping[str, pa.DictionaryArray], stored: Stored) -> Question | None:
    """Return what has to be asked where ids of a column (by heading) differ by what people overlook.

    They are compared with each other and with those that are ``stored``, which come first in a group.
    """
    for heading, cells in columns.items():
        groups = _groups(cells.dictionary, stored)
        if groups:
            shown = groups[:_EXAMPLES]
            same = tuple(f"{', '.join(map(seen, group[1:]))} → {seen(group[0])}" for group in shown)
            different = tuple(" ≠ ".join(map(seen, group)) for group in shown)
            choices = (Choice("same", same), Choice("different", different))
            subject = "ids_alike_stored" if stored else ""
            count = {"count": len(groups)}
            return Question("ids_alike", choices, subject, column=heading, parameters=count)
    return None


def plain_texts(cells: pa.DictionaryArray) -> pa.StringArray:
    """Return the different texts of a column as ids would be stored: trimmed, accents composed."""
    return pc.unique(composed(pc.utf8_trim_whitespace(cells.dictionary))[0])


def united(texts: pa.StringArray, stored: Stored) -> pa.StringArray:
    """Return each text as the one that looks like it is written: a stored one, else the first."""
    first = dict(stored)
    keys = keys_of(texts).to_pylist()
    return pa.array(
        [first.setdefault(key, text) for key, text in zip(keys, texts.to_pylist(), strict=True)], pa.string()
    )


def seen(text: str) -> str:
    """Return a text with everything in it visible: ``A⟨U+200B⟩7``."""
    return "".join(c if c.isprintable() else f"⟨U+{ord(c):04X}⟩" for c in text)


def keys_of(texts: pa.StringArray) -> pa.StringArray:
    """Return what is left of each text without case, spaces, width and what nobody sees."""
    keys = pc.ascii_lower(pc.replace_substring_regex(texts, r"\s+", ""))
    other = pc.invert(pc.string_is_ascii(texts))
    if pc.any(other).as_py():
        folded = pa.array([_key(text) for text in texts.filter(other).to_pylist()], pa.string())
        keys = pc.replace_with_mask(keys, other, folded)
    return keys


def _groups(texts: pa.StringArray, stored: Stored) -> list[list[str]]:
    plain = pc.utf8_trim_whitespace(texts)
    keys = keys_of(plain)
    if not stored and pc.count_distinct(keys).as_py() == pc.count_distinct(plain).as_py():
        return []
    found: dict[str, dict[str, None]] = {key: {text: None} for key, text in stored.items()}
    for key, text in zip(keys.to_pylist(), plain.to_pylist(), strict=True):
        if text:
            found.setdefault(key, {})[unicodedata.normalize("NFC", text)] = None
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
