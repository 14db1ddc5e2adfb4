"""A company of which one table of one day is all: what is said, what isn't, and which leaks are found."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engine.assessment import assess
from engine.contracts import Relations, Tables
from engine.errors import NotEnoughDataError
from engine.settings import AssessmentSettings
from tests.engine.churn.one_day_company import DAY, one_day_rows, one_day_tables

LEAKS = {
    "complain": "same_as_outcome",
    "satisfaction_score": "same_as_outcome",
    "naive_bayes_attrition_1": "score_of_a_model",
    "exit_reason": "only_of_leavers",
}


def _leaking(rows):
    """Return the columns of well-known public tables that know the outcome, and one that looks odd."""
    rng, left, size = np.random.default_rng(8), rows["left"].to_numpy(), len(rows)
    complained = left.copy()
    complained[:1] ^= True
    score = np.where(left, rng.integers(1, 3, size), rng.integers(4, 6, size))
    bayes = np.where(left, rng.uniform(0.9, 1.0, size), rng.uniform(0.0, 0.92, size)).round(6)
    reason = pd.Series(np.where(left, "price", None), dtype="str")
    pleased = np.clip(np.round(rng.normal(3.0 + 0.8 * left, 1.0)), 1, 5).astype(int)
    return {
        "complain": complained.astype(int),
        "satisfaction_score": score,
        "naive_bayes_attrition_1": bayes,
        "exit_reason": reason,
        "csat": pleased,
    }


@pytest.fixture(scope="module")
def rows():
    return one_day_rows(600)


@pytest.fixture(scope="module")
def found(rows):
    tables = one_day_tables(rows, **_leaking(rows))
    attributes = tables.relations.attributes
    tables.relations.attributes["value"] = attributes["value"].where(attributes["value"] != "None")
    return assess(tables, DAY, AssessmentSettings(), in_full=False)


@pytest.fixture(scope="module")
def card(found):
    return next(one for one in found.models if one.name == "one_day_table")


def test_those_still_there_have_a_likeness_and_no_time(found, rows):
    customers, left = found.customers, rows["left"].to_numpy()
    assert customers["customer_id"].tolist() == rows["customer_id"].tolist()
    chance = customers["churn_probability"].to_numpy()
    assert np.isnan(chance[left]).all()
    assert ((chance[~left] > 0) & (chance[~left] < 1)).all()
    assert (customers["churn_probability_low"] <= customers["churn_probability_high"])[~left].all()
    for name in (
        "churn_median_months",
        "churn_expected_months",
        "survival_12",
        "lifetime_value",
        "cause_share",
    ):
        assert customers[name].isna().all()
    for name in ("cause", "measure", "value_tier", "current_value", "rescue_ceiling", "expected_gain"):
        assert customers[name].isna().all()


def test_the_newest_and_dearest_are_most_like_leavers(found, rows):
    """What else tells of leaving, the odd satisfaction, has its part; so the order is not all theirs."""
    chance = found.customers["churn_probability"]
    truth = -0.06 * rows["tenure"] + 0.05 * rows["fee"]
    assert chance.corr(truth, method="spearman") > 0.7


def test_states_follow_from_the_table(found, rows):
    states = found.customers["churn_state"]
    assert (states.eq("left").to_numpy() == rows["left"].to_numpy()).all()
    chance = found.customers["churn_probability"]
    assert chance[states == "leaning"].min() > chance[states == "staying"].max()


def test_figures_are_counts_of_people(found, rows):
    assert found.figures["customers"].value == 600
    assert found.figures["left_share"].value == pytest.approx(rows["left"].mean())
    undefined = ("expected_leavers", "current_value_total", "retention_rate", "worth_contacting_customers")
    assert all(np.isnan(found.figures[name].value) for name in undefined)


def test_each_leak_is_found_and_named(card):
    """As in public bank and card tables: nearly the outcome, a score in two halves, another model's score."""
    kept = {one.column: one.reason for one in card.suspects if one.status == "kept_out"}
    assert kept == {f"attribute: {name}": reason for name, reason in LEAKS.items()}
    assert card.errors["auc"].value < 0.9


