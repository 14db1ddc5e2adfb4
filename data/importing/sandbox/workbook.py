"""What does a sheet of a workbook show: values of formulas, days, numbers, errors?"""

from __future__ import annotations

import io
from itertools import islice
from typing import Any

from data.importing.archives import members_of, refuse_lies
from data.importing.sandbox.cells import Grid, text_of
from data.importing.sandbox.refusal import RefusedError, SheetOpenError
from data.importing.sandbox.workbook_marks import shown_cells

_PREVIEW_ROWS = 3
_PREVIEW_TEXT = 80


def read_workbook(data: bytes, kind: str, sheet: str | None, grid: Grid) -> str:
    """Fill the grid with a sheet and return the sheet's name, empty where the workbook has only one.

    Raises
    ------
    RefusedError
        The workbook is damaged, locked, or has no sheet with rows.
    SheetOpenError
        Several sheets have rows, and none was chosen.
    """
    import python_calamine as calamine

    if kind != "xls":
        refuse_lies(data, members_of(data))
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        _refuse_macros(workbook, calamine.SheetTypeEnum)
        names = [one.name for one in workbook.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]
        chosen = _chosen(workbook, names, sheet)
        _fill(grid, workbook.get_sheet_by_name(chosen), shown_cells(data, chosen) if kind == "xlsx" else {})
    except calamine.PasswordError as error:
        raise RefusedError("import.refused.encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RefusedError("import.refused.damaged_workbook") from error
    return chosen if len(names) > 1 else ""


def _refuse_macros(workbook: Any, kinds: Any) -> None:
    if any(one.typ in (kinds.MacroSheet, kinds.Vba) for one in workbook.sheets_metadata):
        raise RefusedError("import.refused.macros")


def _chosen(workbook: Any, names: list[str], sheet: str | None) -> str:
    if sheet is not None and sheet in names:
        return sheet
    if len(names) == 1:
        return names[0]
    previews = [(name, _preview(workbook.get_sheet_by_name(name))) for name in names]
    filled = [(name, rows) for name, rows in previews if rows]
    if not filled:
        raise RefusedError("import.refused.empty")
    if len(filled) > 1 or sheet is not None:
        raise SheetOpenError(filled)
    return filled[0][0]


def _preview(sheet: Any) -> list[str]:
    rows = ([text_of(cell) for cell in row] for row in sheet.iter_rows())
    filled = (" | ".join(cell for cell in row if cell)[:_PREVIEW_TEXT] for row in rows if any(row))
    return list(islice(filled, _PREVIEW_ROWS))


def _fill(grid: Grid, sheet: Any, shown: dict[tuple[int, int], str]) -> None:
    first_column = sheet.start[1] if sheet.start else 0
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in shown.items():
        by_row.setdefault(row, []).append((column - first_column, text))
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [text_of(cell) for cell in row]
        for column, text in by_row.get(number, ()):
            if 0 <= column < len(cells):
                cells[column] = text
        if any(cells):
            grid.add(number, cells)
