import json
from dataclasses import replace

import pytest

from engine.errors import EngineError
from engine.simulation.scenario import Binding, Measure, Scenario, Shock
from engine.simulation.scenario_file import NamedScenario, from_json, to_json
from engine.simulation.templates import TEMPLATES
from engine.simulation.tree import changed, difference, leaves, with_value

BASE = Scenario()


def refused(text):
    with pytest.raises(EngineError) as error:
        from_json(BASE, text)
    return error.value.message_id, error.value.parameters


def test_nothing_changed_is_an_empty_object_and_the_base_again():
    assert difference(BASE, BASE) == {}
    assert from_json(BASE, "{}") == NamedScenario("", BASE)


def test_only_what_differs_travels():
    scenario = replace(BASE, retention=replace(BASE.retention, budget_per_month=900.0), seed=7)
    assert difference(BASE, scenario) == {"seed": 7, "retention": {"budget_per_month": 900.0}}
    assert changed(BASE, difference(BASE, scenario)) == scenario


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.code)
def test_every_template_changes_the_base_and_comes_back_whole(template):
    base = replace(BASE, retention=replace(BASE.retention, budget_per_month=500.0))
    named = NamedScenario("情景", template.of(base))
    assert named.scenario != base
    assert from_json(base, to_json(base, named)) == named


def test_a_scenario_is_linked_to_its_base():
    text = to_json(BASE, NamedScenario("", replace(BASE, seed=9)))
    other = replace(BASE, horizon_months=12)
    assert from_json(other, text).scenario == replace(other, seed=9)


def test_lists_come_back_whole():
    scenario = replace(
        BASE,
        bindings=(Binding("service", ("gold",), 0.1, 2.0, 0.8),),
        shocks=(Shock("price", 4, 3, ("lead",), 1.2, 0.05),),
        retention=replace(BASE.retention, measures=(Measure("a"), Measure("b", ("lead",)))),
    )
    assert from_json(BASE, to_json(BASE, NamedScenario("x", scenario))).scenario == scenario


def test_a_change_by_another_hand_is_noticed():
    text = to_json(BASE, NamedScenario("", replace(BASE, seed=9)))
    assert refused(text.replace('"seed": 9', '"seed": 8')) == ("error.scenario_tampered", {})
    content = json.loads(text)
    del content["fingerprint"]
    assert from_json(BASE, json.dumps(content)).scenario.seed == 9


WRONG_KINDS = [
    ('{"seed": "3"}', "seed", "number"),
    ('{"seed": true}', "seed", "number"),
    ('{"seed": null}', "seed", "number"),
    ('{"talk": {"is_on": 1}}', "talk.is_on", "flag"),
    ('{"talk": 1}', "talk", "object"),
    ('{"shocks": {}}', "shocks", "list"),
    ('{"shocks": [{"tiers": "gold"}]}', "shocks.0.tiers", "texts"),
    ('{"shocks": [{"kind": 1}]}', "shocks.0.kind", "text"),
]


@pytest.mark.parametrize(("changes", "path", "kind"), WRONG_KINDS)
def test_values_of_another_kind_are_refused(changes, path, kind):
    text = f'{{"changes": {changes}}}'
    assert refused(text) == ("error.scenario_wrong_kind", {"path": path, "kind": kind})


@pytest.mark.parametrize(
    ("text", "message_id", "parameters"),
    [
        ('{"version": 2}', "error.scenario_other_version", {"found": "2", "known": "1"}),
        ('{"version": true}', "error.scenario_other_version", {"found": "True", "known": "1"}),
        ("[]", "error.scenario_no_json", {}),
        ("{", "error.scenario_no_json", {}),
        ('{"changes": {"seed": NaN}}', "error.scenario_no_json", {}),
        ('{"changes": {"seed": 1, "seed": 2}}', "error.scenario_no_json", {}),
        ("[" * 60_000, "error.scenario_no_json", {}),
        (" " * 100_001, "error.scenario_too_long", {"count": 100_001, "most": 100_000}),
        ('{"seed": 3}', "error.scenario_unknown_field", {"path": "seed"}),
        ('{"changes": {"sed": 3}}', "error.scenario_unknown_field", {"path": "sed"}),
        ('{"name": 4}', "error.scenario_wrong_kind", {"path": "name", "kind": "text"}),
    ],
)
def test_what_is_refused_and_why(text, message_id, parameters):
    assert refused(text) == (message_id, parameters)


def test_more_items_than_anybody_needs_are_refused():
    text = json.dumps({"changes": {"shocks": [{}] * 21}})
    assert refused(text) == ("error.scenario_too_many_items", {"path": "shocks", "count": 21, "most": 20})


def test_one_value_is_replaced_by_its_path():
    moved = with_value(BASE, "retention.measures.0.success_probability", 0.5)
    assert moved.retention.measures[0].success_probability == 0.5
    assert [path for path, value in leaves(moved).items() if leaves(BASE)[path] != value] == [
        "retention.measures.0.success_probability"
    ]
