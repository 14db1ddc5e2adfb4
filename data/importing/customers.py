"""Which rows of a file of customers can be taken, and what is known of each customer since when?

Every column that is neither id nor day becomes a free attribute, kept as the text that it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.cell_notes import notes_on_ids
from data.importing.checked import Checked, Note, equal_rows, unusable_rows
from data.importing.days import days
from data.importing.findings import Finding
from data.importing.identifiers import identifiers
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Problems
from data.importing.rules import Rules
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


def check_customers(
    raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None
) -> Checked:
    """Return every row checked; a customer may come once a day of knowledge."""
    heading = settled.mapping.get("customer_id")
    problems = Problems(raw.rows)
    if heading is None:
        problems.note(WHOLE_ROW, "customer_missing", np.ones(raw.rows, dtype=bool))
        ids = pa.nulls(raw.rows, pa.string())
        notes: list[Note] = []
    else:
        found = identifiers(
            raw.encoded(heading), strip_zero=settled.strip_zero, compose=True, unite=settled.unites_ids
        )
        problems.note(heading, "customer_missing", found.is_missing)
        ids, notes = found.ids.cast(pa.string()), [*notes_on_ids(found, heading)]
    known_on = _known_on(raw, settled, rules, problems)
    has_day = "known_on" in settled.mapping
    plain = np.zeros(raw.rows, dtype=bool) if not has_day else ~np.isnat(known_on)
    for cause, where in unusable_rows(raw, opened, plain, [heading] if heading else []).items():
        problems.note(WHOLE_ROW, cause, where)
    values = {"customer_id": ids, "known_on": pa.array(known_on), "line": pa.array(raw.lines)}
    attributes = {
        name: pc.utf8_trim_whitespace(raw.columns[h]) for name, h in attribute_headings(raw, settled).items()
    }
    checked = Checked(
        raw=raw,
        table=pa.table(values | {f"attribute.{name}": cells for name, cells in attributes.items()}),
        problems=problems.found(),
        duplicate=np.zeros(raw.rows, dtype=bool),
        notes=notes,
        fixed=[
            *(opened.findings if opened else ()),
            Finding("attributes", "kept", len(attributes), parameters={"names": ", ".join(attributes)}),
        ],
    )
    return _with_repeats(checked, heading or WHOLE_ROW)


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


def _known_on(raw: RawTable, settled: Settled, rules: Rules, problems: Problems) -> np.ndarray:
    heading = settled.mapping.get("known_on")
    if heading is None:
        one = np.datetime64(settled.day("known_on") or "NaT", "D")
        return np.full(raw.rows, one, dtype="datetime64[D]")
    found = days(settled.days[heading], settled.date_orders[heading])
    problems.note(heading, "day_missing", found.is_missing)
    problems.note(heading, "day_impossible", found.is_impossible)
    problems.note(heading, "not_a_day", np.isnat(found.days))
    problems.note(heading, "day_in_future", found.days > np.datetime64(rules.today))
    return found.days


def _with_repeats(checked: Checked, heading: str) -> Checked:
    usable = ~checked.rejected
    keys = checked.table.select(["customer_id", "known_on"]).to_pandas()
    repeated = np.zeros(checked.raw.rows, dtype=bool)
    repeated[usable] = keys[usable].duplicated().to_numpy()
    different = np.zeros(checked.raw.rows, dtype=bool)
    if repeated.any():
        different = repeated & ~equal_rows(checked.raw, usable)
    return checked.with_duplicates(
        repeated,
        [
            Note("customer_repeated", "duplicate", repeated & ~different, heading, "duplicate"),
            Note("customer_differs", "duplicate", different, heading, "duplicate"),
        ],
    )
