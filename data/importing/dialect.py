"""How is a text laid out as a table: separator, lines above it, headings?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.errors import FileRefusedError
from data.importing.fields import is_known
from data.importing.heading_rows import further_headings
from data.importing.questions import Choice, Question
from data.importing.sandbox.limits import MOST_COLUMNS

WHITESPACE = " "
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "whitespace": WHITESPACE}
_HEAD = 256 * 1024
_HEAD_ROWS = 400
_HEAD_LINES = 5
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FIGURES = re.compile(r"[^A-Za-z\u3400-\u9fff]*\d[^A-Za-z\u3400-\u9fff]*")

Rows = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True)
class Dialect:
    """The layout; ``body_line`` is the physical line of the first row below the headings.

    ``skipped`` are the physical lines above the headings that belong to no row.
    """

    separator: str
    has_header: bool
    headings: tuple[str, ...]
    body_line: int
    skipped: tuple[int, ...] = ()


def dialect_of(text: bytes, answers: Mapping[str, str]) -> Dialect:
    """Return the layout of a text (UTF-8), asking where there are two.

    Raises
    ------
    FileRefusedError
        There is no table of at least two columns, or nothing below the headings.
    QuestionOpenError
        Separator or headings can be understood in two ways.
    """
    head = _head(text)
    if not head.strip("\ufeff \t\r\n"):
        raise FileRefusedError("import.refused.empty")
    given = _SEPARATOR_LINE.match(head)
    separator = given.group(1) if given else _separator(head, answers)
    rows = [row for row in rows_of(head, separator) if any(row[1])]
    found = _layout(rows[1:] if given else rows, answers)
    return replace(
        found,
        separator=separator,
        body_line=_next_line(head, separator, found.body_line) if found.has_header else found.body_line,
        skipped=((1,) if given else ()) + found.skipped,
    )


def dialect_of_rows(rows: Rows, answers: Mapping[str, str]) -> Dialect:
    """Return the layout of rows that are apart already, as in a sheet.

    Raises
    ------
    FileRefusedError
        There is no table of at least two columns, or nothing below the headings.
    QuestionOpenError
        It isn't clear whether there are headings.
    """
    filled = [(line, _without_empty_end(cells)) for line, cells in rows if any(cells)]
    if _usual_width(filled) < 2 and max((len(cells) for _, cells in filled), default=0) < 2:
        first = filled[0][1][0] if filled else ""
        raise FileRefusedError("import.refused.one_column", first_line=first[:80])
    known = (i for i, (_, cells) in enumerate(filled) if sum(map(is_known, cells)) >= 2)
    found = _layout(filled, answers, next(known, None))
    return replace(found, body_line=found.body_line + 1) if found.has_header else found


def _layout(rows: Rows, answers: Mapping[str, str], first: int | None = None) -> Dialect:
    """Return the layout with the line of the headings (or of the first row) as its ``body_line``."""
    width = _usual_width(rows)
    skipped, table = _without_lines_above(rows, width) if first is None else (rows[:first], rows[first:])
    has_header = _has_header(table, answers)
    more, top = further_headings([cells for _, cells in table]) if has_header else (0, [])
    if has_header and len(table) == more + 1:
        raise FileRefusedError("import.refused.headings_only")
    headings = headings_of(top, [cells for _, cells in table[has_header + more :]], width)
    if len(headings) > MOST_COLUMNS:
        raise FileRefusedError("import.refused.too_many_columns", count=len(headings), most=MOST_COLUMNS)
    above = [line for line, _ in (*skipped, *table[:more])]
    return Dialect("", has_header, headings, table[more][0], tuple(above))


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _head(text: bytes) -> str:
    """Return whole lines from the beginning, more of them where lines are very long."""
    size = _HEAD
    while size < len(text) and text.count(b"\n", 0, size) < _HEAD_LINES:
        size *= 4
    head = text[:size].decode("utf-8", "ignore")
    return head if size >= len(text) else head[: head.rfind("\n") + 1] or head


def rows_of(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the first rows of a text, each with the physical line on which it begins."""
    if separator == WHITESPACE:
        return [(n, line.split()) for n, line in enumerate(text.splitlines()[:_HEAD_ROWS], 1)]
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        for cells in reader:
            found.append((begins, [cell.strip() for cell in cells]))
            begins = reader.line_num + 1
            if len(found) >= _HEAD_ROWS:
                break
    except csv.Error:  # whatever it is, the rows before it tell the layout
        pass
    return found


def _without_lines_above(rows: Rows, width: int) -> tuple[Rows, Rows]:
    """Return the lines above the table, which are narrower than it, and the table."""
    first = next((i for i, (_, cells) in enumerate(rows) if len(cells) >= width), 0)
    if first and _is_as_wide(rows[0][1], rows[1:]):
        first = 0
    return rows[:first], rows[first:]


