import math

import numpy as np
import pytest

from engine.errors import SettingOutOfRangeError
from engine.rescue.offers import (
    Offer,
    Response,
    contact_threshold,
    expected_gain,
    optimum_offer,
    uplift_gain,
)

OFFER = Offer(contact_cost=1.0, cost=10.0, redeemed=1.0)


def one(value: float) -> np.ndarray:
    return np.array([value])


def test_gain_by_hand() -> None:
    """p = .2, γ = .3, V = 200, o = 10, a = 1, c = 1: .06·190 − .8·10 − 1 = 2.4."""
    assert expected_gain(one(0.2), one(0.3), one(200.0), OFFER) == pytest.approx([2.4])


def test_threshold_by_hand() -> None:
    """(10 + 1) / (.3·190 + 10) = 11 / 67; there the gain is nothing, above it is something."""
    found = contact_threshold(one(0.3), one(200.0), OFFER)
    assert found == pytest.approx([11.0 / 67.0])
    assert expected_gain(found, one(0.3), one(200.0), OFFER) == pytest.approx([0.0], abs=1e-12)


def test_no_chance_is_high_enough_for_an_offer_dearer_than_the_customer() -> None:
    assert np.isnan(contact_threshold(one(0.3), one(5.0), OFFER)).all()
    assert np.isnan(contact_threshold(one(0.05), one(15.0), OFFER)).all()


def test_uplift_by_hand_and_better_left_alone() -> None:
    """τ = .05: .05·200 − .4·10 − 1 = 5; τ = −.02: −4 − 4 − 1 = −9."""
    found = uplift_gain(np.array([0.05, -0.02]), np.array([200.0, 200.0]), np.array([0.4, 0.4]), OFFER)
    assert found == pytest.approx([5.0, -9.0])


def test_optimum_offer_by_hand() -> None:
    """λ_max = .5, k = .02, V + κθW = 1,000: ln(.02·.5·1,000) / .02 = ln(10) / .02 = 115.13."""
    found = optimum_offer(Response(0.5, 0.02), 1000.0)
    assert found == pytest.approx(math.log(10.0) / 0.02)


def test_the_last_unit_of_the_optimum_brings_back_one() -> None:
    response, at_stake = Response(0.5, 0.02), 1000.0
    best = optimum_offer(response, at_stake)
    brought = (response.success(best + 1e-4) - response.success(best - 1e-4)) / 2e-4 * at_stake
    assert brought == pytest.approx(1.0, rel=1e-6)


def test_nothing_is_offered_where_the_first_unit_brings_back_less() -> None:
    assert optimum_offer(Response(0.5, 0.02), 99.0) == 0.0


def test_a_curve_without_slope_is_refused() -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        Response(0.5, 0.0)
    assert refused.value.parameters == {"setting": "speed", "value": 0.0}
    with pytest.raises(SettingOutOfRangeError):
        Response(1.5, 0.1)
