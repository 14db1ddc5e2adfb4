"""Does Early warning say who leans to leave and whom to contact, and does what is chosen lead there?"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from dashboard.presenters.leaving_rules import RULES
from data import assessments
from data.viewer import OWNER
from data.workspaces import create_workspace, settings
from engine.churn.silences import SILENCES
from tests.dashboard.assessed_again import assessed_again
from tests.dashboard.front_door import address, opened, said
from tests.dashboard.presenters.test_leaving_rules import rules
from tests.dashboard.presenters.test_model_cards import CARD


def warn(slug: str, made: assessments.AssessmentInfo) -> pd.DataFrame:
    """Store an assessment again, this time with a chance, a cause and a gain for all who are still there."""
    people = assessments.assessment_frame(OWNER, slug, made.assessment_id)
    here_still = (people["churn_state"] != "left").to_numpy()
    order = np.arange(len(people))
    chance = np.where(here_still, 0.05 + 0.9 * (order % 20) / 20.0, np.nan)
    warned = people.assign(
        churn_probability=chance,
        churn_probability_low=chance * 0.8,
        churn_probability_high=np.minimum(chance * 1.2, 1.0),
        churn_expected_months=np.where(here_still, 6.0, np.nan),
        cause=pd.Series(np.where(order % 3 == 0, "price", "unclear"), dtype="str"),
        expected_gain=order * 1.0 - 50.0,
        rescue_ceiling=order * 2.0,
        measure=pd.Series("counter_offer", index=people.index, dtype="str"),
    )
    models = [asdict(dataclasses.replace(CARD, data_to=made.as_of))]
    silences = assessments.result_frame(OWNER, slug, made.assessment_id, SILENCES)
    frames = {RULES: rules(), SILENCES: silences}
    assessed_again(slug, made, customers=warned, models=models, frames=frames)
    return warned


@pytest.fixture
def people(demo: str) -> pd.DataFrame:
    made = assessments.assessments(OWNER, demo)
    warn(demo, made[-1])
    return warn(demo, made[0])


def test_the_headline_counts_who_is_leaning(people):
    leaning = (people["churn_state"] == "leaning").sum()
    assert opened("early_warning").title[0].value.startswith(f"{leaning} customers worth €")


def test_the_list_stands_in_the_order_of_expected_gain_without_who_has_left(people):
    shown = opened("early_warning").dataframe[0].value
    here_still = people[people["churn_state"] != "left"]
    assert len(shown) == min(100, len(here_still))
    assert (shown["churn_state"] != "Left").all()
    first = here_still.sort_values("expected_gain", ascending=False).iloc[0]
    assert shown["expected_gain"].iloc[0] == f"€{first['expected_gain']:,.0f}"


def test_a_state_narrows_the_list_and_stands_in_the_address(people):
    app = opened("early_warning", state="left")
    assert set(app.dataframe[0].value["churn_state"]) == {"Left"}
    app = opened("early_warning", cause="price")
    assert all(cause.startswith("Price") for cause in app.dataframe[0].value["cause"])
    assert address(app)["cause"] == "price"


def test_the_record_holds_past_warnings_against_what_happened(people, demo):
    words = said(opened("early_warning", tab="record"))
    earliest: dt.date = assessments.assessments(OWNER, demo)[-1].as_of
    assert f"Warnings of {earliest:%b %-d, %Y}" in words
    assert "were said to leave" in words
    bands = opened("early_warning", tab="record").dataframe[-1].value
    listed = opened("customers", warned=f"f{earliest:%Y%m%d}")
    assert listed.metric[0].value == str(bands["warned"].astype(int).sum())
    band = bands.iloc[0]
    low, high = re.findall("[0-9]+", band["band"])
    listed = opened("customers", warned=f"f{earliest:%Y%m%d}-{low}-{high}")
    assert listed.metric[0].value == band["warned"]


def test_the_model_says_how_it_fared_and_what_it_is_not_for(people):
    words = said(opened("early_warning", tab="model"))
    for part in ("Ranking (AUC)", "Has the picture changed since?", "What it must not be used for"):
        assert part in words
    assert "score" in words


def test_the_rules_of_the_tree_stand_in_words(people):
    words = said(opened("early_warning", tab="model")).replace("\\", "")
    assert "days of silence above 120; and profile “branch” is not “Bern”" in words


def test_a_decision_on_a_column_is_saved_over_the_rules_that_were_shown(people, demo):
    app = opened("early_warning", tab="model")
    choice = next(box for box in app.selectbox if "profile: score" in box.label)
    choice.set_value("trust").run()
    assert settings(OWNER, demo).trusted_columns == ["profile: score"]
    assert "The next assessment follows your decision." in said(app)


def test_the_dry_cleaners_case_is_worked_out_with_what_is_owed_apart(demo):
    app = opened("early_warning", tab="ceiling")
    words = said(app)
    assert "A rescue may cost up to €878" in words
    assert "The €235 owed are paid in any case" in words
    assert {metric.label: metric.value for metric in app.metric}["Owed"] == "€235"
    next(box for box in app.number_input if box.label.startswith("Spend a year")).set_value(10.0)
    next(button for button in app.button if button.label == "Work it out").click().run()
    assert "they would lie above the ceiling of €8" in said(app)
    next(box for box in app.number_input if box.label.startswith("Margin")).set_value(140.0)
    next(button for button in app.button if button.label == "Work it out").click().run()
    assert "Margin must lie between 0% and 100%" in said(app).replace("\\", "")


def test_the_ceiling_of_a_customer_of_ours_starts_from_the_assessment(people):
    app = opened("early_warning", tab="ceiling")
    app.button_group(key="ceiling_case_en").set_value("ours").run()
    assert address(app)["case"] == "ours"
    again = opened("early_warning", tab="ceiling", case="ours")
    assert again.button_group(key="ceiling_case_en").value == "ours"
    assert "customers who are still here" in said(app)
    assert "Nothing is owed" in said(app)
    assert not app.exception


def test_too_little_data_is_said_with_what_is_needed(demo):
    app = opened("early_warning")
    assert "customers who left (100 needed)" in said(app)
    assert not app.exception


def test_without_an_assessment_the_next_step_is_said():
    create_workspace(OWNER, "Linde")
    assert not opened("early_warning", w="linde").exception


def test_it_speaks_chinese(demo):
    app = opened("early_warning", lang="zh")
    assert "有流失倾向" in app.title[0].value