def _is_as_wide(top: Sequence[str], below: Rows) -> bool:
    """Whether nothing stands right of a first row: separators too many end the others."""
    return len(top) > 1 and not any(any(cells[len(top) :]) for _, cells in below)


def _next_line(text: str, separator: str, line: int) -> int:
    if separator == WHITESPACE:
        return line + 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for _ in reader:
        if reader.line_num >= line:
            break
    return reader.line_num + 1


def _separator(head: str, answers: Mapping[str, str]) -> str:
    tables = _tables(head)
    if not tables:
        raise FileRefusedError("import.refused.one_column", first_line=head.strip().splitlines()[0][:80])
    known = {name: sum(is_known(cell) for cell in _top(rows)) for name, rows in tables.items()}
    best = [name for name in tables if known[name] == max(known.values())]
    if len(best) == 1:
        return SEPARATORS[best[0]]
    choices = tuple(
        Choice(name, tuple(" | ".join(cells) for _, cells in rows[:3])) for name, rows in tables.items()
    )
    return SEPARATORS[Question("separator", choices).settled(answers)]


def _tables(head: str) -> dict[str, Rows]:
    """Return the rows by each separator that gives a table."""
    read: dict[str, Rows] = {name: rows_of(head, sign) for name, sign in SEPARATORS.items()}
    spaced = {"whitespace": read.pop("whitespace")}
    tables = {name: rows for name, rows in read.items() if _is_table(rows)}
    # Lines above the headings are the exception: decimal commas below a heading row are no table.
    at_once = {name: rows for name, rows in tables.items() if _begins_at_once(rows)}
    # Spaces stand in every text; they separate only where nothing else does.
    return at_once or tables or {name: rows for name, rows in spaced.items() if _is_table(rows, share=0.9)}


def _top(rows: Rows) -> list[str]:
    width = _usual_width(rows)
    return next((cells for _, cells in rows if len(cells) >= width), [])


def _is_table(rows: Rows, share: float = 0.5) -> bool:
    """Whether most rows have the same number of cells, and more than one; known headings will do."""
    filled = [row for row in rows if any(row[1])]
    width = _usual_width(filled)
    if width < 2:
        return False
    if sum(is_known(cell) for cell in _top(filled)) > 1:
        return True
    first = next(i for i, (_, cells) in enumerate(filled) if len(cells) >= width)
    return sum(len(cells) == width for _, cells in filled[first:]) >= share * (len(filled) - first)


def _begins_at_once(rows: Rows) -> bool:
    """Whether the first row that isn't empty is as wide as the others."""
    filled = [cells for _, cells in rows if any(cells)]
    return len(filled[0]) >= _usual_width(rows)


def _usual_width(rows: Rows) -> int:
    """Return the most frequent number of cells, the first row's where several are as frequent."""
    widths = Counter(len(cells) for _, cells in rows if any(cells))
    return max(widths, key=lambda width: widths[width], default=0)  # in order of appearance


def _has_header(table: Rows, answers: Mapping[str, str]) -> bool:
    line, top = table[0]
    seen = None if "header" in answers else _seen_header(top, [cells for _, cells in table[1:]])
    if seen is not None:
        return seen
    sample = " | ".join(top)[:120]
    choices = (Choice("yes", (sample,)), Choice("no", (sample,)))
    return Question("header", choices, parameters={"line": line}).settled(answers) == "yes"


def _seen_header(top: Sequence[str], below: Sequence[Sequence[str]]) -> bool | None:
    """Return whether the first row is one of headings, None where that can't be seen."""
    if any(is_known(cell) for cell in top):
        return True
    columns = [[row[i] for row in below if i < len(row)] for i in range(len(top))]
    figures = {i for i, cells in enumerate(columns) if _mostly_figures(cells)}
    figures_on_top = {i for i, cell in enumerate(top) if _FIGURES.fullmatch(cell)}
    if figures and not figures_on_top:
        return True
    return False if figures_on_top and figures <= figures_on_top else None


def _mostly_figures(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(_FIGURES.fullmatch(c)) for c in filled) >= 0.8 * len(filled)


def headings_of(top: Sequence[str], below: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """Return one name a column: the heading, ``column_3`` where there is none, ``Total (2)`` for a second."""
    cells = list(top)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if all(not any(row[len(cells) :]) for row in below) or not top:  # a separator too many ends every row
        cells += [""] * (width - len(cells))
    names: list[str] = []
    taken: Counter[str] = Counter()  # thousands of columns are counted once each
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column_{number}"
        names.append(f"{name} ({taken[name] + 1})" if taken[name] else name)
        taken.update(_with_stems(names[-1]))
    return tuple(names)


def _with_stems(name: str) -> Iterator[str]:
    """Yield a name and what stands before each bracket in it: ``Total (2)`` is a second ``Total``."""
    yield name
    for bracket in re.finditer(r" \(", name):
        yield name[: bracket.start()]
