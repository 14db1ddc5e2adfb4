from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import data.tables.merges
import data.tables.relations
import data.tables.voices  # noqa: F401 - the metadata has to be whole
from data.database import ensure_current, ensure_registry, reader
from data.errors import DataError
from data.home import company_file, registry_file
from data.migrations import HEADS
from data.migrations.revision import ensure_revision, revision_of
from data.migrations.upgrade import configuration, known_revisions
from data.tables.bases import CompanyTable, RegistryTable
from tests.source_tree import ROOT

METADATA = {"company": CompanyTable.metadata, "registry": RegistryTable.metadata}
KINDS = sorted(METADATA)

OPEN_BOTH = """
import sys
from pathlib import Path
from data.migrations.revision import ensure_revision
ensure_revision("company", Path(sys.argv[1]))
ensure_revision("registry", Path(sys.argv[2]))
"""


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_make_exactly_the_tables_of_the_code(kind, tmp_path):
    path = tmp_path / "made.db"
    ensure_revision(kind, path)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA[kind]) == []
        made = _schema(path)
    engine.dispose()
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    METADATA[kind].create_all(engine)
    engine.dispose()
    declared = _schema(tmp_path / "declared.db")
    assert {name: sql for name, sql in made.items() if name != "alembic_version"} == declared


@pytest.mark.parametrize("kind", KINDS)
def test_the_head_that_the_app_expects_is_the_last_migration(kind):
    scripts = ScriptDirectory.from_config(configuration(kind))
    assert scripts.get_heads() == [HEADS[kind]]
    assert known_revisions(kind) >= {"0001", HEADS[kind]}


def test_a_current_database_is_opened_without_alembic(slug):
    code = (
        "import sys; from data.viewer import OWNER; from data.workspaces import workspaces;"
        f"assert [one.slug for one in workspaces(OWNER)] == ['{slug}'];"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('alembic', 'ibis', 'duckdb')]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_many_that_open_a_new_installation_at_once_make_it_once(tmp_path):
    files = [tmp_path / "company.db", tmp_path / "registry.db"]
    command = [sys.executable, "-c", OPEN_BOTH, *map(str, files)]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    assert [revision_of(path) for path in files] == [HEADS["company"], HEADS["registry"]]


def test_threads_that_open_the_registry_at_once_make_it_once(home):
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda _: ensure_registry(), range(6))) == {registry_file()}
    assert revision_of(registry_file()) == HEADS["registry"]


def test_a_half_made_file_is_completed(tmp_path):
    path = tmp_path / "company.db"
    path.touch()
    ensure_revision("company", path)
    assert revision_of(path) == HEADS["company"]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(slug, monkeypatch):
    path = company_file(slug)
    _set_revision(path, "9999")
    monkeypatch.setattr("data.migrations.revision._current", set())
    with pytest.raises(DataError, match=r"error\.database_is_newer") as refused:
        ensure_current(slug)
    assert refused.value.parameters == {"found": "9999", "expected": HEADS["company"]}
    assert revision_of(path) == "9999"


def test_a_database_without_its_tables_gets_them_when_it_is_opened(slug, monkeypatch):
    path = company_file(slug)
    with sqlite3.connect(path) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith("sqlite_"):
                connection.execute(f'DROP TABLE "{table}"')
    connection.close()
    monkeypatch.setattr("data.migrations.revision._current", set())
    with reader(slug):
        assert revision_of(path) == HEADS["company"]


def test_a_database_at_the_first_revision_is_migrated_and_keeps_its_rows(tmp_path):
    path = tmp_path / "company.db"
    _made_at("0001", path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            """INSERT INTO import (import_id, kind, file_name, file_sha256, part_name, imported_at, rows_read,
            rows_accepted, rows_rejected, rows_duplicates, sums, understanding, findings)
            VALUES (1, 'transactions', 'a.csv', 'x', 'p', '2024-01-01', 1, 1, 0, 0, '{}', '{}', '[]')"""
        )
        connection.execute("INSERT INTO customer VALUES (7, 'Jo', 1)")
        connection.execute(
            """INSERT INTO "transaction" (customer_key, day, amount_minor, import_id, line)
            VALUES (7, '2024-01-01', 1050, 1, 2)"""
        )
        # Early databases had it.
        connection.execute('CREATE INDEX ix_transaction_product_key ON "transaction" (product_key)')
    connection.close()
    ensure_revision("company", path)
    assert revision_of(path) == HEADS["company"]
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT * FROM customer").fetchall() == [(7, "Jo", 1)]
    assert connection.execute('SELECT day, amount_minor FROM "transaction"').fetchall() == [
        ("2024-01-01", 1050)
    ]
    assert connection.execute("SELECT count(*) FROM contract").fetchall() == [(0,)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    fresh = tmp_path / "fresh.db"
    ensure_revision("company", fresh)
    assert _schema(path) == _schema(fresh)


def _made_at(revision: str, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    config = configuration("company")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def _schema(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: _sorted_lines(sql) for name, sql in rows if not name.startswith("sqlite_")}


def _sorted_lines(sql: str) -> str:
    """Return a statement's columns and constraints in one order; SQLite appends added columns."""
    lines = sql.rstrip().removesuffix(")").replace(", ", ",\n").splitlines()
    return "\n".join(sorted(filter(None, (line.strip().rstrip(",") for line in lines))))


def _set_revision(path: Path, revision: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()
