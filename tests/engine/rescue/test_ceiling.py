import numpy as np
import pytest

from engine.errors import SettingOutOfRangeError
from engine.rescue.ceiling import (
    Chances,
    ceiling,
    ceiling_draws,
    decision,
    interval,
    mixed,
)

DISAPPOINTED = Chances(success=0.6, unaided=0.1, dissatisfied=1.0, talk_left=0.5)
DRAWN_AWAY = Chances(success=0.4, unaided=0.1, dissatisfied=0.0, talk_left=0.5)


def test_ceiling_by_hand() -> None:
    """V = 1,000, W = 100, λ = .6, λ0 = .1, θ = 1, κ = .5.

    V1 = 1,000; V2 = −50; V3 = 100 − 90 = 10; E(V) = 600 − 20 = 580; C* = 570, of which
    (.6 − .1)·1,000 = 500 from the return and 100·(.9 − .5·.4) = 70 from the talk.
    """
    found = ceiling(1000.0, 100.0, DISAPPOINTED)
    assert (found.if_saved, found.if_failed, found.if_untried) == (1000.0, -50.0, pytest.approx(10.0))
    assert found.expected == pytest.approx(580.0)
    assert found.value == pytest.approx(570.0)
    assert (found.from_return, found.from_talk) == (pytest.approx(500.0), pytest.approx(70.0))
    assert found.value == pytest.approx(found.expected - found.if_untried)


def test_mixing_by_hand() -> None:
    """Who was drawn away is worth (.4 − .1)·1,000 = 300; one in four of those: .75·570 + .25·300 = 502.5."""
    ceilings = {
        "ethics": ceiling(1000.0, 100.0, DISAPPOINTED),
        "competition": ceiling(1000.0, 100.0, DRAWN_AWAY),
    }
    found = mixed(ceilings, {"ethics": 0.75, "competition": 0.25})
    assert found.value == pytest.approx(502.5)
    assert found.value == pytest.approx(found.expected - found.if_untried)


def test_without_effect_and_without_softer_talk_nothing_may_be_spent() -> None:
    useless = Chances(success=0.2, unaided=0.2, dissatisfied=1.0, talk_left=1.0)
    assert ceiling(1000.0, 100.0, useless).value == pytest.approx(0.0)


def test_the_ceiling_grows_with_success_and_falls_with_returning_unaided() -> None:
    values = [ceiling(1000.0, 100.0, Chances(success, 0.1, 1.0, 0.5)).value for success in (0.1, 0.5, 0.9)]
    assert values == sorted(values)
    values = [ceiling(1000.0, 100.0, Chances(0.5, unaided, 1.0, 0.5)).value for unaided in (0.9, 0.5, 0.0)]
    assert values == sorted(values)


def test_who_drives_the_customer_off_has_a_negative_ceiling() -> None:
    assert ceiling(1000.0, 0.0, Chances(0.1, 0.4, 0.0, 1.0)).value == pytest.approx(-300.0)


def test_who_has_not_left_by_hand() -> None:
    """p = .3, γ = .2: stays with the offer at .76, without at .7. With κ = 1 the ceiling is p·γ·(V + θW)."""
    found = ceiling(1000.0, 100.0, Chances(0.76, 0.7, 1.0, 1.0))
    assert found.value == pytest.approx(0.3 * 0.2 * 1100.0)


def test_draws_follow_the_formula() -> None:
    one = {name: np.array([value]) for name, value in vars(DISAPPOINTED).items()}
    assert ceiling_draws(np.array([1000.0]), np.array([100.0]), one) == pytest.approx([570.0])


def test_interval_holds_its_value_and_most_draws() -> None:
    found = interval(np.arange(1001.0), 2000.0)
    assert (found.low, found.high) == (pytest.approx(25.0), 2000.0)


def test_what_is_owed_is_paid_whatever_the_customer_is_worth() -> None:
    """A ceiling of 40, 10 to make contact, half redeem: goodwill up to 60; with 70 it isn't worth it."""
    found = decision(40.0, 10.0, 0.5, 50.0, owed=235.0)
    assert (found.owed, found.goodwill_at_most, found.expected_cost) == (235.0, 60.0, 35.0)
    assert found.is_worth_trying
    assert not decision(40.0, 10.0, 0.5, 70.0, owed=235.0).is_worth_trying
    nothing = decision(5.0, 10.0, 0.5, 0.0, owed=235.0)
    assert (nothing.owed, nothing.goodwill_at_most, nothing.is_worth_trying) == (235.0, 0.0, False)


def test_a_chance_beyond_one_is_refused() -> None:
    with pytest.raises(SettingOutOfRangeError) as refused:
        Chances(1.2, 0.1, 1.0, 0.5)
    assert refused.value.parameters == {"setting": "success", "value": 1.2}
