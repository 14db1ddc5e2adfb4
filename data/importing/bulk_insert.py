"""How do a million rows get into a table inside one transaction, and can still be stopped?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from data.progress import Progress, silent

# Rows a statement: a step into the database costs as much as a row. SQLite allows 32,766 values.
_ROWS_A_STATEMENT = 500
_STATEMENTS_A_STEP = 40
# Pages stay in memory while rows go in (256 MB), and numbers are sorted there, all at once. Texts
# lie scattered in memory: they are sorted in pieces that fit the processor's own cache (1 MB), by a
# second thread.
_LARGE_CACHE, _SORTING_TEXTS, _USUAL = (
    ("PRAGMA cache_size = -262144", "PRAGMA threads = 0"),
    ("PRAGMA cache_size = -1000", "PRAGMA threads = 2"),
    ("PRAGMA cache_size = -2000", "PRAGMA threads = 0"),
)
_INDICES = """
    SELECT name, sql, EXISTS (
        SELECT 1 FROM pragma_index_info(made.name) AS part JOIN pragma_table_info(made.tbl_name) AS cell
            ON cell.cid = part.cid WHERE cell.type NOT LIKE '%INT%'
    ) AS is_of_texts
    FROM sqlite_master AS made WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY is_of_texts
"""
_WORTH_SORTING = 20_000


@dataclass(frozen=True)
class BulkInsert:
    """Rows of an import for a table, their cells in the order of ``columns``."""

    table: str
    columns: tuple[str, ...]
    import_id: int

    def rows(
        self,
        connection: sqlite3.Connection,
        rows: Iterator[tuple[Any, ...]],
        count: int,
        progress: Progress = silent,
    ) -> None:
        """Insert all rows, looking up again and again whether anybody wants to stop."""
        many = self._statement(_ROWS_A_STATEMENT)
        for done in range(count // _ROWS_A_STATEMENT):
            if done % _STATEMENTS_A_STEP == 0:
                progress(0.5 + 0.35 * done * _ROWS_A_STATEMENT / count, "import.step.saving")
            cells = chain.from_iterable(islice(rows, _ROWS_A_STATEMENT))
            connection.execute(many, list(cells))
        connection.executemany(self._statement(1), rows)

    def _statement(self, rows: int) -> str:
        marks = f"({self.import_id}{', ?' * len(self.columns)})"
        names = ", ".join(("import_id", *self.columns))
        return f'INSERT INTO "{self.table}" ({names}) VALUES {", ".join([marks] * rows)}'


@contextmanager
def bulk_load(connection: sqlite3.Connection, table: str, rows: int) -> Iterator[None]:
    """Make room for many rows of a table.

    When the table at least doubles, its indices are dropped and made again from sorted rows,
    three times as fast as row by row. It all happens inside the caller's transaction: nobody
    ever sees the table without them, and a rollback brings them back.
    """
    stored = connection.execute(f'SELECT max(rowid) FROM "{table}"').fetchone()[0] or 0
    is_worth_it = rows >= max(stored, _WORTH_SORTING)
    indices = connection.execute(_INDICES, (table,)).fetchall() if is_worth_it else []
    _set(connection, _LARGE_CACHE)
    try:
        for name, _, _ in indices:
            connection.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement, is_of_texts in indices:
            _set(connection, _SORTING_TEXTS if is_of_texts else _LARGE_CACHE)
            connection.execute(statement)
    finally:
        _set(connection, _USUAL)


def _set(connection: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    for pragma in pragmas:
        connection.execute(pragma)
