import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.satisfaction.reliability import alpha_estimate, cronbach_alpha, reliability


def test_alpha_by_hand() -> None:
    """Two items (1, 2, 3) and (2, 2, 5): variances 1 and 3, of the sum (3, 4, 8) 7: 2 (1 − 4/7) = 6/7."""
    assert cronbach_alpha(np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 5.0]])) == pytest.approx(6 / 7)


def test_equal_items_are_perfectly_reliable_and_constant_ones_undefined() -> None:
    column = np.arange(10.0)
    assert cronbach_alpha(np.column_stack([column, column])) == pytest.approx(1.0)
    assert math.isnan(cronbach_alpha(np.ones((10, 2))))


def test_the_interval_holds_what_it_promises() -> None:
    """Three parallel items that share half of their variance: alpha = 3·.5/(1 + 2·.5) = .75."""
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(300):
        scores = rng.normal(size=(80, 1)) + rng.normal(size=(80, 3))
        found = alpha_estimate(scores)
        held += found.low <= 0.75 <= found.high
    assert 0.92 <= held / 300 <= 0.98


@pytest.mark.parametrize(
    ("prefix", "alpha", "is_poor"),
    [
        ("IMAG", 0.7144, False),
        ("CUEX", 0.4326, True),
        ("PERQ", 0.8724, False),
        ("PERV", 0.8167, False),
        ("CUSA", 0.7701, False),
        ("CUSL", 0.4417, True),
    ],
)
def test_published_ecsi_scales(datasets: Path, prefix: str, alpha: float, is_poor: bool) -> None:
    """Tenenhaus et al. (2005), 250 customers of mobile telephones."""
    survey = pd.read_csv(datasets / "ecsi_mobi" / "mobi.csv")
    found = reliability(prefix, survey[[name for name in survey if name.startswith(prefix)]])
    assert found.alpha.value == pytest.approx(alpha, abs=5e-5)
    assert found.is_poor == is_poor


def test_leaving_the_odd_item_out_raises_alpha() -> None:
    rng = np.random.default_rng(2)
    common = rng.normal(size=200)
    scores = pd.DataFrame({name: common + 0.5 * rng.normal(size=200) for name in "abc"})
    found = reliability("role", scores.assign(odd=rng.normal(size=200)))
    assert found.without["odd"] > found.alpha.value > found.without["a"]
