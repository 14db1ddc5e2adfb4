"""Is this database as this version of the app needs it?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from data.errors import DataError
from data.locks import waiting_lock
from data.migrations import HEADS, Kind

_current: set[tuple[Path, int]] = set()


def ensure_revision(kind: Kind, path: Path) -> None:
    """Make or migrate the database unless it is current; safe when many open it at once.

    Raises
    ------
    DataError
        A newer version of the app wrote it; going back would lose what that version added.
    """
    if path.exists() and (path, path.stat().st_ino) in _current:
        return
    if revision_of(path) != HEADS[kind]:
        with waiting_lock(path.with_suffix(".lock")):
            _migrate(kind, path)
    _current.add((path, path.stat().st_ino))


def revision_of(path: Path) -> str | None:
    """Return the revision a database is at; ``None`` when it has no tables yet."""
    if not path.exists():
        return None
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=60)
    try:
        if (
            connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            is None
        ):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return row[0] if row else None
    finally:
        connection.close()


def _migrate(kind: Kind, path: Path) -> None:
    found = revision_of(path)
    if found == HEADS[kind]:
        return  # somebody else was quicker
    from data.migrations.upgrade import known_revisions, upgrade  # Alembic costs 0.3 s: only when needed

    if found is not None and found not in known_revisions(kind):
        raise DataError("error.database_is_newer", found=found, expected=HEADS[kind])
    upgrade(kind, path)
