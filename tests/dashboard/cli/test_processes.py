"""Does the command line behave as a program of its own?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.dashboard.cli.terminal import CLEAN, DOUBTFUL
from tests.source_tree import ROOT


def process(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_commands_work_as_processes_one_after_the_other(tmp_path: Path, holdfast_home: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(CLEAN)
    made = process(holdfast_home, "create", "客户公司", "--currency", "CNY")
    assert (made.returncode, made.stderr) == (0, "")
    assert "客户公司" in made.stdout
    done = process(holdfast_home, "import", "transactions", str(path), "--workspace", "客户公司", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["rows"]["accepted"] == 3
    refused = process(holdfast_home, "undo", "5", "--workspace", "客户公司", "--json")
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["sentence"] == refused.stderr.strip()


def test_question_ends_a_process_with_three(tmp_path: Path, holdfast_home: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(DOUBTFUL)
    process(holdfast_home, "create", "Linde")
    asked = process(holdfast_home, "import", "transactions", str(path), "--workspace", "Linde", "--json")
    assert asked.returncode == 3
    assert json.loads(asked.stdout)["questions"][0]["id"] == "date_order"
    assert "Traceback" not in asked.stderr


def test_damaged_database_ends_in_a_sentence(holdfast_home: Path) -> None:
    process(holdfast_home, "create", "Linde")
    (holdfast_home / "linde" / "company.db").write_bytes(b"not a database" * 1000)
    refused = process(holdfast_home, "workspaces", "--json")
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["id"] == "error.database"
    assert "Traceback" not in refused.stderr


def test_unforeseen_error_ends_in_a_sentence_without_a_traceback(holdfast_home: Path) -> None:
    program = (
        "import sys; from dashboard import cli; sys.argv = ['cli', 'workspaces', '--json'];"
        "cli.workspaces.overviews = lambda viewer: [][0]; cli.run()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_HOME": str(holdfast_home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["error"]["id"] == "cli.unexpected"
    assert "IndexError" in ended.stderr
    assert "Traceback" not in ended.stderr
