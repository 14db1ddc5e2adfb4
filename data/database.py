"""How are a company's rows read and changed without getting in each other's way?

Two engines per database. A reader is deferred and ``query_only``: a page never waits for an
import. A writer begins immediately, so two writers queue up instead of overwriting each
other, and commits once: everything or nothing. SQLite is opened by Python's own ``sqlite3``
alone; a second copy of the library in one process voids its file locks.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, cast

from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.engine import Connection
from sqlmodel import Session

from data.errors import NotFoundError
from data.home import company_file, registry_file
from data.migrations.revision import ensure_revision

BUSY_TIMEOUT_SECONDS = 60
Mode = Literal["read", "write"]

_engines: dict[tuple[Path, int, Mode], Engine] = {}
_engines_guard = threading.Lock()


@contextmanager
def reader(slug: str) -> Iterator[Session]:
    """Give a session that sees one moment of a company's rows and can change none."""
    with Session(_engine_of(ensure_current(slug), "read"), autoflush=False) as session:
        yield session


@contextmanager
def writer(slug: str) -> Iterator[Session]:
    """Give a session whose changes are saved together at the end, or not at all."""
    with _transaction(ensure_current(slug)) as session:
        yield session


@contextmanager
def registry_reader() -> Iterator[Session]:
    """Give a session that sees one moment of the registry and can change nothing."""
    with Session(_engine_of(ensure_registry(), "read"), autoflush=False) as session:
        yield session


@contextmanager
def registry_writer() -> Iterator[Session]:
    """Give a session on the registry whose changes are saved together or not at all."""
    with _transaction(ensure_registry()) as session:
        yield session


def ensure_current(slug: str) -> Path:
    """Return a company's database file, migrated if this version of the app needs it.

    Raises
    ------
    NotFoundError
        There is no such company.
    """
    path = company_file(slug)
    if not path.exists():
        raise NotFoundError("error.workspace_not_found", name=slug)
    ensure_revision("company", path)
    return path


def ensure_registry() -> Path:
    """Return the registry's file, made or migrated where needed."""
    path = registry_file()
    ensure_revision("registry", path)
    return path


def driver_connection(session: Session) -> sqlite3.Connection:
    """Return the ``sqlite3`` connection inside a session's own transaction, for bulk rows."""
    return cast(sqlite3.Connection, session.connection().connection.driver_connection)


@contextmanager
def _transaction(path: Path) -> Iterator[Session]:
    with Session(_engine_of(path, "write"), expire_on_commit=False) as session, session.begin():
        session.connection()  # BEGIN IMMEDIATE now: what is read before a change is read under the lock
        yield session


def _engine_of(path: Path, mode: Mode) -> Engine:
    # The inode tells a file from another one made later under the same name.
    key = (path, path.stat().st_ino, mode)
    with _engines_guard:
        if key not in _engines:
            _engines[key] = _new_engine(path, mode)
        return _engines[key]


def _new_engine(path: Path, mode: Mode) -> Engine:
    def connect() -> sqlite3.Connection:
        return open_sqlite(path, mode)

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=5 if mode == "read" else 1,
        max_overflow=-1,
    )
    begin_statement = "BEGIN" if mode == "read" else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin_statement)

    return engine


def open_sqlite(path: Path, mode: Mode) -> sqlite3.Connection:
    """Return a connection to a database that is there, with this house's settings.

    ``isolation_level=None`` leaves BEGIN to us; ``mode=rw`` never makes an empty database
    where one is missing.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    if mode == "read":
        connection.execute("PRAGMA query_only = ON")
    return connection
