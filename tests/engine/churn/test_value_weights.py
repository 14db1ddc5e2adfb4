"""Where it is asked for, customers count by value: by hand, then where the model of leaving learns."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from engine.churn.chosen_learner import Choice
from engine.churn.holdout import later_data
from engine.churn.value_weights import check_leaving, value_share, weights_of
from engine.errors import SettingOutOfRangeError
from tests.engine.churn.made_companies import drawn_past, standing


@pytest.fixture(scope="module")
def past():
    found, people, _ = drawn_past(np.random.default_rng(5), 900, (0.8,), noise=1)
    worth = np.exp(np.random.default_rng(6).normal(size=len(people)))
    features = found.standing.features.assign(value_12m=worth[found.customer])
    return dataclasses.replace(found, standing=standing(features))


def test_weights_lie_between_a_tenth_of_the_average_and_ten_times_by_hand(past):
    rows = past.rows(np.arange(4))
    features = pd.DataFrame({"value_12m": [0.0, np.nan, 10.0, 30.0]})
    rows = dataclasses.replace(rows, standing=standing(features))
    # The mean is 10: an unknown value counts as none.
    assert weights_of(rows, 1.0).tolist() == pytest.approx([0.1, 0.1, 1.0, 3.0])
    assert weights_of(rows, 0.5).tolist() == pytest.approx([0.55, 0.55, 1.0, 2.0])
    assert weights_of(rows, 0.0) is None


def test_the_model_on_later_data_learns_by_value_and_is_judged_by_heads(past):
    alike, by_value = (later_data(past, 3, "logistic", 300.0, share) for share in (0.0, 1.0))
    assert (alike.customers, alike.events) == (by_value.customers, by_value.events)
    assert np.abs(alike.probability - by_value.probability).max() > 0.005


def test_a_choice_by_value_leaves_the_hazard_model_in_use():
    found = Choice("entropy_tree", "logistic", "entropy_tree", "within_noise").by_value()
    assert (found.learner, found.reason, found.is_another) == ("logistic", "by_value", False)


@pytest.mark.parametrize("typed", [{"value_share": 1.2}, {"value_share": -0.1}, {"worth": 0.5}])
def test_what_is_no_share_is_refused(typed):
    with pytest.raises(SettingOutOfRangeError):
        check_leaving(typed)


def test_nothing_typed_counts_all_alike():
    check_leaving({"value_share": 1.0})
    assert (value_share({}), value_share({"value_share": 0.4})) == (0.0, 0.4)
