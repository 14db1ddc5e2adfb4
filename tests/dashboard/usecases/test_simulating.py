import numpy as np
import pytest

from dashboard.usecases import simulating, what_if
from dashboard.usecases.simulating import Asked, How, ask, ask_file, findings_of, start
from dashboard.usecases.simulation_figures import summary
from data import simulations
from data.errors import CancelledError, DataError, NotFoundError
from data.progress import silent
from data.viewer import OWNER
from engine.errors import EngineError
from engine.simulation.checks import ScenarioRefusedError
from tests.dashboard.simulated_company import assessed_with_survival

QUICK = How(replications=4, seed=3)
MORE = '{"name": "more", "changes": {"retention": {"budget_per_month": 900.0}, "horizon_months": 12}}'


@pytest.fixture
def slug(demo: str) -> str:
    assessed_with_survival(demo)
    return demo


def test_an_empty_scenario_is_going_on_as_now(slug):
    said = summary(ask_file(OWNER, slug, "{}", QUICK))
    assert said["base"]["figures"] == said["scenario"]["figures"]
    npv = said["difference"]["figures"]["npv"]
    assert npv == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert said["difference"]["figures"]["gain_per_unit"]["value"] is None
    assert (said["replications"], said["seed"], len(said["base"]["months"])) == (4, 3, 36)


def test_a_scenario_is_compared_over_its_own_months_with_the_same_luck(slug):
    found = ask_file(OWNER, slug, MORE, QUICK)
    assert found.names == ("more",)
    assert [one.horizon_months for one in found.scenarios] == [12, 12]
    said = summary(found)
    assert said["difference"]["figures"]["spend"]["value"] > 0
    by_hand = said["scenario"]["figures"]["npv"]["value"] - said["base"]["figures"]["npv"]["value"]
    assert said["difference"]["figures"]["npv"]["value"] == pytest.approx(by_hand)
    assert set(said["difference"]["tiers"]) == {"platinum", "gold", "iron", "lead"}


def test_the_same_question_is_never_computed_twice_and_comes_back_to_the_last_digit(slug, monkeypatch):
    first = ask_file(OWNER, slug, MORE, QUICK)
    monkeypatch.setattr(simulating, "simulate", None)
    again = ask_file(OWNER, slug, MORE, QUICK)
    assert again.simulation_id == first.simulation_id
    assert (again.results.flows == first.results.flows).all()
    assert again.scenarios == first.scenarios
    assert [one.simulation_id for one in simulations.simulations(OWNER, slug)] == [first.simulation_id]


def test_another_seed_is_another_question(slug):
    first = ask_file(OWNER, slug, MORE, QUICK)
    other = ask_file(OWNER, slug, MORE, How(replications=4, seed=4))
    assert other.simulation_id != first.simulation_id
    assert not (other.results.flows == first.results.flows).all()


def test_what_is_measured_says_so(slug):
    begun = start(OWNER, slug)
    assert begun.origins["acquisition.customers_per_month"] > 0
    rows = {
        row["path"]: row for row in summary(ask_file(OWNER, slug, MORE, QUICK))["scenario"]["assumptions"]
    }
    assert rows["acquisition.customers_per_month"]["origin"] == "measured"
    assert rows["talk.told_by_leaver"]["origin"] == "source"
    assert rows["retention.budget_per_month"]["origin"] == "typed"


def test_all_that_is_wrong_is_said_before_anything_runs(slug):
    text = '{"changes": {"retention": {"budget_per_month": -1}, "desk": {"agents": -2}}}'
    with pytest.raises(ScenarioRefusedError) as error:
        ask_file(OWNER, slug, text, QUICK)
    assert [one.path for one in findings_of(error.value)] == ["retention.budget_per_month", "desk.agents"]
    assert findings_of(ValueError()) == ()
    assert simulations.simulations(OWNER, slug) == []


def test_cancelling_keeps_nothing(slug):
    def stop(share, step):
        if step.startswith("job.step.simulating_so_far"):
            raise CancelledError("job.cancelled")

    with pytest.raises(CancelledError):
        ask_file(OWNER, slug, MORE, QUICK, stop)
    assert simulations.simulations(OWNER, slug) == []


def test_progress_tells_the_interval_so_far(slug):
    steps = []
    ask_file(OWNER, slug, MORE, QUICK, lambda _, step: steps.append(step))
    assert steps[1] == "job.step.simulating"
    assert steps[2].startswith("job.step.simulating_so_far|value=")
    assert steps[2].endswith("|done=2|of=4")


