"""Does a manager get from a question to an answer, and does its address lead there again?"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.what_if import what_if_view
from dashboard.presenters.what_if_assumptions import COLUMNS, assumption_table
from dashboard.presenters.what_if_tables import months_as_numbers
from dashboard.reports.paper import Letterhead
from dashboard.reports.what_if import what_if_report
from dashboard.usecases import (
    saved_simulations,
    scenario_files,
    simulating,
    simulation_figures,
    spreadsheets,
    worker,
)
from data import jobs
from data.progress import silent
from data.viewer import OWNER
from engine.errors import EngineError
from tests.dashboard.front_door import address, no_worker, opened, said
from tests.dashboard.reports.printed import pages
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
    assert [metric.label for metric in app.metric[:4]] == [
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


def test_scenarios_are_compared_and_the_address_reopens_it(company):
    simulated(pressed(opened("what_if"), Retention=800.0, Replications=3.0, How=12.0))
    app = opened("what_if", sim="1", tab="compare")
    app.multiselect[0].select("do_nothing").select("faster_complaints")
    next(one for one in app.button if one.label == "Compare").click()
    app = simulated(app.run())
    assert not app.exception
    assert address(app)["sim"] == "2"
    assert len(app.dataframe[0].value) == 3
    again = opened("what_if", sim="2")
    assert again.title[0].value == app.title[0].value
    assert app.dataframe[0].value.equals(again.dataframe[0].value)


def test_an_answer_is_called_and_removed(company):
    app = simulated(pressed(opened("what_if"), Retention=800.0, Replications=3.0, How=12.0))
    app.text_input[0].set_value("For the board")
    next(one for one in app.button if one.label == "Save the title").click()
    app.run()
    assert [one.name for one in saved_simulations.saved(OWNER, company)] == ["For the board"]
    app = opened("what_if")
    assert "net gain" in said(app)
    assert "Saved simulations (1)" in [one.label for one in app.expander]
    next(one for one in app.button if one.key == "what_if_remove_1").click()
    app = app.run()
    assert not [one for one in app.expander if one.label.startswith("Saved")]
    assert saved_simulations.saved(OWNER, company) == []


def test_a_scenario_file_comes_back_and_a_changed_one_is_refused(company):
    simulated(pressed(opened("what_if"), Retention=800.0, Replications=3.0, How=12.0))
    begun, kept = simulating.start(OWNER, company), simulating.answer(OWNER, company, 1)
    text = scenario_files.written(begun, kept)
    parameters, wrong = scenario_files.question(begun, text.encode())
    assert wrong == ()
    assert simulating.simulate_job(OWNER, company, parameters, silent) == {"simulation_id": 1}
    for changed, sentence in (
        (text.replace("800.0", "900.0"), "scenario_tampered"),
        (text.replace('"version": 1', '"version": 9'), "scenario_other_version"),
        ("no json", "scenario_no_json"),
    ):
        with pytest.raises(EngineError, match=sentence):
            scenario_files.question(begun, changed.encode())


def test_an_answer_leaves_as_a_document_and_as_a_workbook(company):
    simulated(pressed(opened("what_if"), Retention=800.0, Replications=3.0, How=12.0))
    kept = simulating.answer(OWNER, company, 1)
    for language in ("en", "zh_CN"):
        reader = Reader(Texts(language), Formats(language, "EUR"))
        rows = [simulation_figures.assumptions(kept, number) for number in (1, 0)]
        sheet = assumption_table(*rows, reader)
        assert sheet.iloc[0]["base"] != sheet.iloc[0]["scenario"]
        view = what_if_view(kept.results, kept.customers, Grounds(kept.as_of, "margin", reader))
        labels = {name: reader.texts(f"whatif.sheet.{name}") for name in COLUMNS}
        content = what_if_report(view, sheet, labels, Letterhead("W", "C", kept.as_of, reader))
        told = pages(content)
        assert view.headline[:12].replace(" ", "") in told[0].replace(" ", "")
        # All assumptions are on one sheet, the last.
        last = told[-1].replace(" ", "")
        assert reader.texts("whatif.assumptions").replace(" ", "") in last
        assert all(str(name).replace(" ", "")[:10] in last for name in sheet["name"])
        book = spreadsheets.workbook_file({"a/b": months_as_numbers(kept.results, reader), "c": sheet})
        assert book.startswith(b"PK")


def test_another_template_begins_anew(company):
    app = opened("what_if", tab="do_nothing")
    assert app.number_input[0].value == 0.0
    assert not app.metric


def test_what_is_wrong_is_said_at_its_field_and_nothing_runs(company):
    app = pressed(opened("what_if"), Replications=1.0, Chance=150.0)
    assert [error.value for error in app.error] == [
        "150% is outside the range from 0% to 100%.",
        "1 is outside the range from 2 to 10,000.",
        "Nothing was simulated: 2 values can't be used, see above.",
    ]
    assert jobs.claim("test") is None


def test_a_company_whose_customers_cant_be_simulated_says_why(demo):
    app = opened("what_if")
    assert app.header[0].value == "Nothing to simulate yet"
    assert any("needs at least 30 customers" in one.value for one in app.markdown)
