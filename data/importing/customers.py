"""Which rows of a file of customers can be taken, and what is known of each customer since when?

Every column that is neither id nor day becomes a free attribute, kept as the text that it is.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data.importing.cell_notes import notes_on_ids
from data.importing.checked import Checked, Note, equal_rows, unusable_rows
from data.importing.days import days
from data.importing.free_attributes import free_attributes
from data.importing.identifiers import identifiers
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Problems
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable


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
            raw.encoded(heading),
            strip_zero=settled.strip_zero,
            compose=True,
            unite_with=settled.united_with,
        )
        problems.note(heading, "customer_missing", found.is_missing)
        ids, notes = found.ids.cast(pa.string()), [*notes_on_ids(found, heading)]
    known_on = _known_on(raw, settled, rules, problems)
    has_day = "known_on" in settled.mapping
    plain = np.zeros(raw.rows, dtype=bool) if not has_day else ~np.isnat(known_on)
    for cause, where in unusable_rows(raw, opened, plain, [heading] if heading else []).items():
        problems.note(WHOLE_ROW, cause, where)
    values = {"customer_id": ids, "known_on": pa.array(known_on), "line": pa.array(raw.lines)}
    attributes = free_attributes(raw, settled)
    checked = Checked(
        raw=raw,
        table=pa.table(values | dict(attributes.values)),
        problems=problems.found(),
        duplicate=np.zeros(raw.rows, dtype=bool),
        notes=[*notes, *attributes.notes, *attributes.blanks],
        fixed=[*(opened.findings if opened else ()), attributes.finding()],
    )
    return _with_repeats(checked, heading or WHOLE_ROW)


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
