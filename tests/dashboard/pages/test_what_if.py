"""Does a manager get from a question to an answer, and does its address lead there again?"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.usecases import proving, worker
from data import jobs
from engine.simulation.proof import Effort, desk_equals_loop
from tests.dashboard.front_door import address, no_worker, opened
from tests.dashboard.simulated_company import assessed_with_survival


def pressed(app: AppTest, **typed: float) -> AppTest:
    for label, value in typed.items():
        next(one for one in app.number_input if one.label.startswith(label)).set_value(value)
    next(one for one in app.button if one.label in ("Simulate", "开始模拟")).click()
    return app.run()


def simulated(app: AppTest) -> AppTest:
    """Do the waiting work, as the worker does, and look at the page again."""
    while job := jobs.claim("test"):
        worker.run(job, "test")
    return app.run()


@pytest.fixture
def company(demo: str):
    assessed_with_survival(demo)
    with no_worker():
        yield demo


def test_from_a_question_to_an_answer_and_its_address(company):
    app = opened("what_if")
    assert app.title[0].value == "What if we spent and staffed differently?"
    assert app.number_input[0].label.startswith("Retention budget per month (")
    app = simulated(pressed(app, Retention=800.0, Replications=3.0, How=12.0))
    assert not app.exception
    assert [metric.label for metric in app.metric] == [
        "Net gain",
        "More customers at the end",
        "CLV gained per unit spent",
        "Break-even",
    ]
    assert app.query_params["sim"] == ["1"] or app.query_params["sim"] == "1"
    again = opened("what_if", sim="1", lang="zh")
    assert again.metric[0].label == "净收益"
    assert again.metric[1].value == app.metric[1].value
    assert again.number_input[0].value == 800.0


def test_the_curve_says_up_to_which_budget_a_unit_pays(company):
    app = simulated(pressed(opened("what_if"), Retention=800.0, Replications=3.0, How=12.0))
    assert app.button_group[0].value == "answer"
    app = opened("what_if", sim="1", tab="curve")
    next(one for one in app.button if one.label.startswith("How much should be spent?")).click()
    app = simulated(app.run())
    assert not app.exception
    assert address(app)["sim"] == "2"
    assert "brings back" in app.title[0].value
    assert not app.metric
    assert len(app.get("plotly_chart")) == 1
    assert app.dataframe[0].value.shape[1] == 2


def test_another_template_begins_anew(company):
    app = opened("what_if", tab="do_nothing")
    assert app.number_input[0].value == 0.0
    assert not app.metric


def test_what_is_wrong_is_said_at_its_field_and_nothing_runs(company):
    app = pressed(opened("what_if"), Replications=1.0, Chance=150.0)
    assert [error.value for error in app.error] == [
        "150 % is outside the range from 0 % to 100 %.",
        "1 is outside the range from 2 to 10,000.",
        "Nothing was simulated: 2 values can't be used, see above.",
    ]
    assert jobs.claim("test") is None


def test_proofs_are_run_again_and_the_past_says_when_there_is_none(company, monkeypatch):
    monkeypatch.setattr(proving, "PROOFS", {"desk_equals_loop": desk_equals_loop})
    monkeypatch.setattr(proving, "EFFORTS", {"quick": Effort(agents=(1,), loads=(0.5,))})
    app = opened("what_if")
    next(one for one in app.button if one.label == "Run the proofs again").click()
    app = simulated(app.run())
    assert not app.exception
    assert "1 of 1 hold." in [one.value for one in app.markdown]
    assert any("no earlier assessment" in one.value for one in app.caption)
    assert app.dataframe[-1].value.iloc[0, -1] == "yes"


def test_a_company_whose_customers_cant_be_simulated_says_why(demo):
    app = opened("what_if")
    assert app.header[0].value == "Nothing to simulate yet"
    assert any("needs at least 30 customers" in one.value for one in app.markdown)
