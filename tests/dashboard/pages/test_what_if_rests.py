"""Does a manager see what an answer rests on, what a complaint costs, and that the simulator is right?"""

from __future__ import annotations

import pytest

from dashboard.usecases import proving, sensitivity, simulating, what_if
from dashboard.usecases.simulating import Asked, ask, start
from data.viewer import OWNER
from engine.simulation.proof import Effort, desk_equals_loop
from tests.dashboard.front_door import address, no_worker, opened, said, work
from tests.dashboard.simulated_company import SHORT, assessed_with_survival, few_assumptions


@pytest.fixture
def company(demo: str, monkeypatch):
    assessed_with_survival(demo)
    few_assumptions(monkeypatch)
    with no_worker():
        yield demo


def pressed(app, label):
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert work() == ["done"]
    return app.run()


def answered(slug, months=3.0):
    now = start(OWNER, slug)
    typed = {**SHORT, "horizon_months": months}
    question, _ = what_if.question(now, what_if.sheet(now, "more_budget"), typed, "more_budget")
    return ask(OWNER, slug, Asked(**question))


def test_an_answers_assumptions_are_tried_and_its_address_leads_there_again(company):
    answer = answered(company)
    app = opened("what_if", sim=str(answer.simulation_id), tab="rests")
    assert "how wrong would one have to be" in said(app)
    app = pressed(app, "Try the assumptions")
    assert not app.exception
    assert [metric.label for metric in app.metric] == [
        "Net gain as assumed",
        "Largest swing",
        "Nearest turning point",
    ]
    assert len(app.get("plotly_chart")) == 1
    number = address(app)["sim"]
    again = opened("what_if", sim=number, lang="zh")
    assert again.metric[0].label == "按现有假设的净收益"
    assert again.metric[1].value == app.metric[1].value
    # From the answer's own address as well.
    beside = opened("what_if", sim=str(answer.simulation_id), tab="rests")
    assert beside.metric[0].value == app.metric[0].value


def test_what_a_complaint_costs_is_asked_from_the_first_screen(company, monkeypatch):
    base = answered(company, 24.0).scenarios[0]
    monkeypatch.setattr(
        sensitivity,
        "complaint_question",
        lambda now, _: simulating.as_json(
            Asked(now.assessment_id, what_if.difference(now.base, base), kind=simulating.COMPLAINT)
        ),
    )
    app = pressed(opened("what_if"), "What does one unanswered complaint cost?")
    assert not app.exception
    assert [metric.label for metric in app.metric][:3] == [
        "Cost of one in all",
        "The customer's own",
        "By talk",
    ]
    assert "One unanswered complaint costs" in app.title[0].value or "told apart" in app.title[0].value
    again = opened("what_if", sim=address(app)["sim"], lang="zh")
    assert "投诉" in again.title[0].value


def test_proofs_are_run_again_under_methods(company, monkeypatch):
    monkeypatch.setattr(proving, "PROOFS", {"desk_equals_loop": desk_equals_loop})
    monkeypatch.setattr(proving, "EFFORTS", {"quick": Effort(agents=(1,), loads=(0.5,))})
    app = opened("methods", tab="proofs")
    assert "Nobody has run the proofs here yet" in app.title[0].value
    app = pressed(app, "Run the proofs")
    assert app.title[0].value.startswith("1 of 1 proofs hold")
    assert app.dataframe[0].value.iloc[0, -1] == "yes"
