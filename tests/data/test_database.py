from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import select, text

from data.database import driver_connection, reader, registry_reader, registry_writer, writer
from data.errors import NotFoundError
from data.home import company_file, registry_file, workspace_folder
from data.tables.company import Customer, WorkspaceSettings
from data.tables.registry import Workspace
from data.viewer import OWNER
from data.workspaces import create_workspace, data_version
from tests.source_tree import ROOT

COUNT_UP = """
import sys
from sqlmodel import select
from data.database import writer
from data.tables.company import WorkspaceSettings
for _ in range(int(sys.argv[2])):
    with writer(sys.argv[1]) as session:
        row = session.exec(select(WorkspaceSettings)).one()
        row.data_version = row.data_version + 1
"""


def pragma(session, name):
    return driver_connection(session).execute(f"PRAGMA {name}").fetchone()[0]


def test_writers_are_durable_and_readers_change_nothing(slug):
    with writer(slug) as session:
        assert [pragma(session, name) for name in ("journal_mode", "synchronous", "foreign_keys")] == [
            "wal",
            2,
            1,
        ]
        assert pragma(session, "busy_timeout") == 60_000
    with reader(slug) as session:
        assert [pragma(session, name) for name in ("journal_mode", "query_only", "foreign_keys")] == [
            "wal",
            1,
            1,
        ]
        with pytest.raises(OperationalError, match="readonly"):
            session.execute(text("UPDATE workspace_settings SET data_version = 9"))
    with registry_reader() as session:
        assert pragma(session, "query_only") == 1
    with registry_writer() as session:
        assert pragma(session, "synchronous") == 2
    assert data_version(OWNER, slug) == 0


@pytest.mark.alone
def test_a_page_reads_at_once_while_a_writer_is_open(slug):
    with writer(slug) as session:
        session.exec(select(WorkspaceSettings)).one().data_version = 7
        session.flush()
        started = time.perf_counter()
        seen = [data_version(OWNER, slug) for _ in range(20)]
        waited = time.perf_counter() - started
    assert seen == [0] * 20
    assert waited < 1.0
    assert data_version(OWNER, slug) == 7


def test_a_reader_keeps_seeing_the_moment_at_which_it_began(slug):
    version = select(WorkspaceSettings.data_version)
    with reader(slug) as session:
        assert session.exec(version).one() == 0
        with writer(slug) as other:
            other.exec(select(WorkspaceSettings)).one().data_version = 3
        assert session.exec(version).one() == 0
    assert data_version(OWNER, slug) == 3


def test_an_error_takes_the_whole_change_back(slug):
    def change():
        with writer(slug) as session:
            session.exec(select(WorkspaceSettings)).one().data_version = 5
            session.flush()
            session.add(Customer(customer_id="1", import_id=404))

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        change()
    assert data_version(OWNER, slug) == 0


def test_threads_that_count_up_together_lose_nothing(slug):
    def count_up(_):
        with writer(slug) as session:
            row = session.exec(select(WorkspaceSettings)).one()
            row.data_version = row.data_version + 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(120)))
    assert data_version(OWNER, slug) == 120


def test_processes_that_count_up_together_lose_nothing(slug):
    command = [sys.executable, "-c", COUNT_UP, slug, "25"]
    running = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert data_version(OWNER, slug) == 75


def test_writers_queue_up_instead_of_failing(slug):
    order = []
    inside = threading.Event()

    def first():
        with writer(slug):
            order.append("first in")
            inside.set()
            time.sleep(0.3)
            order.append("first out")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(10)
    with writer(slug):
        order.append("second in")
    thread.join()
    assert order == ["first in", "first out", "second in"]


def test_asking_for_a_company_that_is_not_there_makes_none(home):
    with pytest.raises(NotFoundError), reader("nowhere"):
        pass
    with pytest.raises(NotFoundError), writer("nowhere"):
        pass
    assert not workspace_folder("nowhere").exists()


def test_a_file_made_anew_under_the_same_name_is_read_not_the_old_one(slug):
    with writer(slug) as session:
        session.exec(select(WorkspaceSettings)).one().data_version = 9
    with registry_writer() as session:
        session.delete(session.get(Workspace, slug))
    workspace_folder(slug).rename(workspace_folder("elsewhere"))
    assert create_workspace(OWNER, "Hotel Linde").slug == slug
    assert data_version(OWNER, slug) == 0


def test_bulk_rows_are_part_of_the_session_s_own_transaction(slug):
    def change():
        with writer(slug) as session:
            driver_connection(session).execute("UPDATE workspace_settings SET data_version = 4")
            assert session.exec(select(WorkspaceSettings.data_version)).one() == 4
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert data_version(OWNER, slug) == 0


def test_both_databases_stand_where_the_home_says(home, slug):
    assert registry_file() == home / "registry.db"
    assert company_file(slug) == home / slug / "company.db"
    with sqlite3.connect(company_file(slug)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
