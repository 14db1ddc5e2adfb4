import numpy as np
import pandas as pd
import pytest

from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.stake import Uncertain, stake


def customers(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_the_chance_to_be_gone_is_divided_out() -> None:
    """A lifetime value of 300 at an even chance to be there: 600 for one who is there.

    Of those who leave, one in twenty comes back unaided: .2·.95 = .19 is at risk.
    """
    frame = customers(
        churn_state=["staying", "left"],
        lifetime_value=[300.0, 30.0],
        lifetime_value_low=[200.0, 10.0],
        lifetime_value_high=[500.0, 60.0],
        alive_probability=[0.5, 0.1],
        churn_probability=[0.2, np.nan],
    )
    found = stake(frame, RescueAssumptions())
    assert found.value.value == pytest.approx([600.0, 300.0])
    assert found.value.low == pytest.approx([400.0, 100.0])
    assert found.gone.value == pytest.approx([0.19, 0.9])
    assert found.mean_value == pytest.approx(600.0)


def test_an_ended_contract_is_worth_its_margin_as_the_others_are() -> None:
    """Those who stay are worth 400 on a margin of 100 a year: four years' worth. 50 a year is worth 200."""
    frame = customers(
        churn_state=["staying", "left", "left"],
        lifetime_value=[400.0, 0.0, 0.0],
        alive_probability=[np.nan, 0.0, np.nan],
        current_value=[100.0, 20.0, 0.0],
        current_value_prior_12m=[90.0, 50.0, 0.0],
        churn_probability=[0.1, np.nan, np.nan],
    )
    found = stake(frame, RescueAssumptions())
    assert found.value.value == pytest.approx([400.0, 200.0, np.nan], nan_ok=True)
    assert found.gone.value == pytest.approx([0.095, 0.95, 0.95])
    assert found.gone.low[1:] == pytest.approx([0.9, 0.9])


def test_who_falls_silent_comes_back_as_often_as_those_before() -> None:
    """Half of 30 who crossed the rule are still there by the model: leaving by it is half as bad."""
    frame = customers(
        churn_state=["left"] * 30 + ["leaning"],
        lifetime_value=[50.0] * 31,
        alive_probability=[0.2, 0.8] * 15 + [0.9],
        churn_probability=[np.nan] * 30 + [0.6],
    )
    found = stake(frame, RescueAssumptions())
    assert found.gone.value[[0, 1, -1]] == pytest.approx([0.8, 0.2, 0.3])


def test_with_a_contract_silence_says_nothing() -> None:
    frame = customers(
        churn_state=["staying", "left"],
        lifetime_value=[300.0, 30.0],
        alive_probability=[0.5, 0.5],
        current_value=[100.0, 50.0],
        churn_probability=[0.2, np.nan],
    )
    found = stake(frame, RescueAssumptions(), np.array([True, True]))
    assert found.value.value == pytest.approx([300.0, 150.0])
    assert found.gone.value == pytest.approx([0.19, 0.95])


def test_what_is_missing_is_unknown() -> None:
    found = stake(customers(churn_state=["staying"]), RescueAssumptions())
    assert np.isnan(found.value.value).all()
    assert np.isnan(found.gone.value).all()
    assert np.isnan(found.mean_value)


def test_draws_spread_as_the_interval_does() -> None:
    """1.96 standard deviations up reach the upper end, as many down the lower."""
    one = Uncertain(np.array([10.0]), np.array([8.0]), np.array([16.0]))
    assert one.draws(np.array([-1.959964, 0.0, 1.959964])) == pytest.approx(np.array([[8.0, 10.0, 16.0]]))