def test_what_looks_paradoxical_is_shown(found, card):
    """The more satisfied left more often: it is named, used, and stands among what leavers share."""
    shown = [one for one in card.suspects if one.status == "shown"]
    assert [(one.column, one.reason) for one in shown] == [("attribute: csat", "against_expectation")]
    traits = found.frames["traits_of_leavers"]
    own = traits[traits["column"] == "attribute: csat"]
    assert (own["left"] / own["customers"]).is_monotonic_increasing


def test_the_account_counts_what_was_unknown_rare_and_repeated(card):
    assert card.status == "ok"
    assert card.facts["customers"] == 600
    assert card.facts["learned_from"] + card.facts["held_out"] == 600
    assert card.facts["columns_kept_out"] == 4
    assert card.facts["repeated"] == 0
    assert {"unknown_rows", "rare_rows", "new_rows"} <= set(card.facts)


def test_the_user_decides_of_columns(rows):
    tables = one_day_tables(rows[:400], complain=rows["left"][:400].astype(int))
    settings = AssessmentSettings(
        trusted_columns=("attribute: complain",), kept_out_columns=("attribute: town",)
    )
    card = assess(tables, DAY, settings, in_full=False).models[0]
    assert card.errors["auc"].value > 0.95
    assert card.facts["too_good"] == "yes"
    assert card.facts["columns_kept_out"] == 1
    assert [one.status for one in card.suspects] == ["trusted"]


def test_too_few_leavers_are_said_so(rows):
    few = pd.concat([rows[rows["left"]][:60], rows[~rows["left"]]], ignore_index=True)
    few = few.sort_values("customer_id", ignore_index=True)
    found = assess(one_day_tables(few), DAY, AssessmentSettings(), in_full=False)
    assert found.customers["churn_probability"].isna().all()
    assert found.models[0].status == "not_enough_data"
    assert [(one.name, one.count) for one in found.models[0].gates if not one.is_met] == [("events", 60)]
    assert (found.customers["churn_state"] == "left").sum() == 60


def test_the_same_table_gives_the_same_digits(rows):
    one, two = (assess(one_day_tables(rows[:260]), DAY, in_full=False).customers for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_attributes_alone_are_nothing_to_assess(rows):
    tables = one_day_tables(rows[:50])
    relations = Relations.from_frames(attributes=tables.relations.attributes)
    with pytest.raises(NotEnoughDataError, match=r"error\.no_transactions"):
        assess(replace(tables, relations=relations), DAY)


def test_beside_transactions_a_likeness_makes_no_money(rows):
    """Three months of purchases make no model of leaving, and a likeness is no chance in a year."""
    tables = one_day_tables(rows[:300])
    days = [DAY - dt.timedelta(days=back) for back in (90, 60, 30, 1)]
    bought = pd.DataFrame(
        [(one, day, 50.0, 10.0) for one in rows["customer_id"][:300] for day in days],
        columns=["customer_id", "day", "amount", "margin"],
    )
    both = Tables.from_frames(bought, tables.customers, tables.relations)
    found = assess(both, DAY, AssessmentSettings(contractual=True), in_full=False)
    there = found.customers["contract_end_day"].isna()
    assert found.customers["churn_probability"][there].notna().all()
    assert found.customers["current_value"].notna().all()
    for name in ("expected_gain", "rescue_ceiling", "lifetime_value"):
        assert found.customers[name][there].isna().all()
    assert [one.name for one in found.models if one.status == "ok"] == ["one_day_table"]


def test_the_simplest_learner_within_the_noise_is_used():
    """Who is new in one town and old in the other leaves: that no sum of columns can say."""
    rows = one_day_rows(560)
    odd = (rows["tenure"] > 30) == (rows["town"] == "Here")
    left = np.random.default_rng(1).random(len(rows)) < np.where(odd, 0.6, 0.15)
    found = assess(one_day_tables(rows.assign(left=left)), DAY)
    card = found.models[0]
    used = {one.method: one.is_default for one in card.compared}
    assert (card.facts["learner"], used["boosting"], used["logistic"]) == ("boosting", True, False)
    assert ("calibration_slope_corrected" in card.errors) == (card.facts["recalibrated"] == "yes")
    figures = {one.method: one.figures["auc"].value for one in card.compared}
    assert figures["boosting"] > figures["logistic"] + 0.08
    assert "expected_maximum_profit" not in card.compared[0].figures
    assert len(found.frames["churn_rules"]) > 0
    chance = found.customers["churn_probability"]
    assert chance[odd & ~left].mean() > chance[~odd & ~left].mean() + 0.1
