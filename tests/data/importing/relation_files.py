"""Reads back what files of relations have become."""

from __future__ import annotations

import sqlite3
from typing import Any

from data.home import company_file
from data.importing.undo import undo_import
from data.tables.bases import CompanyTable
from data.viewer import OWNER

_HISTORY = {"import", "workspace_settings"}


def rows(slug: str, statement: str) -> list[tuple[Any, ...]]:
    """Return what the company's database answers."""
    connection = sqlite3.connect(company_file(slug))
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def everything(slug: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of a company but its history of imports."""
    names = [name for name in CompanyTable.metadata.tables if name not in _HISTORY]
    return {name: found for name in names if (found := rows(slug, f'SELECT * FROM "{name}"'))}


def undone(slug: str, import_id: int | None) -> dict[str, list[tuple[Any, ...]]]:
    """Undo an import and return what is left."""
    undo_import(OWNER, slug, import_id or 0)
    return everything(slug)
