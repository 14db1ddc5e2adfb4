import math

import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.separation import separation


def test_area_by_hand() -> None:
    """Leavers 1, 2 against stayers 2, 3, ten of each: of four kinds of pair three win, one ties."""
    scores = pd.DataFrame({"q": [1.0, 2.0] * 10 + [2.0, 3.0] * 10})
    found = separation(scores, pd.Series([True] * 20 + [False] * 20))["q"]
    assert found.value == pytest.approx((3 + 0.5) / 4)
    assert found.low < found.value < found.high


def test_the_interval_holds_what_it_promises() -> None:
    """Stayers one standard deviation above leavers: the area is Φ(1/√2) = .7602."""
    rng = np.random.default_rng(1)
    left = pd.Series([True] * 60 + [False] * 140)
    held = 0
    for _ in range(500):
        scores = rng.normal(size=200) + np.where(left, 0.0, 1.0)
        found = separation(pd.DataFrame({"q": scores}), left)["q"]
        held += found.low <= 0.7602 <= found.high
    assert 0.92 <= held / 500 <= 0.98


def test_that_all_stayers_scored_higher_is_not_certain_of_twenty() -> None:
    found = separation(pd.DataFrame({"q": np.arange(40.0)}), pd.Series([True] * 20 + [False] * 20))["q"]
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.9 < found.low < 0.999


def test_few_leavers_make_no_figure() -> None:
    found = separation(pd.DataFrame({"q": np.arange(60.0)}), pd.Series([True] * 19 + [False] * 41))["q"]
    assert math.isnan(found.value)
