"""Bring a database to the newest tables, in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, NullPool, create_engine, event
from sqlalchemy.engine import Connection

from data.migrations import Kind


def known_revisions(kind: Kind) -> frozenset[str]:
    """Return all revisions this version of the app knows."""
    scripts = ScriptDirectory.from_config(configuration(kind))
    return frozenset(script.revision for script in scripts.walk_revisions())


def configuration(kind: Kind) -> Config:
    """Return Alembic's configuration for one set of tables, without a file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / kind).replace("%", "%%"))
    return config


def upgrade(kind: Kind, path: Path) -> None:
    """Make or migrate a database; a kill half way leaves it as it was."""
    engine = create_engine("sqlite://", creator=lambda: _open(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    config = configuration(kind)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def run_environment(metadata: MetaData) -> None:
    """Run the migrations that Alembic has chosen, on the connection ``upgrade`` opened."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        compare_server_default=True,
    )
    context.run_migrations()


def _open(path: Path) -> sqlite3.Connection:
    # Foreign keys stay off: SQLite changes a table by making a new one in its place.
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection
