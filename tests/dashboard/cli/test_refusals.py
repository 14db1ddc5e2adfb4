"""Is every refusal one object, one sentence, and exit 2?"""

from __future__ import annotations

import pytest

from tests.dashboard.cli.terminal import CLEAN, NO_IMPORT, Terminal

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
