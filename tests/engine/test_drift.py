"""Is the population stability index what one reckons by hand?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from engine.assessing.drift import stability_index, with_drift
from engine.cards import Gate, ModelCard, too_little


def test_by_hand_a_tenth_that_moved_to_the_top() -> None:
    before = np.arange(1000.0)
    now = np.concatenate([before[100:], np.full(100, 2000.0)])
    # The lowest decile is empty now (half a customer of 1,000), the highest holds twice as many.
    by_hand = (0.0005 - 0.1) * math.log(0.0005 / 0.1) + (0.2 - 0.1) * math.log(0.2 / 0.1)
    assert stability_index(before, now) == pytest.approx(by_hand)


def test_law_the_same_customers_have_not_drifted_and_a_larger_shift_drifts_more() -> None:
    values = np.random.default_rng(1).normal(size=2_000)
    found = [stability_index(values, values + shift) for shift in (0.0, 0.3, 0.6, 1.2)]
    assert found[0] == 0.0
    assert found == sorted(found)


def test_too_few_customers_have_no_index() -> None:
    assert math.isnan(stability_index(np.arange(99.0), np.arange(500.0)))


def test_only_fitted_models_and_customers_who_are_here_count() -> None:
    before = pd.DataFrame({"current_value": np.arange(400.0), "churn_state": "staying"})
    gone = pd.DataFrame({"current_value": np.full(400, 9e9), "churn_state": "left"})
    models = (ModelCard("churn_hazard"), too_little("other", Gate("customers", 1, 200)))
    found = with_drift(models, before, pd.concat([before, gone], ignore_index=True))
    assert found[0].drift == {"current_value": 0.0}
    assert found[1].drift == {}
