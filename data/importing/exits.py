"""Which rows of a file of exits can be taken, and why did each customer leave?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing.checked import Checked, Note
from data.importing.columns import Columns
from data.importing.exit_causes import causes_of, kinds_of
from data.importing.opening import OpenedFile
from data.importing.problems import as_mask
from data.importing.repeats import with_repeated_ids, with_repeated_keys
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

KEY = ("customer_id", "day")


@dataclass(frozen=True)
class Reasons:
    """What a file says of why customers left: columns of the checked table, and what was found."""

    values: dict[str, pa.Array]
    notes: tuple[Note, ...]


def check_exits(raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None) -> Checked:
    """Return every row checked; a customer leaves once a day, unless rows have ids of their own."""
    columns = Columns(raw, settled, rules)
    columns.require_id("customer_id", "customer_missing")
    found = columns.require_day("day")
    columns.refuse_unusable(opened, ~np.isnat(found), columns.labels())
    why = reasons(columns)
    values = {
        "customer_id": columns.text("customer_id"),
        "day": pa.array(found),
        **why.values,
        "row_id": columns.text("row_id"),
        "is_day_estimated": pa.array(columns.nowhere()),
    }
    checked = columns.checked(opened, values, why.notes)
    if "row_id" in columns.ids:
        return with_repeated_ids(checked, columns, "row_id")
    return with_repeated_keys(checked, KEY)


def reasons(columns: Columns) -> Reasons:
    """Return factors, kind of exit and words; what is no known factor stays as words."""
    rows = columns.raw.rows
    causes = pa.nulls(rows, pa.list_(pa.string()))
    words, kinds = (columns.text(name).cast(pa.string()) for name in ("words", "exit_kind"))
    notes: list[Note] = []
    if "cause" in columns.ids:
        named = causes_of(columns.ids["cause"].ids)
        causes = named.causes
        heading = columns.heading("cause")
        # What a cell says beside the factors is not lost: its text stands before the customer's words.
        both = pc.binary_join_element_wise(named.unknown, words, " / ")  # null where either is
        words = pc.coalesce(both, named.unknown, words)
        notes.append(Note("cause_unknown", "kept", as_mask(named.unknown.is_valid()), heading))
    if "exit_kind" in columns.ids:
        kinds, unknown = kinds_of(columns.ids["exit_kind"].ids)
        notes.append(Note("exit_kind_unknown", "kept", as_mask(unknown), columns.heading("exit_kind")))
    return Reasons({"causes": causes, "exit_kind": kinds, "words": words}, tuple(notes))
