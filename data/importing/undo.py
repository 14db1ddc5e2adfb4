"""How is an import taken out again, whole?"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table
from sqlmodel import col, select, update

import data.tables.relations
import data.tables.voices  # noqa: F401 - what is undone is found in the tables' own list
from data.database import driver_connection, writer
from data.errors import DataError, NotFoundError
from data.importing.complaint_rows import AS_THEIR_STEPS_SAY
from data.importing.contract_ends import AS_BEFORE
from data.merges import void_merges
from data.progress import Progress, silent
from data.tables.bases import CompanyTable, utc_now
from data.tables.company import WorkspaceSettings
from data.tables.records import Import
from data.viewer import Viewer

# Only what an undone import brought may vanish, and only while nothing else needs it: a customer
# that a later file speaks of stays, until that file is undone as well.
_GONE = "import_id IN (SELECT import_id FROM import WHERE undone_at IS NOT NULL)"
_ATTRIBUTES = f"""
    DELETE FROM attribute_definition WHERE {_GONE}
    AND NOT EXISTS (SELECT 1 FROM customer_attributes AS a, json_each(a.attributes) AS one
                    WHERE one.key = attribute_definition.name)
"""
_DEFINITIONS = "attribute_definition"


@dataclass(frozen=True)
class UndoReport:
    """What an undo took out; the import itself stays in the history, marked as undone.

    ``merges`` are those that ended, as one of their two customers left.
    """

    import_id: int
    file_name: str
    rows: int
    customers: int
    merges: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the command line and the job's result."""
        return {
            "state": "undone",
            "import_id": self.import_id,
            "file_name": self.file_name,
            "rows": self.rows,
            "customers": self.customers,
            "merges": self.merges,
        }


def undo_import(viewer: Viewer, slug: str, import_id: int, progress: Progress = silent) -> UndoReport:
    """Take out all rows of an import, and the customers and products that only it knew.

    Raises
    ------
    NotFoundError
        There is no import of that number.
    DataError
        It was undone before.
    CancelledError
        Somebody asked to stop; nothing was changed.
    """
    viewer.require_change(slug)
    progress(0.0, "import.step.undoing")
    with writer(slug) as session:
        row = session.exec(select(Import).where(col(Import.import_id) == import_id)).first()
        if row is None:
            raise NotFoundError("error.import_not_found", number=import_id)
        if row.undone_at is not None:
            raise DataError("import.already_undone", number=import_id)
        row.undone_at = utc_now()
        session.add(row)
        session.flush()
        connection = driver_connection(session)
        shared, facts = _shared_and_facts()
        for table in facts:
            connection.execute(f'DELETE FROM "{table.name}" WHERE import_id = ?', (import_id,))
        connection.execute(AS_BEFORE, (import_id,))  # contracts of others that this file ended
        connection.execute(AS_THEIR_STEPS_SAY)  # complaints of this file that steps of others still tell of
        progress(0.6, "import.step.undoing")
        connection.execute(_ATTRIBUTES)
        gone = {table.name: _remove_unneeded(connection, table) for table in shared}
        merges = void_merges(connection)
        session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))
        progress(0.95, "import.step.undoing")
        return UndoReport(import_id, row.file_name, row.rows_accepted, gone["customer"], merges)


def _shared_and_facts() -> tuple[list[Table], list[Table]]:
    """Return the tables that rows of other imports may name, and those of which an undo takes all.

    Both with those that name before those that are named. Rows without an import of their own
    (the causes of an exit) go with the row that they belong to.
    """
    shared = [table for table in _brought() if _naming(table)]
    return shared, [table for table in _brought() if not _naming(table) and table.name != _DEFINITIONS]


def _brought() -> list[Table]:
    """Return the tables whose rows imports bring, those that name others before those that are named."""
    tables = reversed(CompanyTable.metadata.sorted_tables)
    return [table for table in tables if "import_id" in table.c and table.name != "import"]


def _naming(table: Table) -> list[Column[Any]]:
    """Return the columns of other tables, with imports of their own, that name rows of a table."""
    return [key.parent for other in _brought() for key in other.foreign_keys if key.column.table is table]


def _remove_unneeded(connection: sqlite3.Connection, table: Table) -> int:
    """Take out what no row names any more, of what undone imports brought.

    Each needs a look for rows that still name it, in the statement and again as a foreign key; where
    there is no index for those looks, one is made here: every import would pay for one that stays.
    """
    if connection.execute(f'SELECT 1 FROM "{table.name}" WHERE {_GONE} LIMIT 1').fetchone() is None:
        return 0
    key = next(iter(table.primary_key.columns)).name
    naming = _naming(table)
    slow = [column for column in naming if not column.index]
    for column in slow:
        connection.execute(
            f'CREATE INDEX "undo_{column.table.name}" ON "{column.table.name}" ("{column.name}")'
        )
    row = f'"{table.name}"."{key}"'
    needed = " ".join(
        f'AND NOT EXISTS (SELECT 1 FROM "{column.table.name}" AS n WHERE n."{column.name}" = {row})'
        for column in naming
    )
    removed = connection.execute(f'DELETE FROM "{table.name}" WHERE {_GONE} {needed}').rowcount
    for column in slow:
        connection.execute(f'DROP INDEX "undo_{column.table.name}"')
    return removed
