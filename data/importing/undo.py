"""How is an import taken out again, whole?"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select, update

from data.database import driver_connection, writer
from data.errors import DataError, NotFoundError
from data.progress import Progress, silent
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.records import Import
from data.viewer import Viewer

# Only what an undone import brought may vanish, and only while nothing else needs it: a customer
# that a later file speaks of stays, until that file is undone as well.
_GONE = "import_id IN (SELECT import_id FROM import WHERE undone_at IS NOT NULL)"
_CUSTOMERS = f"""
    DELETE FROM customer WHERE {_GONE}
    AND NOT EXISTS (SELECT 1 FROM "transaction" AS t WHERE t.customer_key = customer.customer_key)
    AND NOT EXISTS (SELECT 1 FROM customer_attributes AS a WHERE a.customer_key = customer.customer_key)
"""
_PRODUCTS = f"""
    DELETE FROM product WHERE {_GONE}
    AND NOT EXISTS (SELECT 1 FROM "transaction" AS t WHERE t.product_key = product.product_key)
"""
_ATTRIBUTES = f"""
    DELETE FROM attribute_definition WHERE {_GONE}
    AND NOT EXISTS (SELECT 1 FROM customer_attributes AS a, json_each(a.attributes) AS one
                    WHERE one.key = attribute_definition.name)
"""
_PRODUCT_INDEX = "ix_transaction_product_key_undo"


@dataclass(frozen=True)
class UndoReport:
    """What an undo took out; the import itself stays in the history, marked as undone."""

    import_id: int
    file_name: str
    rows: int
    customers: int

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the command line and the job's result."""
        return {
            "state": "undone",
            "import_id": self.import_id,
            "file_name": self.file_name,
            "rows": self.rows,
            "customers": self.customers,
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
        rows = sum(
            connection.execute(f'DELETE FROM "{table}" WHERE import_id = ?', (import_id,)).rowcount
            for table in ("transaction", "customer_attributes")
        )
        progress(0.6, "import.step.undoing")
        customers = connection.execute(_CUSTOMERS).rowcount
        connection.execute(_ATTRIBUTES)
        _remove_products(connection)
        session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))
        progress(0.95, "import.step.undoing")
        return UndoReport(import_id, row.file_name, rows, customers)


def _remove_products(connection: sqlite3.Connection) -> None:
    """Take out products that nothing names any more.

    Each needs a look for rows that still name it, in the statement and again as a foreign key; an
    index for those looks is made here, as every import would pay for one that stays.
    """
    if connection.execute(f"SELECT 1 FROM product WHERE {_GONE} LIMIT 1").fetchone() is None:
        return
    connection.execute(f'CREATE INDEX {_PRODUCT_INDEX} ON "transaction" (product_key)')
    connection.execute(_PRODUCTS)
    connection.execute(f"DROP INDEX {_PRODUCT_INDEX}")
