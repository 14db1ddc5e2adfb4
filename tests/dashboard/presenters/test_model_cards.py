"""Is a model's account told in words, with what it must not be used for?"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

import pytest

from dashboard.presenters.leakage import decided, suspect_views
from dashboard.presenters.model_cards import model_view
from engine.cards import Bin, Compared, Gate, ModelCard, Suspect, model_card, too_little
from engine.estimate import Estimate
from tests.dashboard.presenters.assessed_customers import reader

FACTS = {
    "customers": 900, "events": 150, "landmarks": 7, "columns": 40, "columns_kept_out": 1,
    "later_months": 6, "later_customers": 500, "later_events": 60, "observed_months": 21,
}  # fmt: skip
CARD = ModelCard(
    "churn_hazard",
    data_from=dt.date(2024, 1, 31),
    data_to=dt.date(2026, 6, 30),
    facts=FACTS,
    gates=(Gate("events", 150, 100),),
    compared=(
        Compared("logistic", {"auc": Estimate(0.70, 0.65, 0.75)}, is_default=True),
        Compared("boosting", {"auc": Estimate(0.71, 0.66, 0.76)}),
    ),
    errors={"auc": Estimate(0.70, 0.65, 0.75), "brier": Estimate(float("nan"))},
    calibration=(Bin(0.1, 0.12, 0.08, 0.17, 200),),
    drift={"churn_probability": 0.02, "current_value": 0.31},
    not_for=("single_decision",),
    suspects=(Suspect("profile: score", "predicts_too_well", 0.97, 900),),
)


def test_a_card_reads_back_as_it_was_stored():
    stored = json.loads(json.dumps(asdict(CARD), default=str).replace("NaN", "null"))
    read = model_card(stored)
    assert repr(read) == repr(CARD)


def test_a_card_says_what_it_learned_from_and_how_it_fared():
    view = model_view(CARD, reader())
    assert view.about.startswith(
        "Learned from what was known between Jan 31, 2024 and Jun 30, 2026: 900 customers"
    )
    assert [line.value for line in view.errors] == ["0.70 (0.65 to 0.75)", "–"]
    assert view.gates == ("enough: 150 customers who left (100 needed)",)
    assert view.calibration["label"].tolist() == ["10.0% said, 12.0% left (200 customers)"]
    assert view.compared.iloc[:, 0].tolist() == ["✓ Logistic regression", "Gradient boosting"]
    assert view.drift_said.endswith("may no longer hold. (2 columns and predictions were compared.)")
    assert view.drift == ("value of the last 12 months: population stability index 0.31",)
    assert len(view.not_for) == 1


def test_a_card_without_enough_data_says_only_what_is_missing():
    view = model_view(too_little("churn_hazard", Gate("customers", 20, 200)), reader())
    assert (view.is_ok, view.errors, view.drift_said) == (False, (), "")
    assert view.gates == ("too little: 20 customers followed (200 needed)",)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_suspects_say_why_and_what_was_decided(language):
    (found,) = suspect_views(CARD, [], ["profile: score"], {}, reader(language))
    assert (found.column, found.decision) == ("profile: score", "trust")
    assert "97" in found.why


def test_a_decision_puts_a_column_into_one_list_only():
    assert decided("x", "trust", ["x", "y"], []) == {"kept_out_columns": ["y"], "trusted_columns": ["x"]}
    assert decided("x", "", ["y"], ["x"]) == {"kept_out_columns": ["y"], "trusted_columns": []}
