"""Which of the rows of a sheet are headings, which lie above them, and which are the table?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import FileRefusedError
from data.importing.dialect import Dialect, dialect_of_rows, headings_of
from data.importing.sandbox.process import Parsed
from data.importing.table import RaggedRow, RawTable, without_empty_rows

_HEAD_ROWS = 400


def table_of(found: Parsed, answers: Mapping[str, str]) -> tuple[Dialect, RawTable]:
    """Return the layout and the cells of a table that was parsed apart.

    Raises
    ------
    FileRefusedError
        There are no rows, or no two columns.
    QuestionOpenError
        It isn't clear whether there are headings.
    """
    if not len(found.lines) and not found.headings and not found.broken:
        raise FileRefusedError("import.refused.empty")
    if found.headings is not None:
        headings = headings_of(found.headings, [], len(found.headings))
        return _checked(Dialect("", True, headings, 1), found, 0)
    head = [column.slice(0, _HEAD_ROWS).to_pylist() for column in found.columns]
    rows = list(zip(found.lines.tolist(), zip(*head, strict=True), strict=False))
    dialect = dialect_of_rows([(line, list(cells)) for line, cells in rows], answers)
    return _checked(dialect, found, int(np.searchsorted(found.lines, dialect.body_line)))


def _checked(dialect: Dialect, found: Parsed, first: int) -> tuple[Dialect, RawTable]:
    names = list(dialect.headings)
    names += [f"column_{number}" for number in range(len(names) + 1, len(found.columns) + 1)]
    cells = {
        name: column.slice(first)
        for number, (name, column) in enumerate(zip(names, found.columns, strict=True), 1)
        if name != f"column_{number}" or not _is_empty(column.slice(first))
    }
    broken = tuple(RaggedRow(line, text, 0, "not_an_object") for line, text in found.broken)
    if not len(found.lines[first:]) and not broken:
        raise FileRefusedError("import.refused.headings_only")
    if len(cells) < 2:
        raise FileRefusedError("import.refused.one_column", first_line=", ".join(names)[:80])
    full = Dialect("", dialect.has_header, tuple(cells), dialect.body_line, dialect.skipped)
    return full, without_empty_rows(cells, found.lines[first:], broken)


def _is_empty(column: pa.Array) -> bool:
    """Whether nothing stands in a column: without a heading, it is one that only a title above it made."""
    return bool(pc.all(pc.equal(column, ""), min_count=0).as_py())
