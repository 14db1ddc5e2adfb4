"""Are companies made, listed and filled with a sample?"""

from __future__ import annotations

from data.viewer import OWNER
from data.workspaces import workspace
from tests.dashboard.cli.terminal import Terminal


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
