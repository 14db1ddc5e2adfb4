"""What do the columns of a file say, each read as its field asks, and what is wrong with their cells?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa

from data.importing.amounts import Numbers, numbers
from data.importing.cell_notes import notes_on_days, notes_on_ids
from data.importing.checked import Checked, Note, unusable_rows
from data.importing.days import Days, days
from data.importing.field import Field
from data.importing.fields import DEFINITIONS
from data.importing.findings import Finding
from data.importing.flags import Flags, flags
from data.importing.identifiers import Identifiers, identifiers
from data.importing.opening import OpenedFile
from data.importing.problems import WHOLE_ROW, Mask, Problems
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable

_TEXTS = ("id", "category", "text")
_MOST_NAMED = 40
_MAY_BE_SHORT = ("product_id",)  # article numbers are often written so on purpose


class Columns:
    """The columns of a file, each parsed as its field says; ``problems`` collects what can't be used."""

    def __init__(self, raw: RawTable, settled: Settled, rules: Rules) -> None:
        self.raw = raw
        self.mapping = settled.mapping
        self.settled = settled
        self.rules = rules
        self.problems = Problems(raw.rows)
        self.fields: dict[str, Field] = {field.name: field for field in DEFINITIONS[settled.kind]}
        self.ids: dict[str, Identifiers] = {
            name: identifiers(
                raw.encoded(self.mapping[name]),
                strip_zero=settled.strip_zero and field.sort == "id",
                compose=True,
                unite_with=settled.united_with if name == "customer_id" else None,
            )
            for name, field in self.fields.items()
            if field.sort in _TEXTS and name in self.mapping
        }
        self._days: dict[str, Days] = {}

    def heading(self, name: str) -> str:
        """Return the heading of a field, ``WHOLE_ROW`` where the file has no such column."""
        return self.mapping.get(name, WHOLE_ROW)

    def nowhere(self) -> Mask:
        """Return a mask of no row."""
        return np.zeros(self.raw.rows, dtype=bool)

    def number(self, name: str, *, is_money: bool = True) -> Numbers | None:
        """Return a column of numbers, None where the file has no such column."""
        if name not in self.mapping:
            return None
        heading = self.mapping[name]
        currency = self.rules.currency if is_money else ""
        return numbers(self.settled.numbers[heading], self.settled.decimal_signs[heading], currency)

    def text(self, name: str) -> pa.Array:
        """Return a column of texts, null where a cell is empty or the file has no such column."""
        if name not in self.ids:
            return pa.nulls(self.raw.rows, pa.string())
        return self.ids[name].ids

    def days(self, name: str) -> Days | None:
        """Return a column of days, or the one day given for all rows; None where there is neither."""
        if name not in self._days:
            heading = self.mapping.get(name)
            if heading is not None:
                self._days[name] = days(self.settled.days[heading], self.settled.date_orders[heading])
            elif (one := self.settled.day(name)) is not None:
                each = np.full(self.raw.rows, np.datetime64(one, "D"), dtype="datetime64[D]")
                self._days[name] = Days(each, self.nowhere(), self.nowhere())
        return self._days.get(name)

    def flag(self, name: str) -> Flags | None:
        """Return a column of yes and no, None where the file has no such column."""
        return flags(self.raw.encoded(self.mapping[name])) if name in self.mapping else None

    def require_id(self, name: str, cause: str) -> pa.Array:
        """Return ids that every row needs; those without are left out for ``cause``."""
        found = self.ids.get(name)
        self.problems.note(self.heading(name), cause, ~self.nowhere() if found is None else found.is_missing)
        return self.text(name)

    def require_day(self, name: str, *, may_come: bool = False) -> np.ndarray:
        """Return days that every row needs; of the future only those that ``may_come``."""
        found, heading = self.days(name), self.heading(name)
        if found is None:
            self.problems.note(heading, "day_missing", ~self.nowhere())
            return np.full(self.raw.rows, np.datetime64("NaT"), dtype="datetime64[D]")
        self.problems.note(heading, "day_missing", found.is_missing)
        self.problems.note(heading, "day_impossible", found.is_impossible)
        self.problems.note(heading, "not_a_day", np.isnat(found.days))
        if not may_come:
            self.problems.note(heading, "day_in_future", found.days > np.datetime64(self.rules.today))
        return found.days

    def optional_day(self, name: str) -> np.ndarray:
        """Return days that a row may have; a cell that is no day leaves its row out."""
        found = self.days(name)
        if found is None:
            return np.full(self.raw.rows, np.datetime64("NaT"), dtype="datetime64[D]")
        self.problems.note(self.heading(name), "day_impossible", found.is_impossible)
        self.problems.note(self.heading(name), "not_a_day", np.isnat(found.days) & ~found.is_missing)
        return found.days

    def optional_amount(self, name: str) -> tuple[pa.Array, list[Note]]:
        """Return amounts in minor units, null where there is none, and what was found in their cells.

        An amount in another currency leaves its row out: taking it for ours would be wrong, and
        leaving it empty would hide it.
        """
        found = self.number(name)
        if found is None:
            return pa.nulls(self.raw.rows, pa.int64()), []
        heading = self.mapping[name]
        self.problems.note(heading, "other_currency", found.is_other_currency)
        rounded = found.exact.is_rounded(self.rules.exponent)
        unreadable = found.is_unreadable & ~found.is_other_currency
        return found.exact.minor(self.rules.exponent), [
            Note("cell_unreadable", "left_empty", unreadable, heading),
            Note("amount_rounded", "changed", rounded, heading),
        ]

    def total(self, name: str) -> Decimal:
        """Return the exact sum of a column of money, 0 where the file has no such column."""
        found = self.number(name)
        return Decimal(0) if found is None else found.exact.total()

    def optional_number(self, name: str) -> tuple[pa.Array, list[Note]]:
        """Return numbers, null where there is none, and what was found in their cells."""
        found = self.number(name, is_money=False)
        if found is None:
            return pa.nulls(self.raw.rows, pa.float64()), []
        return floats(found), [Note("cell_unreadable", "left_empty", found.is_unreadable, self.mapping[name])]

    def optional_flag(self, name: str) -> tuple[pa.Array, list[Note]]:
        """Return yes and no, null where there is neither, and what was found in their cells."""
        found = self.flag(name)
        if found is None:
            return pa.nulls(self.raw.rows, pa.bool_()), []
        return found.values, [Note("cell_unreadable", "left_empty", found.is_unreadable, self.mapping[name])]

    def checked(
        self,
        opened: OpenedFile | None,
        values: Mapping[str, pa.Array],
        notes: Sequence[Note],
        money: str = "",
        fixed: Sequence[Finding] = (),
    ) -> Checked:
        """Return every row checked, with the lines of the file; ``money`` is the field that is summed.

        Without ``fixed`` findings of its own a kind keeps no further columns, and that is said.
        """
        return Checked(
            raw=self.raw,
            table=pa.table({**values, "line": pa.array(self.raw.lines)}),
            problems=self.problems.found(),
            duplicate=self.nowhere(),
            minor=values[f"{money}_minor"] if money else None,
            as_written=self.total(money) if money else Decimal(0),
            notes=[*notes, *self.notes()],
            fixed=[*fixed_findings(opened), *(fixed or self._left_aside())],
        )

    def _left_aside(self) -> list[Finding]:
        """Return which columns mean nothing in this kind of file and are not kept."""
        unused = [heading for heading in self.raw.columns if heading not in self.mapping.values()]
        named = ", ".join(unused[:_MOST_NAMED]) + (" …" if len(unused) > _MOST_NAMED else "")
        return [Finding("columns_unused", "noted", len(unused), parameters={"names": named})]

    def refuse_unusable(self, opened: OpenedFile | None, is_fact: Mask, among: list[str]) -> None:
        """Leave out rows that are no facts at all: totals, damaged text; ``is_fact`` are surely facts."""
        for cause, where in unusable_rows(self.raw, opened, is_fact, among).items():
            self.problems.note(WHOLE_ROW, cause, where)

    def labels(self) -> list[str]:
        """Return the headings in which a total row would say so: the first, and those of no number."""
        named = [h for name, h in self.mapping.items() if self.fields[name].sort not in {"amount", "number"}]
        return list(dict.fromkeys([next(iter(self.raw.columns)), *named]))

    def notes(self) -> Iterator[Note]:
        """Yield what is worth knowing about texts, ids and days that were taken."""
        for name, found in self.ids.items():
            yield from notes_on_ids(found, self.mapping[name])
            if self.fields[name].sort == "id" and name not in _MAY_BE_SHORT:
                yield Note("id_shortened", "kept", found.is_shortened, self.mapping[name])
        for name, field in self.fields.items():
            if field.sort == "day" and name in self.mapping:
                yield from notes_on_days(self.settled.days[self.mapping[name]], self.mapping[name])


def fixed_findings(opened: OpenedFile | None) -> Iterator[Finding]:
    """Yield what was found around the table itself."""
    if opened is not None:
        yield from opened.findings
    if opened is not None and opened.dialect.skipped:
        lines = opened.dialect.skipped
        yield Finding("lines_above", "kept", len(lines), parameters={"first": lines[0], "last": lines[-1]})


def floats(found: Numbers) -> pa.Array:
    """Return numbers as floats."""
    return found.exact.different.cast(pa.float64()).take(pa.array(found.exact.codes))
