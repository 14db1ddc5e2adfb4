"""Is the population stability index what one reckons by hand, of columns and of their kept profiles?"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from engine.assessing.drift import Known, stability_index, with_drift
from engine.assessing.feature_profile import feature_profile, profile_drift
from engine.cards import Gate, ModelCard, too_little


def test_by_hand_a_tenth_that_moved_to_the_top() -> None:
    before = np.arange(1000.0)
    now = np.concatenate([before[100:], np.full(100, 2000.0)])
    # The lowest decile is empty now (half a customer of 1,000), the highest holds twice as many.
    by_hand = (0.0005 - 0.1) * math.log(0.0005 / 0.1) + (0.2 - 0.1) * math.log(0.2 / 0.1)
    assert stability_index(before, now) == pytest.approx(by_hand)
    profiles = [feature_profile(pd.DataFrame({"silence_days": values})) for values in (before, now)]
    # From the kept profile alone the same comes out.
    assert profile_drift(*profiles)["silence_days"] == pytest.approx(by_hand, rel=0.01)


def test_texts_and_the_unknown_count_by_hand() -> None:
    before = pd.DataFrame({"tariff": ["basic"] * 80 + ["plus"] * 20, "fee": [1.0] * 50 + [math.nan] * 50})
    now = pd.DataFrame({"tariff": ["basic"] * 60 + ["new"] * 40, "fee": [1.0] * 90 + [math.nan] * 10})
    found = profile_drift(feature_profile(before), feature_profile(now))
    empty = 0.5 / 100
    by_hand = (
        (0.6 - 0.8) * math.log(0.6 / 0.8)
        + (0.4 - empty) * math.log(0.4 / empty)
        + (empty - 0.2) * math.log(empty / 0.2)
    )
    assert found["tariff"] == pytest.approx(by_hand)
    assert found["fee"] == pytest.approx(0.4 * math.log(0.9 / 0.5) - 0.4 * math.log(0.1 / 0.5))


def test_law_the_same_customers_have_not_drifted_and_a_larger_shift_drifts_more() -> None:
    values = np.random.default_rng(1).normal(size=2_000)
    found = [stability_index(values, values + shift) for shift in (0.0, 0.3, 0.6, 1.2)]
    assert found[0] == 0.0
    assert found == sorted(found)
    first, *others = (
        feature_profile(pd.DataFrame({"x": values + shift})) for shift in (0.0, 0.0, 0.3, 0.6, 1.2)
    )
    kept = [profile_drift(first, other)["x"] for other in others]
    assert kept[0] == 0.0
    assert kept == pytest.approx(found, rel=0.1)


def test_too_few_customers_have_no_index() -> None:
    assert math.isnan(stability_index(np.arange(99.0), np.arange(500.0)))
    few = feature_profile(pd.DataFrame({"x": np.arange(99.0)}))
    assert profile_drift(few, few) == {}


def known(people: pd.DataFrame, features: pd.DataFrame) -> Known:
    return Known(dt.date(2026, 1, 31), people.assign(contract_start_day=pd.NaT), feature_profile(features))


def test_only_fitted_models_and_customers_who_are_here_count() -> None:
    before = pd.DataFrame({"churn_probability": np.arange(400.0) / 400, "churn_state": "staying"})
    gone = pd.DataFrame({"churn_probability": np.full(400, 1.0), "churn_state": "left"})
    features = pd.DataFrame({"silence_days": np.arange(400.0)})
    models = (ModelCard("churn_hazard"), too_little("other", Gate("customers", 1, 200)))
    now = known(pd.concat([before, gone], ignore_index=True), features)
    found = with_drift(models, known(before, features), now)
    assert found[0].drift == {"churn_probability": 0.0, "silence_days": 0.0}
    assert found[1].drift == {}


def test_a_shift_beyond_the_second_digit_is_no_other_population() -> None:
    """Bills that come each month: the mean gap of everybody moves from 30.41 to 30.43 days."""
    rng = np.random.default_rng(4)
    gaps = [30.41 + 0.01 * rng.random(500), 30.43 + 0.01 * rng.random(500)]
    profiles = [feature_profile(pd.DataFrame({"own_gap_days": gap})) for gap in gaps]
    assert profile_drift(*profiles)["own_gap_days"] == 0.0
    assert stability_index(*gaps) > 1.0