def test_an_interval_as_narrow_as_asked(slug):
    asked = Asked(start(OWNER, slug).assessment_id, {"horizon_months": 6}, ({"seed": 1},), half_width=1e9)
    assert ask(OWNER, slug, asked).results.replications == 10


def test_an_assessment_without_survival_says_what_is_lacking(demo):
    with pytest.raises(EngineError) as error:
        start(OWNER, demo)
    assert error.value.message_id in (
        "error.simulation_too_few_customers",
        "error.simulation_columns_missing",
    )


def test_a_company_without_assessment_and_a_number_that_isnt_there(slug, holdfast_home):
    from dashboard.usecases import workspaces

    empty = workspaces.create(OWNER, "Leer").slug
    with pytest.raises(DataError, match=r"simulation_without_assessment"):
        start(OWNER, empty)
    with pytest.raises(NotFoundError):
        simulating.answer(OWNER, slug, 99)


def test_what_is_typed_becomes_the_question(slug):
    begun = start(OWNER, slug)
    sheet = what_if.sheet(begun, "do_nothing")
    assert sheet.scenario.retention.budget_per_month == 0.0
    shown = {one.path: one for one in sheet.inputs}
    assert shown["warning.threshold"].value == 20.0
    assert [one.path for one in sheet.inputs[:8]] == list(what_if.MAIN)
    typed = {"warning.threshold": 25.0, "horizon_months": 12.0, "desk.agents": shown["desk.agents"].value}
    parameters, wrong = what_if.question(begun, sheet, typed, "do_nothing")
    assert wrong == ()
    assert parameters["base"]["horizon_months"] == 12
    assert parameters["scenarios"][0]["warning"] == {"threshold": 0.25}
    assert simulating.simulate_job(OWNER, slug, parameters, silent)["simulation_id"] == 1
    kept = simulating.answer(OWNER, slug, 1)
    again = {one.path: one.value for one in what_if.sheet(begun, "more_budget", kept).inputs}
    assert again["warning.threshold"] == 25.0
    assert np.isfinite(kept.results.flows).all()


def test_shares_as_they_are_shown_are_meant_to_be_whole(slug):
    begun = start(OWNER, slug)
    sheet = what_if.sheet(begun, "more_for_platinum")
    tiers = ("platinum", "gold", "iron", "lead")
    typed = dict(zip((f"retention.split.{tier}" for tier in tiers), (33.33, 33.33, 33.33, 0.0), strict=True))
    parameters, wrong = what_if.question(begun, sheet, typed, "more_for_platinum")
    assert wrong == ()
    assert sum(parameters["scenarios"][0]["retention"]["split"].values()) == pytest.approx(1.0, abs=1e-12)
    _, wrong = what_if.question(begun, sheet, {**typed, "retention.split.lead": 10.0}, "more_for_platinum")
    assert [one.message_id for one in wrong] == ["finding.scenario_split_sum"]
    assert list(what_if.fields_of(wrong, sheet)) == ["retention.split.platinum"]


def test_an_interval_is_halved_by_more_replications_of_the_same_luck(slug):
    first = ask_file(OWNER, slug, MORE, How(replications=6, seed=3))
    parameters = what_if.sharper_question(start(OWNER, slug), first)
    again = simulating.answer(
        OWNER, slug, simulating.simulate_job(OWNER, slug, parameters, silent)["simulation_id"]
    )
    assert (again.results.flows[:6] == first.results.flows).all()
    was, now = (one.results.difference("npv", 1) for one in (first, again))
    assert now.high - now.low <= 0.5 * (was.high - was.low) or again.results.replications == 36
    same = ask_file(OWNER, slug, "{}", QUICK)
    assert what_if.sharper_question(start(OWNER, slug), same) == {}


def test_a_title_must_be_one_and_what_is_gone_is_gone(slug):
    ask_file(OWNER, slug, MORE, QUICK)
    with pytest.raises(DataError, match=r"simulation_name_length"):
        simulations.rename(OWNER, slug, 1, "  ")
    simulations.rename(OWNER, slug, 1, "  For   the board ")
    assert [one.name for one in simulations.simulations(OWNER, slug)] == ["For the board"]
    simulations.remove(OWNER, slug, 1)
    for gone in (simulations.remove, simulations.simulation):
        with pytest.raises(NotFoundError):
            gone(OWNER, slug, 1)


def test_what_is_typed_wrongly_is_found(slug):
    begun = start(OWNER, slug)
    _, wrong = what_if.question(begun, what_if.sheet(begun, "do_nothing"), {"desk.agents": -1.0}, "x")
    assert [one.path for one in wrong] == ["desk.agents"]
