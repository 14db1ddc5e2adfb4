"""Which rows of a table with one row a customer can be taken, and what do they say of whom?

A row fills what is known of the customer on the snapshot's day, a contract where a start or a
tenure is given, and an exit where the customer had left by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.checked import Checked, Note
from data.importing.columns import Columns
from data.importing.exits import reasons
from data.importing.free_attributes import FreeAttributes, free_attributes
from data.importing.opening import OpenedFile
from data.importing.problems import Mask, as_mask
from data.importing.repeats import with_repeated_keys
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable
from data.importing.tenure import Starts, starts_by_tenure

KEY = ("customer_id", "known_on")


@dataclass(frozen=True)
class _Left:
    """Who had left by the snapshot, on which day, and where only "by then" is known."""

    has_left: pa.Array
    days: NDArray[np.datetime64]
    is_estimated: Mask
    notes: tuple[Note, ...]


def check_wide(raw: RawTable, settled: Settled, rules: Rules, opened: OpenedFile | None = None) -> Checked:
    """Return every row checked; columns without a meaning become attributes known on the snapshot's day."""
    columns = Columns(raw, settled, rules)
    columns.require_id("customer_id", "customer_missing")
    snapshot = columns.require_day("snapshot_date")
    begins = _starts(columns, snapshot)
    left = _left(columns, snapshot)
    ends = columns.optional_day("end_day")
    columns.problems.note(columns.heading("end_day"), "end_before_start", ends < begins.days)
    ends = np.where(np.isnat(ends), left.days, ends)
    columns.problems.note(columns.heading("exit_day"), "end_before_start", left.days < begins.days)
    fee, fee_notes = columns.optional_amount("fee_per_month")
    columns.refuse_unusable(opened, columns.nowhere(), _id_heading(columns))
    why = reasons(columns)
    attributes = free_attributes(raw, settled)
    values = {
        "customer_id": columns.text("customer_id"),
        "known_on": pa.array(snapshot),
        "start_day": pa.array(begins.days),
        "is_start_estimated": pa.array(begins.is_estimated),
        "end_day": pa.array(ends.astype("datetime64[D]")),
        "fee_per_month_minor": fee,
        "tariff": columns.text("tariff"),
        "has_left": left.has_left,
        "exit_day": pa.array(left.days),
        "is_day_estimated": pa.array(left.is_estimated),
        **why.values,
        **attributes.values,
    }
    notes = [*begins.notes, *left.notes, *fee_notes, *why.notes, *_notes(columns, values, attributes)]
    return with_repeated_keys(
        columns.checked(opened, values, notes, "fee_per_month", [attributes.finding()]), KEY
    )


def _starts(columns: Columns, snapshot: NDArray[np.datetime64]) -> Starts:
    """Return when each customer's contract began: as written, else by the tenure up to the snapshot."""
    written = columns.optional_day("start_day")
    if "tenure_months" not in columns.mapping:
        return Starts(written, columns.nowhere(), ())
    found = starts_by_tenure(columns, snapshot)
    is_written = ~np.isnat(written)
    return Starts(
        np.where(is_written, written, found.days).astype("datetime64[D]"),
        found.is_estimated & ~is_written,
        found.notes,
    )


def _left(columns: Columns, snapshot: NDArray[np.datetime64]) -> _Left:
    """Return who had left: as the flag says, or, without one, whoever has a day of leaving."""
    written = columns.optional_day("exit_day")
    heading = columns.heading("exit_day")
    columns.problems.note(heading, "exit_after_snapshot", written > snapshot)
    has_day = ~np.isnat(written)
    if "has_left" not in columns.mapping:
        flag, notes = pa.array(has_day), list[Note]()
    else:
        flag, notes = columns.optional_flag("has_left")
    has_left = as_mask(flag)
    estimated = has_left & ~has_day
    days = np.where(has_left, np.where(has_day, written, snapshot), np.datetime64("NaT"))
    notes = [
        *notes,
        Note("exit_contradicts", "left_empty", has_day & ~has_left, heading),
        Note("exit_day_estimated", "kept", estimated, columns.heading("has_left")),
    ]
    return _Left(flag, days.astype("datetime64[D]"), estimated, tuple(notes))


def _notes(columns: Columns, values: Mapping[str, pa.Array], attributes: FreeAttributes) -> Iterator[Note]:
    """Yield what became of rows beside their attributes."""
    below = as_mask(pc.less(values["fee_per_month_minor"], 0))
    yield Note("fee_negative", "kept", below, columns.heading("fee_per_month"))
    yield Note("contract_made", "kept", as_mask(values["start_day"].is_valid()))
    yield Note("exit_made", "kept", as_mask(values["has_left"]), columns.heading("has_left"))
    yield from attributes.notes
    yield from _blanks(columns, attributes)


def _blanks(columns: Columns, attributes: FreeAttributes) -> Iterator[Note]:
    """Yield where attributes are empty: an empty cell is no zero and no word."""
    for heading in attributes.headings.values():
        blank = as_mask(pc.equal(pc.utf8_trim_whitespace(columns.raw.columns[heading]), ""))
        if blank.any() and not blank.all():
            yield Note("attribute_empty", "left_empty", blank, heading)


def _id_heading(columns: Columns) -> list[str]:
    return [columns.mapping["customer_id"]] if "customer_id" in columns.mapping else []
