"""What do columns without a meaning of their own say of a customer or a product?

Each cell stays the text that it is, without the spaces around it and with its accents composed, as
ids and words of other columns are; what was changed is counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from data.importing.alike import HIDDEN, composed
from data.importing.checked import Note
from data.importing.findings import Finding
from data.importing.problems import Mask, as_mask
from data.importing.settled import Settled
from data.importing.table import RawTable

# The one attribute with a meaning of its own: what a customer is called on the screen.
_NAMES = frozenset(
    {
        "name",
        "customername",
        "fullname",
        "clientname",
        "姓名",
        "客户名称",
        "客户姓名",
        "会员姓名",
        "名称",
        "客戶名稱",
        "客戶姓名",
    }
)


@dataclass(frozen=True)
class FreeAttributes:
    """The columns that are kept as attributes: ``values`` as ``attribute.<name>``, empty where no text is.

    ``blanks`` tell where nothing but spaces stood.
    """

    headings: Mapping[str, str]
    values: Mapping[str, pa.Array]
    notes: tuple[Note, ...]
    blanks: tuple[Note, ...]

    def finding(self, cause: str = "attributes") -> Finding:
        """Return which columns these are."""
        return Finding(cause, "kept", len(self.headings), parameters={"names": ", ".join(self.headings)})


def free_attributes(raw: RawTable, settled: Settled) -> FreeAttributes:
    """Return the columns of a file that no field was found for, and what was changed in their cells."""
    headings = attribute_headings(raw, settled)
    values: dict[str, pa.Array] = {}
    notes: list[Note] = []
    blanks: list[Note] = []
    for name, heading in headings.items():
        written = raw.columns[heading]
        trimmed = pc.utf8_trim_whitespace(written)
        values[f"attribute.{name}"], is_composed = composed(trimmed)
        changed = as_mask(pc.not_equal(trimmed, written))
        blank = changed & as_mask(pc.equal(trimmed, ""))
        notes += _notes(values[f"attribute.{name}"], changed & ~blank, is_composed, heading)
        blanks += [Note("attribute_empty", "left_empty", blank, heading)] if blank.any() else []
    return FreeAttributes(headings, values, tuple(notes), tuple(blanks))


def attribute_headings(raw: RawTable, settled: Settled) -> dict[str, str]:
    """Return the free attributes by name with their headings."""
    used = set(settled.mapping.values())
    named: dict[str, str] = {}
    for heading in raw.columns:
        if heading not in used:
            name = attribute_name(heading)
            named[name if name not in named else f"{name}_{len(named) + 1}"] = heading
    return named


def attribute_name(heading: str) -> str:
    """Return a heading as a name: ``Loyalty card no.`` is ``loyalty_card_no``, ``姓名`` is ``name``."""
    words = "".join(
        c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", heading).casefold()
    ).split()
    return "name" if "".join(words) in _NAMES else "_".join(words) or "column"


def json_rows(values: pa.Table) -> list[dict[str, str]]:
    """Return the free attributes of each row, empty ones left out."""
    columns: Mapping[str, list[str]] = {
        name.removeprefix("attribute."): values[name].to_pylist()
        for name in values.column_names
        if name.startswith("attribute.")
    }
    return [{name: cells[i] for name, cells in columns.items() if cells[i]} for i in range(values.num_rows)]


def _notes(cells: pa.Array, is_trimmed: Mask, is_composed: Mask, heading: str) -> Iterator[Note]:
    """Yield what was changed in a column, and what nobody sees in it; most columns hold none of it."""
    if is_trimmed.any():
        yield Note("spaces_trimmed", "changed", is_trimmed, heading)
    if is_composed.any():
        yield Note("accents_composed", "changed", is_composed, heading)
    if pc.all(pc.string_is_ascii(cells)).as_py() is False:
        yield Note("hidden_characters", "kept", as_mask(pc.match_substring_regex(cells, HIDDEN)), heading)
