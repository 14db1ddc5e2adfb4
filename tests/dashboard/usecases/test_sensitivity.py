import math
from dataclasses import replace

import pytest

from dashboard.usecases import sensitivity, simulating, what_if
from dashboard.usecases.simulating import Asked, ask, start
from data import simulations
from data.errors import CancelledError
from data.progress import silent
from data.viewer import OWNER
from engine.simulation.population import Population
from engine.simulation.sensitivity import sensitivity as computed
from engine.simulation.simulate import Question
from tests.dashboard.simulated_company import SHORT, assessed_with_survival, few_assumptions


@pytest.fixture
def begun(demo: str, monkeypatch):
    assessed_with_survival(demo)
    few_assumptions(monkeypatch)
    return demo, start(OWNER, demo)


@pytest.fixture
def answered(begun):
    slug, now = begun
    question, _ = what_if.question(now, what_if.sheet(now, "more_budget"), SHORT, "more_budget")
    return slug, now, ask(OWNER, slug, Asked(**question))


def test_what_an_answer_rests_on_is_kept_and_reopened_to_the_last_digit(answered, monkeypatch):
    slug, now, answer = answered
    asked = sensitivity.rests_question(now, answer)
    number = simulating.simulate_job(OWNER, slug, asked, silent)["simulation_id"]
    kept = simulating.answer(OWNER, slug, number)
    assert (kept.kind, kept.about) == (simulating.RESTS, answer.simulation_id)
    by_hand = computed(Question(now.population, answer.scenarios), 2)
    found = sensitivity.rests(kept)
    assert found.strongest.equals(by_hand.strongest)
    assert found.difference == by_hand.difference == answer.results.difference("npv", 1)
    assert [point.path for point in found.tipping] == [point.path for point in by_hand.tipping]
    assert [str(point.value) for point in found.tipping] == [str(point.value) for point in by_hand.tipping]
    # Asked again nothing is computed.
    monkeypatch.setattr(sensitivity, "rests_found", None)
    assert simulating.simulate_job(OWNER, slug, asked, silent)["simulation_id"] == number


def test_a_larger_company_is_stood_for_by_a_sample(answered, monkeypatch):
    slug, now, answer = answered
    heard: list[Population] = []

    def caught(question, *_):
        heard.append(question.population)
        raise CancelledError("job.cancelled")

    monkeypatch.setattr(sensitivity, "MOST_ROWS", 100)
    monkeypatch.setattr(sensitivity, "sensitivity", caught)
    with pytest.raises(CancelledError):
        ask(OWNER, slug, Asked(**sensitivity.rests_question(now, answer)))
    assert heard[0].size <= 100 < now.population.size
    assert heard[0].customers == pytest.approx(now.population.customers)


def test_stopping_between_trials_keeps_nothing(answered):
    slug, now, answer = answered
    shares = []

    def stop(share, step):
        shares.append((share, step))
        if len(shares) > 5:
            raise CancelledError("job.cancelled")

    with pytest.raises(CancelledError):
        ask(OWNER, slug, Asked(**sensitivity.rests_question(now, answer)), stop)
    assert [one.kind for one in simulations.simulations(OWNER, slug)] == [simulating.ANSWER]
    assert {step for _, step in shares[1:]} == {"job.step.simulating"}
    assert [share for share, _ in shares] == sorted(share for share, _ in shares)


def test_what_a_complaint_costs_is_a_question_of_its_own(answered):
    slug, now, answer = answered
    base = replace(answer.scenarios[0], horizon_months=24)
    kept = ask(OWNER, slug, Asked(**sensitivity.complaint_question(now, base)))
    assert (kept.kind, kept.about) == (simulating.COMPLAINT, None)
    cost, bars = sensitivity.complaint(kept)
    assert cost.total.value == pytest.approx(cost.direct.value + cost.talk.value)
    assert set(cost.of_tier) == {"platinum", "gold", "iron", "lead"}
    assert set(bars["path"]) <= set(cost.assumptions)
    assert not math.isnan(cost.complaints.value)


def test_where_each_value_is_from(answered):
    _, _, answer = answered
    origins = {path: row["origin"] for path, row in sensitivity.origins(answer).items()}
    assert origins["retention.budget_per_month"] == "typed"
    assert origins["talk.told_by_leaver"] == "source"
    assert origins["failures.late_factor"] == "assumed"
    assert origins["acquisition.customers_per_month"] == "measured"
