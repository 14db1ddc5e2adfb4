"""How would this file be read, and what is still open? Nothing is stored to find out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from data.errors import QuestionOpenError
from data.importing.checked import Checked
from data.importing.dialect import SEPARATORS
from data.importing.fields import DEFINITIONS
from data.importing.kinds import REGISTRY
from data.importing.opening import open_file
from data.importing.questions import Offer, Question
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.settling import settle
from data.importing.source import load
from data.importing.stored_alike import Look, nothing_stored
from data.importing.table import RawTable, examples

PREVIEW_ROWS = 20
_FIRST_ROWS = 6


@dataclass(frozen=True)
class ColumnView:
    """A column of the file: its heading, the field it is taken for (or none), its first cells."""

    heading: str
    field: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class PreviewRow:
    """A row as understood: field -> value (None where there is none), and why it can't be taken."""

    line: int
    cells: Mapping[str, str | int | float | Decimal | dt.date | None]
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What was found out; with a question about the layout open, there are no columns yet.

    ``separator`` is ``comma semicolon tab bar whitespace`` or another sign itself,
    ``decimal_signs`` and ``date_order`` are empty where nothing had to be decided; ``first_rows`` are
    cells as written.
    """

    kind: str
    questions: tuple[Question, ...]
    encoding: str = ""
    separator: str = ""
    has_header: bool = True
    skipped_lines: int = 0
    rows: int = 0
    date_order: str = ""
    decimal_signs: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[ColumnView, ...] = ()
    preview: tuple[PreviewRow, ...] = ()
    first_rows: tuple[tuple[str, ...], ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """Return field -> heading as understood."""
        return {column.field: column.heading for column in self.columns if column.field}


def inspect(
    path: Path,
    kind: str,
    answers: Mapping[str, str],
    mapping: Mapping[str, str],
    rules: Rules,
    stored: Look = nothing_stored,
) -> Inspection:
    """Return how a file would be read; ``stored`` looks up customers written almost like its own.

    Raises
    ------
    FileRefusedError
        It can't be read as a table of text.
    DataError
        A field, heading or answer that was given doesn't exist.
    """
    try:
        opened = open_file(load(path), answers)
    except QuestionOpenError as error:
        return Inspection(kind, tuple(_questions(error)))
    raw = opened.raw
    settled = settle(raw, kind, mapping, answers, stored)
    by_heading = {heading: name for name, heading in settled.mapping.items()}
    signs = {sign: name for name, sign in SEPARATORS.items()}
    return Inspection(
        kind=kind,
        questions=settled.open,
        encoding=opened.encoding,
        separator=signs.get(opened.dialect.separator, opened.dialect.separator),
        has_header=opened.dialect.has_header,
        skipped_lines=len(opened.dialect.skipped),
        rows=raw.rows + len(raw.ragged),
        date_order=settled.date_order,
        decimal_signs=_deciding_signs(settled),
        columns=tuple(ColumnView(h, by_heading.get(h, ""), examples(raw, h)) for h in raw.columns),
        preview=_preview(raw, settled, rules),
        first_rows=tuple(
            zip(*[cells.slice(0, _FIRST_ROWS).to_pylist() for cells in raw.columns.values()], strict=True)
        ),
        offers=settled.offers,
    )


def _questions(error: QuestionOpenError) -> list[Question]:
    found: Any = error.parameters["questions"]
    return list(found)


def _deciding_signs(settled: Settled) -> dict[str, str]:
    """Return the decimal sign of those columns in which one stands."""
    return {
        heading: sign
        for heading, sign in settled.decimal_signs.items()
        if (settled.numbers[heading].fits["point"] ^ settled.numbers[heading].fits["comma"]).any()
        or settled.numbers[heading].is_doubtful.any()
    }


def _preview(raw: RawTable, settled: Settled, rules: Rules) -> tuple[PreviewRow, ...]:
    first = raw.head(PREVIEW_ROWS)
    checked = REGISTRY[settled.kind].check(first, settled.head(first.rows), rules, None)
    shown = _shown(checked.table, settled)
    causes = _causes(checked) if not settled.open else {}
    return tuple(
        PreviewRow(
            int(first.lines[i]),
            {name: _value(row[column], column, rules.exponent) for column, name in shown.items()},
            tuple(causes.get(i, ())),
        )
        for i, row in enumerate(checked.table.to_pylist())
    )


def _shown(table: pa.Table, settled: Settled) -> dict[str, str]:
    """Return the columns worth showing with their names: needed, in the file, or found out of it."""
    needed = {field.name for field in DEFINITIONS[settled.kind] if field.required}
    names = {
        column: column.removeprefix("attribute.").removesuffix("_minor") for column in table.column_names
    }
    return {
        column: name
        for column, name in names.items()
        if column != "line"
        and (
            name in needed
            or name in settled.mapping
            or column.startswith("attribute.")
            or table[column].null_count < len(table)
        )
    }


def _value(value: Any, column: str, exponent: int) -> Any:
    if column.endswith("_minor"):
        return _money(value, exponent)
    return ", ".join(value) if isinstance(value, list) else value


def _money(minor: int | None, exponent: int) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-exponent)


def _causes(checked: Checked) -> dict[int, list[str]]:
    causes: dict[int, list[str]] = {}
    for problem in checked.problems:
        for row in problem.rows:
            causes.setdefault(int(row), []).append(problem.cause)
    return causes
