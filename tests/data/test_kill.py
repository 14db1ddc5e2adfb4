"""A kill at any moment loses nothing that was confirmed and leaves nothing half done.

Each process is a real one that brings a file in (or takes it out) and is killed without
warning; the moments are spread over the whole time that the work takes.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import data.tables.relations
import data.tables.simulations
import data.tables.voices  # noqa: F401 - INDICES are those of all tables
from data.home import company_file, workspace_folder
from data.importing.report import ImportRequest
from data.importing.run import run_import
from data.importing.undo import undo_import
from data.reading import imports
from data.snapshot import facts, remove_unused_parts
from data.tables.bases import CompanyTable
from data.viewer import OWNER
from data.workspaces import data_version

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that can't be caught"),
    pytest.mark.slow,
]

KILLS_OF_IMPORT, KILLS_OF_UNDO = 25, 4
# More than the import takes to drop indices and make them again.
ROWS, BASE_ROWS = 21_000, 3_000
SEED = 20240229
# An import of many rows drops and makes some of them again.
INDICES = {index.name for table in CompanyTable.metadata.tables.values() for index in table.indexes}


def write_rows(path: Path, rows: int, first_customer: int) -> Path:
    lines = [
        f"C{first_customer + number % 2500:05d},2024-{number % 12 + 1:02d}-{number % 28 + 1:02d},"
        f"{number % 977}.{number % 100:02d},{path.stem}{number},P{number % 60}"
        for number in range(rows)
    ]
    path.write_text("customer_id,day,amount,row_id,product_id\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def bring_in(home: str, slug: str, path: Path, answer: Connection) -> None:
    os.environ["HOLDFAST_HOME"] = home  # the server that forks was started in another test's home
    report = run_import(OWNER, slug, ImportRequest(kind="transactions", path=path))
    answer.send((report.state, report.rows.accepted, report.import_id))


def take_out(home: str, slug: str, import_id: int, answer: Connection) -> None:
    os.environ["HOLDFAST_HOME"] = home
    answer.send(("undone", undo_import(OWNER, slug, import_id).rows, import_id))


class Work:
    """Runs a task in processes of its own, which have everything imported when they begin."""

    def __init__(self, home: Path) -> None:
        self._home = str(home)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["data.importing.run", "data.importing.undo", __name__])
        self._draws = random.Random(SEED)

    def whole(self, task: Callable[..., None], *arguments: object) -> tuple[float, tuple[str, int, int]]:
        """Return how long the task takes when nobody kills it, and its answer."""
        mine, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=task, args=(self._home, *arguments, theirs))
        started = time.perf_counter()
        process.start()
        answer = mine.recv()
        taken = time.perf_counter() - started
        process.join(60)
        assert process.exitcode == 0
        return taken, answer

    def killed(self, after: float, task: Callable[..., None], *arguments: object) -> tuple[bool, bool]:
        """Kill the task after a while; return whether that hit it, and whether it had confirmed."""
        mine, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(target=task, args=(self._home, *arguments, theirs))
        process.start()
        theirs.close()
        process.join(after)
        process.kill()
        process.join(60)
        try:
            mine.recv()
        except EOFError:
            return process.exitcode == -signal.SIGKILL, False
        return process.exitcode == -signal.SIGKILL, True

    def moment(self, number: int) -> float:
        """Return a share of the work's whole time: half anywhere in it, half just before its end.

        That is where the change is confirmed. Five in a row fall into five different stretches.
        """
        stretch = (number // 2 % 5 + self._draws.random()) / 5
        return 0.9 + 0.1 * stretch if number % 2 else stretch


def is_in(slug: str, path: Path) -> bool:
    """Check that everything fits together, and return whether the file is in."""
    connection = sqlite3.connect(company_file(slug))
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    rows, minor = connection.execute('SELECT count(*), sum(amount_minor) FROM "transaction"').fetchone()
    by_import = dict(connection.execute('SELECT import_id, count(*) FROM "transaction" GROUP BY 1'))
    indices = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    assert {name for (name,) in indices} == INDICES
    connection.close()
    records = imports(OWNER, slug)
    active = [one for one in records if one.undone_at is None]
    assert by_import == {one.import_id: one.rows_accepted for one in active}
    assert data_version(OWNER, slug) == len(records) + len(records) - len(active)
    found = facts(OWNER, slug)
    amounts = [value for part in found.parts for value in pq.read_table(part)["amount"].to_pylist()]
    assert (len(amounts), round(sum(amounts) * 100)) == (rows, minor)
    assert found.data_version == data_version(OWNER, slug)
    return any(one.file_name == path.name for one in active)


@pytest.fixture
def work(home, slug, tmp_path):
    """Give processes, and a company that holds a file which no kill may touch."""
    work = Work(home)
    work.whole(bring_in, slug, write_rows(tmp_path / "base.csv", BASE_ROWS, 0))
    return work


@pytest.fixture
def path(tmp_path):
    return write_rows(tmp_path / "more.csv", ROWS, 1000)


def test_no_kill_of_an_import_loses_or_halves_anything(slug, path, work):
    taken, (_, accepted, import_id) = work.whole(bring_in, slug, path)
    assert accepted == ROWS
    undo_import(OWNER, slug, import_id)
    hits = 0
    while hits < KILLS_OF_IMPORT:
        hit, has_confirmed = work.killed(taken * work.moment(hits), bring_in, slug, path)
        there = is_in(slug, path)
        assert there or not has_confirmed, "what was confirmed is lost"
        hits += hit and not has_confirmed
        if there:
            undo_import(OWNER, slug, imports(OWNER, slug)[0].import_id)
        taken *= 0.95 if there else 1.03  # close in on the moment of the commit, wherever it wanders

    assert work.whole(bring_in, slug, path)[1][:2] == ("done", ROWS)
    assert work.whole(bring_in, slug, path)[1][:2] == ("already_imported", 0)
    assert is_in(slug, path)
    remove_unused_parts(OWNER, slug)
    assert len(list((workspace_folder(slug) / "snapshot").iterdir())) == 2


def test_no_kill_of_an_undo_loses_or_halves_anything(slug, path, work):
    request = ImportRequest(kind="transactions", path=path)
    taken, _ = work.whole(take_out, slug, run_import(OWNER, slug, request).import_id)
    hits = 0
    while hits < KILLS_OF_UNDO:
        if not is_in(slug, path):
            run_import(OWNER, slug, request)
        number = imports(OWNER, slug)[0].import_id
        hit, has_confirmed = work.killed(taken * work.moment(hits), take_out, slug, number)
        there = is_in(slug, path)
        assert not (there and has_confirmed), "an undo that was confirmed is lost"
        hits += hit and not has_confirmed
        taken *= 1.03 if there else 0.95
    if is_in(slug, path):
        undo_import(OWNER, slug, imports(OWNER, slug)[0].import_id)
    assert not is_in(slug, path)
