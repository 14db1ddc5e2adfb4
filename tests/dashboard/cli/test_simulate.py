"""Does the command line answer a scenario file, and refuse what can't be run with its place?"""

import json

import pytest

from tests.dashboard.simulated_company import assessed_with_survival


@pytest.fixture
def company(demo: str) -> str:
    assessed_with_survival(demo)
    return demo


def test_a_scenario_is_answered_in_sentences_and_as_one_object(terminal, company):
    path = terminal.file('{"changes": {"retention": {"budget_per_month": 900}}}', "more.json")
    options = ("simulate", "--workspace", company, "--scenario", path, "--replications", "3", "--seed", "5")
    code, values = terminal.asked_for_json(*options)
    assert code == 0
    assert set(values) >= {"base", "scenario", "difference", "replications", "seed"}
    assert (values["replications"], values["seed"]) == (3, 5)
    code = terminal.run(*options, "--processes", "2")
    assert code == 0
    assert "Net present value against the base" in terminal.out
    assert "NaN" not in json.dumps(values)


def test_what_is_wrong_is_said_with_its_place(terminal, company):
    path = terminal.file('{"changes": {"desk": {"agents": 1.5}, "horizon_months": 999}}', "wrong.json")
    code, values = terminal.asked_for_json("simulate", "--workspace", company, "--scenario", path)
    assert code == 2
    assert [one["path"] for one in values["findings"]] == ["horizon_months", "desk.agents"]
    assert "desk.agents: 1.5 must be a whole number." in terminal.err


def test_another_version_and_a_file_that_isnt_there(terminal, company):
    path = terminal.file('{"version": 7}', "old.json")
    code, values = terminal.asked_for_json("simulate", "--workspace", company, "--scenario", path)
    assert (code, values["error"]["id"]) == (2, "error.scenario_other_version")
    code, values = terminal.asked_for_json("simulate", "--workspace", company, "--scenario", "/nowhere.json")
    assert (code, values["error"]["id"]) == (2, "error.disk")
