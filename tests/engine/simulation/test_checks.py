from dataclasses import replace

import pytest

from engine.simulation.checks import ScenarioRefusedError, findings, require_sound
from engine.simulation.example import example_population, example_scenario
from engine.simulation.parameters import PARAMETERS, parameter_of
from engine.simulation.scenario import Binding, ByTier, Scenario, Shock
from engine.simulation.templates import TEMPLATES
from engine.simulation.tree import leaves, with_value

BASE = example_scenario(1_000)


def found(scenario, population=None):
    return [
        (one.path, one.message_id.removeprefix("finding.scenario_"), one.parameters)
        for one in findings(scenario, population)
    ]


def moved(path, value):
    return found(with_value(BASE, path, value))


def test_base_defaults_and_templates_are_sound():
    population = example_population(1_000)
    for scenario in (Scenario(), BASE, *(template.of(BASE) for template in TEMPLATES)):
        assert found(scenario, population) == []


def test_every_value_of_the_tree_has_a_parameter_and_every_parameter_a_value():
    whole = replace(BASE, bindings=(Binding(),), shocks=(Shock(),))
    paths = {".".join("*" if part.isdigit() else part for part in path.split(".")) for path in leaves(whole)}
    assert paths == set(PARAMETERS)


def test_defaults_lie_within_their_ranges():
    whole = replace(BASE, bindings=(Binding(),), shocks=(Shock(),))
    assert found(whole) == []


@pytest.mark.parametrize(
    ("path", "value", "message", "parameters"),
    [
        ("horizon_months", 0, "out_of_range", {"value": "0", "low": "1", "high": "120"}),
        ("horizon_months", 12.5, "not_whole", {"value": "12.5"}),
        ("replications", 1, "out_of_range", {"value": "1", "low": "2", "high": "10000"}),
        ("retention.budget_per_month", -1.0, "out_of_range", {"value": "-1", "low": "0", "high": "1e+12"}),
        ("failures.late_factor", float("nan"), "out_of_range", {"value": "nan", "low": "0.01", "high": "20"}),
        ("complaints.unanswered_share", 1.2, "out_of_range", {"value": "1.2", "low": "0", "high": "1"}),
        ("retention.measures.0.tiers", (), "no_tier", {}),
        ("retention.measures.0.tiers", ("silver",), "unknown_tier", {"value": "silver"}),
        ("warning.auc", 0.3, "out_of_range", {"value": "0.3", "low": "0.5", "high": "1"}),
        ("desk.hours_per_day", 25.0, "out_of_range", {"value": "25", "low": "0.5", "high": "24"}),
    ],
)  # fmt: skip
def test_what_is_impossible(path, value, message, parameters):
    assert moved(path, value) == [(path, message, parameters)]


def test_what_contradicts_itself():
    assert moved("retention.split", ByTier(0.5, 0.5, 0.5, 0.5)) == [
        ("retention.split", "split_sum", {"total": "200"})
    ]
    assert moved("retention.measures", ()) == [("retention.measures", "budget_without_measure", {})]
    assert moved("team.agents", 0) == [("team.agents", "budget_without_team", {})]
    assert moved("retention.measures.0.offer_cost", 99.0) == [
        ("retention.measures.0.offer_cost", "offer_above_budget", {"cost": "104", "budget": "40"})
    ]
    assert moved("complaints.authority_limit", 900.0) == [
        ("complaints.authority_limit", "authority_above_limit", {"value": "900", "limit": "500"})
    ]
    assert moved("shocks", (Shock(month=40),)) == [
        ("shocks.0.month", "shock_after_horizon", {"month": 40, "horizon": 36})
    ]
    assert moved("shocks", (Shock(margin_change=0.1),)) == [
        ("shocks.0.margin_change", "margin_without_price", {})
    ]
    assert moved("shocks", (Shock(kind="flood"),)) == [
        ("shocks.0.kind", "unknown_code", {"value": "flood", "choices": "rival, price, fault"})
    ]


def test_what_is_absurd():
    assert moved("failures.late_factor", 0.5)[0][1] == "better_late"
    population = example_population(1_000)
    margin = f"{population.margin_per_month.sum():.0f}"
    assert found(with_value(BASE, "retention.budget_per_month", 1e6), population) == [
        ("retention.budget_per_month", "absurd_budget", {"value": "1e+06", "margin": margin})
    ]
    assert found(with_value(BASE, "acquisition.customers_per_month", 2_000.0), population) == [
        ("acquisition.customers_per_month", "absurd_acquisition", {"value": "2000", "customers": 1_000})
    ]
    heavy = example_population(20_000)
    assert [one[1] for one in found(replace(BASE, replications=10_000), heavy)] == ["too_much_work"]


def test_all_is_found_at_once_and_nothing_runs():
    wrong = with_value(with_value(BASE, "horizon_months", 0), "desk.agents", -1)
    with pytest.raises(ScenarioRefusedError) as error:
        require_sound((BASE, wrong, wrong))
    assert [one.path for one in error.value.findings] == ["horizon_months", "desk.agents"]
    assert error.value.parameters == {"count": 2, "first": "horizon_months"}


def test_scenarios_that_cant_be_compared_are_refused():
    for other in (replace(BASE, horizon_months=12), replace(BASE, seed=9)):
        with pytest.raises(ScenarioRefusedError) as error:
            require_sound((BASE, other))
        assert [one.message_id for one in error.value.findings] == ["finding.scenario_unlike_base"]


def test_a_parameter_of_a_list_is_found_by_its_number():
    assert parameter_of("shocks.3.month") is PARAMETERS["shocks.*.month"]
    assert parameter_of("shocks.3.moon") is None
    assert PARAMETERS["retention.split.gold"].name_id == "simulation.parameter.retention.split"
    assert PARAMETERS["shocks.*.month"].name_id == "simulation.parameter.shocks.month"
    assert PARAMETERS["seed"].name_id == "simulation.parameter.seed"
