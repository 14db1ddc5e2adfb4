import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import cli
from data import assessments as stored
from data.reading import imports
from data.viewer import OWNER
from data.workspaces import workspace
from tests.source_tree import ROOT

CLEAN = """Customer no,Order date,Net amount,Margin
00123,2024-01-05,120.10,40.00
1E5,2024-01-05,80.00,20.00
00123,2024-02-29,-20.05,-5.00
"""
DOUBTFUL = """customer_id,day,amount
C1,03/04/2024,10.00
C2,05/06/2024,20.00
"""
FAULTY = """customer_id,day,amount
C1,2024-01-05,10.00
,2024-01-06,20.00
C2,2024-13-45,30.00
"""
USELESS = """customer_id,day,amount
,2024-01-06,20.00
"""
NO_IMPORT = {
    "import_id": None,
    "rows": {"read": 0, "accepted": 0, "rejected": 0, "duplicates": 0},
    "sums": {},
    "findings": [],
    "questions": [],
}


class Terminal:
    """Types commands and reads what comes back."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder
        self.out = self.err = ""

    def run(self, *arguments: str) -> int:
        code = cli.main(arguments)
        self.out, self.err = self._capsys.readouterr()
        return code

    def asked_for_json(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        code = self.run(*arguments, "--json")
        values = json.loads(self.out)
        assert isinstance(values, dict)
        return code, values

    def file(self, text: str, name: str = "rows.csv") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def bring_in(self, text: str, *more: str) -> tuple[int, dict[str, Any]]:
        return self.asked_for_json("import", "transactions", self.file(text), "--workspace", "Linde", *more)


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    return Terminal(capsys, tmp_path)


@pytest.fixture
def linde(terminal: Terminal) -> Terminal:
    assert terminal.run("create", "Linde") == 0
    return terminal


def test_created_company_is_listed_with_its_currency(terminal: Terminal) -> None:
    assert terminal.run("workspaces") == 0
    assert terminal.out == "There is no company yet. Create one, or load the sample.\n"
    assert terminal.run("create", "Hotel Linde", "--currency", "cny", "--contractual") == 0
    assert (
        terminal.out
        == "The company “Hotel Linde” is there, with amounts in CNY. Its short name is hotel-linde.\n"
    )
    code, values = terminal.asked_for_json("workspaces")
    (company,) = values["workspaces"]
    assert code == 0
    assert (company["slug"], company["name"], company["currency"]) == ("hotel-linde", "Hotel Linde", "CNY")
    assert (company["customers"], company["transactions"], company["last_day"]) == (0, 0, None)


def test_name_that_is_taken_is_refused_on_both_streams(linde: Terminal) -> None:
    code, values = linde.asked_for_json("create", "Linde")
    assert code == 2
    assert values["error"]["id"] == "error.workspace_name_taken"
    assert values["error"]["sentence"] == linde.err.strip()
    assert linde.err.startswith("There is a company called “Linde” already.")


def test_import_accounts_for_every_row_and_cent(linde: Terminal) -> None:
    code, values = linde.bring_in(CLEAN)
    assert code == 0
    assert values["import_id"] == 1
    assert values["rows"] == {"read": 3, "accepted": 3, "rejected": 0, "duplicates": 0}
    assert (values["sums"]["read"], values["sums"]["accepted"]) == ("180.05", "180.05")
    assert [finding["cause"] for finding in values["findings"]] == ["refund"]
    assert values["questions"] == []
    assert linde.err == ""


def test_same_file_again_changes_nothing_and_says_so(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    code, values = linde.bring_in(CLEAN)
    assert code == 0
    assert values["already_imported"] is True
    assert values["rows"] == {"read": 3, "accepted": 0, "rejected": 0, "duplicates": 3}
    linde.run("import", "transactions", linde.file(CLEAN), "--workspace", "Linde")
    assert linde.out.startswith("This very file is in already, as import number 1. Nothing was changed.\n")


def test_import_speaks_sentences_with_places(linde: Terminal) -> None:
    assert linde.run("import", "transactions", linde.file(FAULTY), "--workspace", "linde") == 0
    lines = linde.out.splitlines()
    assert lines[:4] == [
        "The file is in, as import number 1.",
        "Rows: 3 read = 1 accepted + 2 left out + 0 there already.",
        "1 new customer.",
        "Sum of amounts in EUR: 60.00 read = 10.00 accepted + 50.00 left out + 0.00 there already.",
    ]
    assert "  line 4, column “day”: 2024-13-45" in lines
    assert not any("import." in line or "{" in line for line in lines)


def test_question_is_asked_with_exit_three_and_nothing_is_stored(linde: Terminal) -> None:
    code, values = linde.bring_in(DOUBTFUL)
    assert code == 3
    (question,) = values["questions"]
    assert question["id"] == "date_order"
    assert [choice["id"] for choice in question["choices"]] == ["dmy", "mdy"]
    assert "import." not in question["sentence"]
    assert {name: values[name] for name in ("import_id", "rows", "sums", "findings")} == {
        name: NO_IMPORT[name] for name in ("import_id", "rows", "sums", "findings")
    }
    assert "1 question about this file needs an answer" in linde.err
    assert imports(OWNER, "linde") == []


def test_question_is_asked_in_words_that_can_be_typed_back(linde: Terminal) -> None:
    arguments = ("import", "transactions", linde.file(DOUBTFUL), "--workspace", "Linde")
    assert linde.run(*arguments) == 3
    typed = next(line.split()[1] for line in linde.out.splitlines() if "date_order=mdy" in line)
    assert linde.run(*arguments, "--answer", typed) == 0
    linde.run("assess", "--workspace", "Linde", "--as-of", "2024-12-31")
    frame = stored.assessment_frame(OWNER, "linde", 1)
    assert frame["first_purchase_day"].dt.date.astype(str).tolist() == ["2024-03-04", "2024-05-06"]


def test_columns_are_named_by_heading(linde: Terminal) -> None:
    text = "who,when,how much\nC1,2024-01-05,10.00\n"
    mapping = ("--map", "customer_id=who", "--map", "day=when", "--map", "amount=how much")
    code, values = linde.bring_in(text, *mapping)
    assert (code, values["rows"]["accepted"]) == (0, 1)


def test_trial_stores_nothing(linde: Terminal) -> None:
    code, values = linde.bring_in(CLEAN, "--dry-run")
    assert (code, values["state"], values["import_id"]) == (0, "dry_run", None)
    assert values["rows"]["accepted"] == 3
    assert imports(OWNER, "linde") == []


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_file_of_which_no_row_can_be_used_is_refused_with_its_findings(
    linde: Terminal, more: tuple[str, ...]
) -> None:
    code, values = linde.bring_in(USELESS, *more)
    assert code == 2
    assert values["rows"] == {"read": 1, "accepted": 0, "rejected": 1, "duplicates": 0}
    assert [finding["cause"] for finding in values["findings"]] == ["customer_missing"]
    assert values["error"]["id"] == "cli.import.useless"
    assert linde.err.startswith("The file has 1 row, and it can't be used.")
    assert imports(OWNER, "linde") == []


def test_undo_takes_an_import_out_and_the_file_can_come_again(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    assert linde.run("undo", "1", "--workspace", "Linde") == 0
    assert linde.out == "Import number 1 (rows.csv) is taken out again, with its 3 rows.\n"
    assert linde.run("undo", "1", "--workspace", "Linde") == 2
    _, values = linde.asked_for_json("workspaces")
    assert values["workspaces"][0]["transactions"] == 0
    code, values = linde.bring_in(CLEAN)
    assert (code, values["import_id"], values["rows"]["accepted"]) == (0, 2, 3)


def test_assessment_is_answered_with_its_figures(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    code, values = linde.asked_for_json("assess", "--workspace", "Linde", "--as-of", "2024-03-31")
    assert code == 0
    assert (values["as_of"], values["customers"], values["assessment_id"]) == ("2024-03-31", 2, 1)
    assert values["figures"]["customers"]["value"] == 2.0
    assert values["figures"]["current_value_total"]["value"] == pytest.approx(55.0)
    assert values["figures"]["growth_rate"]["value"] is None
    assert values["cards"]["value_basis"]["basis"] == "margin"


def test_assessment_says_what_it_lacks(linde: Terminal) -> None:
    linde.bring_in(CLEAN)
    assert linde.run("assess", "--workspace", "Linde", "--as-of", "2024-03-31") == 0
    lines = linde.out.splitlines()
    assert lines[0] == "2 customers are assessed as of Mar 31, 2024 (assessment number 1)."
    assert any(line.startswith("- Not enough data for growth and retention:") for line in lines)
    assert not any("card." in line or "{" in line for line in lines)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_assessment_leaves_as_a_file(linde: Terminal, ending: str) -> None:
    linde.bring_in(CLEAN)
    linde.run("assess", "--workspace", "Linde", "--as-of", "2024-03-31")
    out = linde.folder / f"out.{ending}"
    code, values = linde.asked_for_json("export", "assessment", "--workspace", "Linde", "--out", str(out))
    assert (code, values) == (0, {"file": str(out), "rows": 2, "neutralised": 0})
    assert out.stat().st_size > 0
    if ending == "parquet":
        assert pd.read_parquet(out)["customer_id"].tolist() == ["00123", "1E5"]


def test_findings_leave_in_words(linde: Terminal) -> None:
    linde.bring_in(FAULTY)
    out = linde.folder / "out.csv"
    assert linde.run("export", "findings", "--workspace", "Linde", "--out", str(out)) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert linde.out.startswith(f"{len(rows)} rows are written to ")
    left_out = [row for row in rows if row["entry"] == "row left out"]
    assert [row["line"] for row in left_out] == ["3", "4"]
    assert not any(row["cause"].startswith("import.") or row["action"].startswith("import.") for row in rows)


def test_cells_made_harmless_are_counted(linde: Terminal) -> None:
    path = linde.file("customer_id,known_on,name\nC1,2024-01-05,=1+1\n")
    assert linde.run("import", "customers", path, "--workspace", "Linde") == 0
    linde.run("export", "customers", "--workspace", "Linde", "--out", str(linde.folder / "out.csv"))
    assert linde.out.splitlines()[1] == (
        "1 cell that a spreadsheet would take for a formula got an apostrophe in front."
    )


def test_sample_is_there_once(terminal: Terminal, demo: str) -> None:
    name = workspace(OWNER, demo).name
    code, values = terminal.asked_for_json("sample", "--workspace", name)
    assert (code, values["already_there"], values["workspace"]) == (0, True, demo)
    assert terminal.run("sample") == 0
    assert (
        terminal.out.splitlines()[0] == f"The sample company “{name}” is there already; nothing was changed."
    )


def test_sample_company_is_one_of_those_there_are(terminal: Terminal, demo: str) -> None:
    code, values = terminal.asked_for_json("sample", "--company", "railway")
    assert (code, values["error"]["id"]) == (2, "sample.unknown_company")
    assert "hotel, telephone" in values["error"]["sentence"]
    name = workspace(OWNER, demo).name
    code, values = terminal.asked_for_json("sample", "--company", "telephone", "--workspace", name)
    assert (code, values["error"]["id"]) == (2, "sample.other_company")


def test_sample_never_fills_a_company_of_the_managers_own(linde: Terminal) -> None:
    code, values = linde.asked_for_json("sample", "--workspace", "Linde")
    assert (code, values["error"]["id"]) == (2, "sample.name_taken")


REFUSALS = {
    "no command": ([], "cli.usage", "No such option: --json"),
    "unknown command": (["frobnicate"], "cli.usage", "No such command 'frobnicate'"),
    "unknown option": (["workspaces", "--frob"], "cli.usage", "No such option"),
    "missing option": (["assess", "--as-of", "2024-01-01"], "cli.usage", "Missing option '--workspace'"),
    "no number": (["undo", "one", "--workspace", "Linde"], "cli.usage", "Invalid value"),
    "number beyond all numbers": (["undo", "9" * 30, "--workspace", "Linde"], "cli.usage", "Invalid value"),
    "unknown import": (["undo", "7", "--workspace", "Linde"], "error.import_not_found", "import number 7"),
    "unknown company": (["undo", "7", "--workspace", "Nope"], "error.workspace_not_found", "“Nope”"),
    "way out of the home": (["undo", "7", "--workspace", "../x"], "error.workspace_not_found", "“../x”"),
    "unknown currency": (["create", "X", "--currency", "ZZZ"], "error.currency_unknown", "“ZZZ”"),
    "empty name": (["create", "  "], "error.workspace_name_length", "a name of 1 to 80"),
    "no day": (
        ["assess", "--workspace", "Linde", "--as-of", "2024-02-30"],
        "cli.day_unreadable",
        "“2024-02-30”",
    ),
    "another day": (
        ["assess", "--workspace", "Linde", "--as-of", "20240230"],
        "cli.day_unreadable",
        "YYYY-MM-DD",
    ),
    "nothing to assess": (
        ["assess", "--workspace", "Linde", "--as-of", "2024-02-29"],
        "error.nothing_to_assess",
        "Bring in a file",
    ),
    "unknown table": (
        ["export", "all", "--workspace", "Linde", "--out", "x.csv"],
        "export.what_unknown",
        "“all” is none of them",
    ),
    "unknown ending": (
        ["export", "customers", "--workspace", "Linde", "--out", "x.pdf"],
        "export.kind_unknown",
        "“x.pdf”",
    ),
    "no assessment": (
        ["export", "assessment", "--workspace", "Linde", "--out", "x.csv"],
        "export.no_assessment",
        "Assess it first",
    ),
    "no such folder": (
        ["export", "customers", "--workspace", "Linde", "--out", "/nowhere/x.csv"],
        "export.not_writable",
        "/nowhere/x.csv",
    ),
    "bytes that are no text": (["create", "\udcff"], "cli.argument_unreadable", "UTF-8"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refusal_is_one_object_and_one_sentence(linde: Terminal, case: str) -> None:
    arguments, message_id, words = REFUSALS[case]
    code, values = linde.asked_for_json(*arguments)
    assert code == 2
    assert values["error"]["id"] == message_id
    assert words in values["error"]["sentence"]
    assert linde.err.strip() == values["error"]["sentence"]
    assert "Traceback" not in linde.err


IMPORT_REFUSALS = {
    "unknown kind": (["invoices", "FILE", "--workspace", "Linde"], "import.kind_unknown"),
    "missing file": (["transactions", "nowhere.csv", "--workspace", "Linde"], "import.refused.cannot_open"),
    "folder": (["transactions", ".", "--workspace", "Linde"], "import.refused.cannot_open"),
    "unknown company": (["transactions", "FILE", "--workspace", "Nope"], "error.workspace_not_found"),
    "no pair": (["transactions", "FILE", "--workspace", "Linde", "--map", "day"], "import.not_a_pair"),
    "unknown field": (
        ["transactions", "FILE", "--workspace", "Linde", "--map", "x=day"],
        "import.field_unknown",
    ),
    "unknown heading": (
        ["transactions", "FILE", "--workspace", "Linde", "--map", "day=x"],
        "import.heading_unknown",
    ),
    "no file at all": (["transactions", "--workspace", "Linde"], "cli.usage"),
    "no company at all": (["transactions", "FILE"], "cli.usage"),
}


@pytest.mark.parametrize("case", IMPORT_REFUSALS)
def test_refused_import_answers_with_every_key_of_an_import(linde: Terminal, case: str) -> None:
    arguments, message_id = IMPORT_REFUSALS[case]
    path = linde.file(CLEAN)
    code, values = linde.asked_for_json("import", *(path if one == "FILE" else one for one in arguments))
    assert code == 2
    assert {name: values[name] for name in NO_IMPORT} == NO_IMPORT
    assert values["error"]["id"] == message_id
    assert linde.err.strip() == values["error"]["sentence"]
    assert values["error"]["sentence"] != message_id


def test_home_that_cannot_be_written_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = terminal.folder / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("HOLDFAST_HOME", str(blocked / "home"))
    code, values = terminal.asked_for_json("workspaces")
    assert (code, values["error"]["id"]) == (2, "error.home_not_writable")
    assert str(blocked) in terminal.err
    assert "HOLDFAST_HOME" in terminal.err


def test_help_lists_the_commands(terminal: Terminal) -> None:
    assert terminal.run("--help") == 0
    commands = {"sample", "create", "import", "undo", "assess", "export", "workspaces"}
    assert commands <= set(terminal.out.split())


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
        "cli.require_home = lambda: [][0]; cli.run()"
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
