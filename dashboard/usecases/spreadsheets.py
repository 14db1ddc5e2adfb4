"""How is a table written into a file that is safe to open, whatever its cells hold?

A spreadsheet takes a cell that begins with one of ``= + - @`` (or a tab, a line break) for a
formula, which may call a program or send data away. Such cells of text columns get an
apostrophe in front, the sign for "this is text"; numbers stay numbers. Parquet is for
programs and keeps every cell as it is.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from data.errors import DataError

Kind = Literal["csv", "xlsx", "parquet"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx", "parquet")

# Full-width signs are formulas too where the spreadsheet speaks Chinese or Japanese.
_BEGINS_FORMULA = r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]"
_MOST_ROWS = 1_048_575
_MOST_COLUMNS = 16_384
_LONGEST_CELL = 32_767


@dataclass(frozen=True)
class TableFile:
    """A written table: its bytes, how many rows, and how many cells were made harmless."""

    content: bytes
    rows: int
    neutralised: int


def table_file(frame: pd.DataFrame, kind: Kind) -> TableFile:
    """Return a table as a file of a kind; CSV is UTF-8 with a mark, so that spreadsheets read Chinese.

    Raises
    ------
    DataError
        A spreadsheet cannot hold that many rows or columns.
    """
    if kind == "parquet":
        return TableFile(_parquet(frame), len(frame), 0)
    safe, neutralised = harmless(frame)
    content = _xlsx(safe) if kind == "xlsx" else _csv(safe)
    return TableFile(content, len(frame), neutralised)


def harmless(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return a copy in which no text is a formula, headings included, and how many cells that took."""
    count = 0
    columns: list[pd.Series] = []
    for position in range(frame.shape[1]):
        cells = frame.iloc[:, position]
        if not _is_text(cells):
            columns.append(cells)
            continue
        text = cells.astype("str")
        formula = text.str.contains(_BEGINS_FORMULA, regex=True).fillna(False).astype(bool)
        count += int(formula.sum())
        columns.append(text.mask(formula, "'" + text))
    headings = pd.Series([str(name) for name in frame.columns], dtype="str")
    formula = headings.str.contains(_BEGINS_FORMULA, regex=True).astype(bool)
    safe = pd.concat(columns, axis=1) if columns else frame.copy()
    safe.columns = pd.Index(headings.mask(formula, "'" + headings))
    return safe, count + int(formula.sum())


def _is_text(cells: pd.Series) -> bool:
    kinds = pd.api.types
    return not (
        kinds.is_numeric_dtype(cells) or kinds.is_bool_dtype(cells) or kinds.is_datetime64_any_dtype(cells)
    )


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\r\n", date_format="%Y-%m-%d").encode("utf-8-sig")


def _parquet(frame: pd.DataFrame) -> bytes:
    return bytes(frame.to_parquet(index=False))


def workbook_file(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """Return an Excel file of several sheets by their names, safe to open like any other table.

    Raises
    ------
    DataError
        A spreadsheet cannot hold that many rows or columns.
    """
    return _book({name: harmless(frame)[0] for name, frame in sheets.items()})


def _xlsx(frame: pd.DataFrame) -> bytes:
    return _book({"": frame})


def _book(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    for frame in sheets.values():
        if len(frame) > _MOST_ROWS or frame.shape[1] > _MOST_COLUMNS:
            raise DataError("export.too_large_for_xlsx", count=len(frame), most=_MOST_ROWS)
    import xlsxwriter

    file = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(file, options) as book:
        for name, frame in sheets.items():
            _write_sheet(book.add_worksheet(_sheet_name(name)), frame, book.add_format({"bold": True}))
    return file.getvalue()


def _sheet_name(name: str) -> str | None:
    """Return a name that Excel takes: at most 31 characters and no brackets, slashes or such."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31] or None


def _write_sheet(sheet: Any, frame: pd.DataFrame, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for number, heading in enumerate(frame.columns):
        sheet.write_string(0, number, heading[:_LONGEST_CELL], bold)
        sheet.set_column(number, number, min(max(len(heading) + 2, 12), 40))
    columns = [_cells(frame.iloc[:, number]) for number in range(frame.shape[1])]
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        sheet.write_row(number, 0, row)


def _cells(cells: pd.Series) -> list[Any]:
    """Return what the writer takes: numbers, texts, days; None where there is nothing."""
    if pd.api.types.is_datetime64_any_dtype(cells):
        local = cells.dt.tz_localize(None) if cells.dt.tz is not None else cells
        return [None if pd.isna(day) else _day(day) for day in local]
    if _is_text(cells):
        return [None if pd.isna(text) else str(text)[:_LONGEST_CELL] for text in cells]
    return [None if pd.isna(value) or value in _INFINITE else value for value in cells.tolist()]


_INFINITE = (float("inf"), float("-inf"))


def _day(moment: pd.Timestamp) -> dt.date:
    return moment.to_pydatetime() if moment != moment.normalize() else moment.date()
