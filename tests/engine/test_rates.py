import math

import numpy as np
import pandas as pd
import pytest

from engine.rates import growth_rate, repeat_purchase_rate, retention_rate, share_estimate


def test_published_wilson_interval() -> None:
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3: 81 of 263 and 15 of 148."""
    found = share_estimate(81, 263)
    assert (found.value, found.low, found.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    found = share_estimate(15, 148)
    assert (found.low, found.high) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_published_wilson_interval_at_the_edge() -> None:
    """Newcombe (1998): 0 of 20 gives 0 to 0.1611, 1 of 29 gives 0.0061 to 0.1718."""
    assert share_estimate(0, 20, needed=1).high == pytest.approx(0.1611, abs=5e-5)
    found = share_estimate(1, 29, needed=1)
    assert (found.low, found.high) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_too_few_customers_make_no_rate() -> None:
    found = share_estimate(12, 29)
    assert math.isnan(found.value)
    assert (found.n, found.needed) == (29, 30)


def base(now: list[float], prior: list[float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "purchase_days": [2.0 if a and b else 1.0 for a, b in zip(now, prior, strict=True)],
            "purchase_days_12m": [float(a > 0) for a in now],
            "purchase_days_prior_12m": [float(b > 0) for b in prior],
            "amount_12m": now,
            "amount_prior_12m": prior,
        }
    )


def test_growth_by_hand() -> None:
    """20 customers spend 120 after 100, 20 spend 100 after 100: 4,400 after 4,000 is 10 %.

    The rests are 120 − 110 = 10 and 100 − 110 = −10: sd √(4000/39) = 10.127,
    se = √40 × 10.127 / 4000 = 0.016013, times 1.96 = 0.031385.
    """
    found = growth_rate(base([120.0] * 20 + [100.0] * 20, [100.0] * 40), 24)
    assert found.value == pytest.approx(0.10)
    assert found.high - found.value == pytest.approx(0.031385, abs=1e-6)
    assert found.n == 40


def test_growth_needs_two_years() -> None:
    assert math.isnan(growth_rate(base([120.0] * 40, [100.0] * 40), 23).value)


def test_growth_interval_holds_what_it_promises() -> None:
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(400):
        prior = rng.gamma(1.0, 100.0, 300)
        now = prior * rng.gamma(4.0, 1.1 / 4, 300)
        found = growth_rate(base(now.tolist(), prior.tolist()), 24)
        covered += found.low <= 0.10 <= found.high
    assert covered / 400 == pytest.approx(0.95, abs=0.03)


def test_retention_by_hand() -> None:
    # 40 bought in the year before, 30 of them again; 10 are new
    found = retention_rate(base([5.0] * 30 + [0.0] * 10 + [5.0] * 10, [5.0] * 40 + [0.0] * 10), 24)
    assert (found.value, found.n) == (0.75, 40)
    assert found.low < 0.75 < found.high


def test_repeat_purchase_by_hand() -> None:
    found = repeat_purchase_rate(base([5.0] * 40, [5.0] * 10 + [0.0] * 30))
    assert (found.value, found.n) == (0.25, 40)
