import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.consequences import later_behaviour, slope_estimate


def test_groups_by_hand() -> None:
    scores = pd.Series([2.0] * 60 + [5.0] * 60)
    groups = pd.Series(["dissatisfied"] * 60 + ["satisfied"] * 60)
    margin = pd.Series([10.0, 20.0] * 30 + [40.0] * 60)
    left = pd.Series([1.0, 0.0] * 30 + [0.0] * 60)
    found = later_behaviour(scores, groups, margin, left)
    table = found.groups.set_index("group")
    assert table["margin"].to_dict() == {"dissatisfied": 15.0, "satisfied": 40.0}
    assert table["left"].to_dict() == {"dissatisfied": 0.5, "satisfied": 0.0}
    assert found.margin_a_point.value == pytest.approx(25 / 3)
    assert found.left_a_point.value == pytest.approx(-0.5 / 3)


def test_who_was_not_followed_long_enough_does_not_count() -> None:
    left = pd.Series([0.0] * 40 + [np.nan] * 40)
    found = later_behaviour(pd.Series([3.0] * 80), pd.Series(["x"] * 80), pd.Series([1.0] * 80), left)
    assert found.groups["customers"].tolist() == [40]
    assert not found.left_a_point.is_defined


def test_the_interval_of_a_slope_holds_what_it_promises() -> None:
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        x = rng.uniform(0, 10, 150)
        found = slope_estimate(x, 2.0 * x + rng.normal(size=150) * (1 + x))
        held += found.low <= 2.0 <= found.high
    assert 0.92 <= held / 400 <= 0.98
