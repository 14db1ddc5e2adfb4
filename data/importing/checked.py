"""What became of every row of a file: taken, left out with its reasons, or there already?"""

from __future__ import annotations

import io
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data.importing.findings import EXAMPLES, Action, Example, Finding, together
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Mask, Problem
from data.importing.table import RawTable

_TOTALS = (
    r"(?i)^\s*(?:grand |sub[- ]?|over-?all )?totals?(?: amount| sum)?\s*:?\s*$|^\s*sums?\s*:?\s*$"
    r"|^\s*(?:合\s*计|总\s*计|小\s*计|总\s*额|累\s*计|合\s*計|總\s*計|小\s*計|總\s*額)\s*[:：]?\s*$"
)
# What steers a terminal and belongs to no text: C0 without tab and line ends, DEL, C1.
_CONTROLS = r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x{80}-\x{9f}]"


@dataclass(frozen=True)
class Checked:
    """A file's rows after every check; masks and ``table`` have one entry a row of ``raw``.

    ``table`` holds what would be stored; ``minor`` amounts in minor units, null where a row
    has no readable amount; ``as_written`` their exact sum before rounding. ``notes`` are
    findings about rows that were not left out, as masks, so that only rows taken count.
    """

    raw: RawTable
    table: pa.Table
    problems: Sequence[Problem]
    duplicate: Mask
    minor: pa.Array | None = None
    as_written: Decimal = Decimal(0)
    notes: Sequence[Note] = ()
    fixed: Sequence[Finding] = ()

    @property
    def rejected(self) -> Mask:
        """Return which rows are left out for a problem."""
        mask = np.zeros(self.raw.rows, dtype=bool)
        for problem in self.problems:
            mask[problem.rows] = True
        return mask

    @property
    def accepted(self) -> Mask:
        """Return which rows are taken."""
        return ~self.rejected & ~self.duplicate

    def with_duplicates(self, more: Mask, notes: Sequence[Note] = ()) -> Checked:
        """Return the same with more rows known to be there already."""
        return replace(self, duplicate=self.duplicate | more, notes=[*self.notes, *notes])


@dataclass(frozen=True)
class Note:
    """Something to know about rows; ``among`` says whether of those taken or those there already."""

    cause: str
    action: Action
    where: Mask
    column: str = ""
    among: str = "accepted"
    parameters: Mapping[str, Any] = field(default_factory=dict)


def findings_of(checked: Checked) -> Iterator[Finding]:
    """Yield the findings on rows: what left rows out by cause and column, all else by cause."""
    for problem in checked.problems:
        yield _finding(checked.raw, problem.cause, "left_out", problem.rows, problem.column)
    for cause in dict.fromkeys(row.cause for row in checked.raw.ragged):
        ragged = [row for row in checked.raw.ragged if row.cause == cause]
        examples = tuple(Example(row.line, "", row.text[:200]) for row in ragged[:EXAMPLES])
        parameters = {"columns": len(checked.raw.columns)}
        yield Finding(cause, "left_out", len(ragged), "", examples, parameters)
    masks = {"accepted": checked.accepted, "duplicate": checked.duplicate & ~checked.rejected}
    by_cause: dict[Hashable, list[Finding]] = {}
    for note in checked.notes:
        rows = np.flatnonzero(note.where & masks[note.among])
        found = _finding(checked.raw, note.cause, note.action, rows, note.column, note.parameters)
        if found.count:
            said = (note.cause, note.action, note.among, tuple(note.parameters.items()))
            by_cause.setdefault(said, []).append(found)
    yield from (together(findings) for findings in by_cause.values())
    yield from checked.fixed


def unusable_rows(
    raw: RawTable, opened: OpenedFile | None, has_day: Mask, columns: Sequence[str]
) -> dict[str, Mask]:
    """Return rows that are no facts at all, by cause: totals below the table, damaged text."""
    found = {"total_row": _cells_match(raw, columns, _TOTALS) & ~has_day}
    if opened is not None and opened.broken:
        found["broken_text"] = _cells_match(raw, list(raw.columns), "\ufffd")
    if opened is None or opened.has_controls:
        found["zero_character"] = _cells_match(raw, list(raw.columns), r"\x00")
        found["control_character"] = _cells_match(raw, list(raw.columns), _CONTROLS)
    if opened is not None and raw.swallowing.any():
        found["swallowed_lines"] = raw.swallowing
    return found


def equal_rows(raw: RawTable, among: Mask) -> Mask:
    """Return which rows repeat an earlier row, cell by cell, of those in ``among``."""
    where = np.flatnonzero(among)
    if not len(where):
        return np.zeros(raw.rows, dtype=bool)
    combined = np.zeros(len(where), dtype=np.uint64)
    for heading in raw.columns:
        encoded = raw.encoded(heading)
        hashes = pd.util.hash_array(encoded.dictionary.to_numpy(zero_copy_only=False))
        codes = encoded.indices.to_numpy(zero_copy_only=False)[where]
        combined = combined * np.uint64(1_099_511_628_211) ^ hashes[codes]
    repeated = np.zeros(raw.rows, dtype=bool)
    repeated[where] = pd.Series(combined).duplicated().to_numpy()
    return repeated


def rejected_file(checked: Checked) -> bytes | None:
    """Return the rows left out as a Parquet file: line, reasons, and the cells as written."""
    rejected = checked.rejected
    if not rejected.any() and not checked.raw.ragged:
        return None
    rows = np.flatnonzero(rejected)
    reasons = np.full(checked.raw.rows, "", dtype=object)
    for problem in checked.problems:
        said = problem.cause if problem.column == WHOLE_ROW else f"{problem.cause}:{problem.column}"
        reasons[problem.rows] += said + "\n"
    cells = {name: column.take(pa.array(rows)) for name, column in checked.raw.columns.items()}
    table = pa.table({"line": checked.raw.lines[rows], "reasons": reasons[rows], **_apart(cells)})
    ragged = checked.raw.ragged
    aside = pa.table(
        {
            "line": np.array([row.line for row in ragged], dtype=np.int64),
            "reasons": pa.array([f"{row.cause}\n" for row in ragged], pa.string()),
            "as_written": pa.array([row.text for row in ragged], pa.string()),
        }
    )
    both = pa.concat_tables([table, aside], promote_options="permissive").sort_by("line")
    file = io.BytesIO()
    pq.write_table(both, file, compression="zstd")
    return file.getvalue()


def _apart(cells: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """Return the columns under names that differ from those put beside them."""
    return {f"{name} " if name in {"line", "reasons", "as_written"} else name: c for name, c in cells.items()}


def _finding(
    raw: RawTable,
    cause: str,
    action: Action,
    rows: NDArray[np.int64],
    column: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> Finding:
    examples = tuple(Example(int(raw.lines[row]), column, _cell(raw, column, row)) for row in rows[:EXAMPLES])
    return Finding(cause, action, len(rows), column, examples, parameters or {})


def _cell(raw: RawTable, column: str, row: int) -> str:
    names = [column] if column else list(raw.columns)
    return " | ".join(raw.columns[name][int(row)].as_py() for name in names)[:200]


def _cells_match(raw: RawTable, columns: Sequence[str], pattern: str) -> Mask:
    found = np.zeros(raw.rows, dtype=bool)
    for heading in columns:
        encoded = raw.encoded(heading)
        matches = pc.match_substring_regex(encoded.dictionary, pattern).to_numpy(zero_copy_only=False)
        if matches.any():
            found |= matches[encoded.indices.to_numpy(zero_copy_only=False)]
    return found
