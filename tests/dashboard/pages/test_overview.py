"""Does Overview say what the assessment holds, and what to do where there is none?"""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.usecases.assessing import run_assessment
from data import assessments
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import no_worker, opened, said, work
from tests.data.company_rows import bring_in


@pytest.fixture
def linde() -> str:
    return create_workspace(OWNER, "Linde").slug


def test_the_headline_counts_who_is_leaning(people):
    leaning = people[people["churn_state"] == "leaning"]
    best = leaning["value_tier"].isin(["platinum", "gold"]).sum()
    headline = opened().title[0].value
    assert headline.startswith(f"{len(leaning)} customers worth €")
    assert f"; {best} of them" in headline


def test_figures_are_those_of_the_assessment(people):
    shown = {metric.label: metric for metric in opened().metric}
    assert shown["Active customers"].value == str((people["purchase_days_12m"] > 0).sum())
    assert shown["Leaning to leave"].value == str((people["churn_state"] == "leaning").sum())
    assert shown["Repeat purchase rate"].value == f"{(people['purchase_days'] >= 2).mean():.1%}"
    assert len(shown) == 15


def test_every_figure_explains_itself(demo):
    app = opened()
    assert len(app.latex) == 15
    assert said(app).count(":gray[As of]") == 15


def test_changes_are_against_the_assessment_before(demo):
    made = assessments.assessments(OWNER, demo)
    assert f"{made[1].as_of:%b %-d, %Y}" in said(opened())
    first = opened(a=str(made[-1].assessment_id))
    assert {metric.delta for metric in first.metric} == {""}


def test_the_most_valuable_leaning_customers_are_listed(people):
    leaning = people[people["churn_state"] == "leaning"].nlargest(8, "current_value")
    shown = opened().dataframe[0].value
    assert len(shown) == len(leaning)
    assert shown.columns[0] == "name"


def test_without_data_the_next_step_is_to_bring_it_in(linde):
    app = opened(w=linde)
    assert app.header[0].value == "No transactions yet"
    assert not app.metric


def test_without_an_assessment_one_can_be_asked_for(linde):
    bring_in(linde)
    with no_worker():
        app = opened(w=linde)
        assert app.header[0].value == "The customers have not been assessed yet"
        app.button(key="assess_now").click().run()
        assert app.header[0].value == "The customers are being assessed"
        assert work() == ["done"]
        app.run()
    assert len(app.metric) == 10


def test_an_assessment_can_be_cancelled(linde):
    bring_in(linde)
    with no_worker():
        app = opened(w=linde)
        app.button(key="assess_now").click().run()
        app.button(key="waiting_cancel").click().run()
        assert work() == []
        app.run()
    assert app.header[0].value == "The customers have not been assessed yet"


def test_thin_data_says_what_is_missing_instead_of_numbers(linde):
    bring_in(linde)
    run_assessment(OWNER, linde, dt.date(2024, 3, 31))
    app = opened(w=linde)
    assert {metric.value for metric in app.metric if "rate" in metric.label.lower()} == {"–"}
    assert "Not enough data\\:" in said(app)
    assert "active customers brought" in app.title[0].value


def test_values_that_are_sales_are_called_so(linde):
    bring_in(linde, [("A", "2024-01-05", 100.0, None, 1.0, None, None, None)])
    run_assessment(OWNER, linde, dt.date(2024, 3, 31))
    app = opened(w=linde)
    assert app.info[0].value.startswith("There are no margins in the data")
    assert "12-month sales" in [metric.label for metric in app.metric]


def test_it_can_be_saved_as_a_report(demo):
    (button,) = opened().get("download_button")
    assert button.proto.label == "PDF"
