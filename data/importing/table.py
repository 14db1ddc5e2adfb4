"""Which cells stand in which row, and on which line of the file does each row begin?

Everything stays text: nothing is taken for a number, a day or "not available" here. Rows with
too few or too many cells are kept aside with their line instead of failing the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from data.errors import FileRefusedError
from data.importing.dialect import WHITESPACE, Dialect

_BLOCK_BYTES = 64 * 1024 * 1024
_THREADS = 2
_EXAMPLE_CELLS = 3
_END = "\x02end of file\x02"


@dataclass(frozen=True)
class RaggedRow:
    """A row that can't be laid under the headings; mostly its number of cells isn't theirs."""

    line: int
    text: str
    cells: int
    cause: str = "number_of_cells"


@dataclass(frozen=True)
class RawTable:
    """Columns of text by heading; ``lines[i]`` is the physical line on which row ``i`` begins."""

    columns: dict[str, pa.Array]
    lines: NDArray[np.int64]
    ragged: tuple[RaggedRow, ...] = ()
    blank_lines: int = 0
    separator: str = ""
    _encoded: dict[str, pa.DictionaryArray] = field(default_factory=dict, repr=False)

    @cached_property
    def swallowing(self) -> NDArray[np.bool_]:
        """Return the rows in which a cell holds lines that would be rows by themselves.

        A quotation mark that was never closed ends at the next one, and every line between is
        one cell.
        """
        found = np.zeros(self.rows, dtype=bool)
        if not self.separator or len(self.columns) < 2:
            return found
        sign = re.escape(self.separator)
        whole = rf"\n(?:[^\n{sign}]*{sign}){{{len(self.columns) - 1}}}[^\n{sign}]*(?:\n|$)"
        for cells in self.columns.values():
            found |= pc.match_substring_regex(cells, whole).to_numpy(zero_copy_only=False)
        return found

    @property
    def rows(self) -> int:
        """Return the number of rows with the right number of cells."""
        return len(self.lines)

    def head(self, rows: int) -> RawTable:
        """Return the first rows alone."""
        columns = {name: cells.slice(0, rows) for name, cells in self.columns.items()}
        return RawTable(columns, self.lines[:rows])

    def encode(self, headings: Iterable[str]) -> None:
        """Encode several columns at once, which arrow can do beside each other."""
        with ThreadPoolExecutor(_THREADS) as threads:
            list(threads.map(self.encoded, headings))

    def encoded(self, heading: str) -> pa.DictionaryArray:
        """Return a column as codes into its different cells, so that each is parsed once."""
        if heading not in self._encoded:
            self._encoded[heading] = self.columns[heading].dictionary_encode()
        return self._encoded[heading]


def read_table(utf8: bytes, dialect: Dialect) -> RawTable:
    """Return the rows below the headings.

    Raises
    ------
    FileRefusedError
        A quotation mark is never closed, or there is no row at all.
    """
    body = _body(utf8, dialect.body_line)
    if dialect.separator == WHITESPACE:
        body = re.sub(rb"[ \t]+", b"\t", re.sub(rb"(?m)^[ \t]+|[ \t]+\r?$", b"", body))
    if dialect.separator != WHITESPACE and body.count(b'"') % 2:
        _refuse_open_quotation(body, dialect)
    ragged: list[tuple[int, str, int]] = []
    cells = _read(body, dialect, ragged)
    with ThreadPoolExecutor(_THREADS) as threads:
        columns = dict(zip(dialect.headings, threads.map(_in_one_piece, cells.columns), strict=True))
    return _with_lines(columns, ragged, dialect, quoted=b'"' in body)


def _in_one_piece(cells: pa.ChunkedArray) -> pa.Array:
    pieces = cells.combine_chunks()
    return pieces.chunk(0) if isinstance(pieces, pa.ChunkedArray) else pieces


def _body(utf8: bytes, first_line: int) -> bytes:
    if b"\n" not in utf8 and b"\r" in utf8:
        utf8 = utf8.replace(b"\r", b"\n")
    start = 0
    for _ in range(first_line - 1):
        start = utf8.find(b"\n", start) + 1
        if start == 0:
            return b""
    return utf8[start:]


def _read(body: bytes, dialect: Dialect, ragged: list[tuple[int, str, int]]) -> pa.Table:
    if not body.strip():
        raise FileRefusedError("import.refused.headings_only")
    try:
        return _parsed(body, dialect, None)
    except pa.ArrowInvalid:  # usually a row with too few or too many cells: read again, setting those aside
        pass

    def aside(row: Any) -> str:
        ragged.append((row.number, row.text, row.actual_columns))
        return "skip"

    try:
        return _parsed(body, dialect, aside)
    except pa.ArrowInvalid as error:
        raise FileRefusedError("import.refused.no_rows") from error


def _parsed(body: bytes, dialect: Dialect, aside: Callable[[Any], str] | None) -> pa.Table:
    names = list(dialect.headings)
    whitespace = dialect.separator == WHITESPACE
    # With one thread alone arrow numbers the rows that it sets aside.
    reading = arrow_csv.ReadOptions(use_threads=aside is None, column_names=names)
    if aside is not None:
        reading.block_size = _BLOCK_BYTES
    parsing = arrow_csv.ParseOptions(
        delimiter="\t" if whitespace else dialect.separator,
        quote_char=False if whitespace else '"',
        newlines_in_values=b'"' in body and not whitespace,
        ignore_empty_lines=False,
        invalid_row_handler=aside,
    )
    converting = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
    )
    return arrow_csv.read_csv(pa.BufferReader(body), reading, parsing, converting)


def _refuse_open_quotation(body: bytes, dialect: Dialect) -> None:
    """Refuse a text that ends inside quotation marks, naming the line where they open."""
    lines = io.StringIO(body.decode("utf-8", "replace") + f"\n{_END}\n", newline="")
    reader = csv.reader(lines, delimiter=dialect.separator)
    begins, last = dialect.body_line, [""]
    limit = csv.field_size_limit(len(body) + 100)
    try:
        for cells in reader:
            if reader.line_num and cells != [_END]:
                last, opened = cells, begins
            else:
                return
            begins = dialect.body_line + reader.line_num
    finally:
        csv.field_size_limit(limit)
    if last and _END in last[-1]:
        raise FileRefusedError("import.refused.open_quotation", line=opened)


def _with_lines(
    columns: dict[str, pa.Array], ragged: list[tuple[int, str, int]], dialect: Dialect, *, quoted: bool
) -> RawTable:
    rows = len(next(iter(columns.values())))
    # Records in the order of the file: those set aside are known by number, the rest are the table's.
    is_kept = np.ones(rows + len(ragged), dtype=bool)
    is_kept[[number - 1 for number, _, _ in ragged]] = False
    kept = np.flatnonzero(is_kept)
    height = np.ones(rows + len(ragged), dtype=np.int64)
    if quoted:
        for cells in columns.values():
            height[kept] += pc.count_substring(cells, "\n").to_numpy(zero_copy_only=False)
        for number, text, _ in ragged:
            height[number - 1] += text.rstrip("\r\n").count("\n")
    begins = dialect.body_line + np.concatenate(([0], np.cumsum(height)[:-1]))
    aside_rows = tuple(
        RaggedRow(int(begins[number - 1]), text.strip("\r\n"), found)
        for number, text, found in ragged
        if text.strip()
    )
    found = without_empty_rows(columns, begins[kept], aside_rows)
    return replace(
        found,
        blank_lines=found.blank_lines + len(ragged) - len(aside_rows),
        separator=dialect.separator if quoted else "",
    )


def without_empty_rows(
    columns: dict[str, pa.Array], lines: NDArray[np.int64], ragged: tuple[RaggedRow, ...] = ()
) -> RawTable:
    """Return the rows in which something stands."""
    empty = _all_empty(columns, len(lines))
    filled = pa.array(~empty)
    return RawTable(
        columns={name: cells.filter(filled) for name, cells in columns.items()} if empty.any() else columns,
        lines=lines[~empty],
        ragged=ragged,
        blank_lines=int(empty.sum()),
    )


def _all_empty(columns: dict[str, pa.Array], rows: int) -> NDArray[np.bool_]:
    empty = np.ones(rows, dtype=bool)
    for cells in columns.values():
        if empty.any():
            empty &= pc.equal(cells, "").to_numpy(zero_copy_only=False)
    return empty


def examples(raw: RawTable, heading: str) -> tuple[str, ...]:
    """Return the first different cells of a column that aren't empty."""
    first = pc.unique(raw.columns[heading].slice(0, 200)).to_pylist()
    return tuple(str(cell)[:60] for cell in first if cell.strip())[:_EXAMPLE_CELLS]
