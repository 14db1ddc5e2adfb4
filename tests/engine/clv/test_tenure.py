"""Does a model of single customers give the retention by tenure that one reckons by hand?"""

import numpy as np
import pytest

from engine.clv.tenure import residual_months, retention_by_tenure


def test_two_customers_by_hand() -> None:
    # One of 3 months stays with .9 a month, one of 4.5 months with .5.
    stays = np.array([0.9 ** np.arange(1, 13), 0.5 ** np.arange(1, 13)])
    found = retention_by_tenure(np.array([3.0, 4.5]), stays)
    assert found.loc[4, "retention_rate"] == pytest.approx(0.9)
    # In the fifth month the first is there with .9, the second for certain.
    assert found.loc[5, "customers"] == pytest.approx(1.9)
    assert found.loc[5, "retention_rate"] == pytest.approx((0.9**2 + 0.5) / 1.9)


def test_law_mixing_alone_lets_retention_rise() -> None:
    rng = np.random.default_rng(2)
    leaving, age = rng.beta(0.7, 20.0, 20_000), rng.integers(0, 40, 20_000)
    still = rng.random(20_000) < (1.0 - leaving) ** age
    stays = (1.0 - leaving[still, None]) ** np.arange(1, 37)
    rate = retention_by_tenure(age[still].astype(float), stays)["retention_rate"]
    assert rate.loc[30:40].mean() > rate.loc[1:10].mean() + 0.01


def test_months_to_come_by_hand() -> None:
    stays = np.tile(0.9 ** np.arange(1.0, 37.0), (2, 1))
    monthly = 1.21 ** (-1 / 12)
    assert residual_months(stays, 0.21) == pytest.approx([0.9 / (1 - 0.9 * monthly)] * 2)


def test_nobody_ever_leaves_and_nothing_is_discounted_has_no_end() -> None:
    assert np.isnan(residual_months(np.ones((1, 36)), 0.0)).all()
