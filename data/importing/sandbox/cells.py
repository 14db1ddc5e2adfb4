"""What text stands for a cell, the same that a person would read there?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from data.importing.sandbox.limits import MOST_COLUMNS
from data.importing.sandbox.refusal import RefusedError

# An offset and some room for each cell, so that many empty ones count too.
_BYTES_A_CELL = 5
_EXACT_WHOLE = 2**53


class Grid:
    """Rows of text, column by column, up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.columns: list[list[str]] = []
        self.numbers: list[int] = []
        self._left = most_bytes
        self._most = most_bytes

    def add(self, number: int, cells: list[str]) -> None:
        """Add the row with this number in the file; a row may be wider than those before."""
        if len(cells) > MOST_COLUMNS:
            raise RefusedError("import.refused.too_many_columns", count=len(cells), most=MOST_COLUMNS)
        while len(self.columns) < len(cells):
            self.columns.append([""] * len(self.numbers))
            self.spend(_BYTES_A_CELL * len(self.numbers))
        self.spend(sum(map(len, cells)) + _BYTES_A_CELL * len(self.columns))
        cells = cells + [""] * (len(self.columns) - len(cells))
        for column, cell in zip(self.columns, cells, strict=True):
            column.append(cell)
        self.numbers.append(number)

    def spend(self, count: int) -> None:
        """Count bytes, and refuse once there are too many."""
        self._left -= count
        if self._left < 0:
            raise RefusedError("import.refused.too_large", megabytes=self._most // 1024**2)


def text_of(value: Any) -> str:
    """Return the text of a workbook's or database's value; nothing is an empty cell."""
    write = _WRITERS.get(type(value))
    return write(value) if write else _other(value)


def decimal_text(value: float) -> str:
    """Return a number with the 15 digits that a workbook keeps, never with an exponent if it is exact."""
    if value.is_integer() and abs(value) < _EXACT_WHOLE:
        return str(int(value))
    if abs(value) >= _EXACT_WHOLE:  # digits are lost already: that has to be seen
        return f"{value:.14E}"
    return _plain(f"{value:.15g}")


def shortest_text(value: float) -> str:
    """Return the shortest number that is exactly this one, never with an exponent."""
    return "" if value != value else _plain(repr(value))  # noqa: PLR0124 - only "not a number" differs from itself


def _plain(text: str) -> str:
    return f"{Decimal(text):f}" if "e" in text else text


def _moment(value: dt.datetime) -> str:
    is_day = value.tzinfo is None and value.time() == dt.time(0)
    return value.date().isoformat() if is_day else value.isoformat(sep=" ")


def _duration(value: dt.timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _other(value: Any) -> str:
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    return str(value)


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: str,
    type(None): lambda _: "",
    bool: lambda value: "TRUE" if value else "FALSE",
    int: str,
    float: decimal_text,
    Decimal: lambda value: f"{value:f}",
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: _duration,
}
