import math

import pandas as pd
import pytest

from engine.cards import Bin, ModelCard
from engine.simulation.model_error import later_error, leaving_error, together, value_drift

DAY = pd.Timestamp("2025-12-31")


def card(observed):
    bins = (Bin(0.1, observed, 0.0, 1.0, 1000), Bin(0.3, 3 * observed, 0.0, 1.0, 1000))
    return ModelCard("churn_hazard", calibration=bins)


def test_later_data_tell_an_error_beyond_chance():
    # 400 were foretold and 600 left: the logarithm of 1.5, less the chance that 600 have.
    assert later_error(card(0.15)) == pytest.approx(math.sqrt(math.log(1.5) ** 2 - 1 / 600))
    assert later_error(card(0.1)) == 0.0
    assert later_error(card(0.102)) == 0.0
    assert later_error(None) == 0.0


def test_the_models_interval_is_an_error_of_the_cumulative_hazard():
    low, high = 1 - math.exp(-0.1), 1 - math.exp(-0.2)
    customers = pd.DataFrame(
        {"churn_probability_low": [low, float("nan"), 0.0], "churn_probability_high": [high, 0.5, 0.0]}
    )
    own = math.log(2.0) / (2 * 1.959964)
    assert leaving_error(customers, None).tolist() == pytest.approx([own, 0.0, 0.0], abs=1e-6)
    later = later_error(card(0.15))
    found = leaving_error(customers, card(0.15)).tolist()
    assert found == pytest.approx([math.hypot(own, later), later, later], abs=1e-6)


def bills(before, after):
    days = pd.date_range("2024-06-30", "2025-12-31", freq="ME")
    value = [after if day > pd.Timestamp("2025-06-30") else before for day in days]
    return pd.DataFrame({"customer_id": "a", "day": days, "value": value})


def test_the_drift_of_values_is_carried_on_to_the_months_ahead():
    ids = pd.Series(["a"])
    # 5 % in half a year; from the middle of the last year to that of the next are 12 months.
    drift = value_drift(bills(10.0, 10.5), ids, DAY, 12)
    assert drift == pytest.approx(2 * math.log(1.05))
    assert value_drift(bills(10.5, 10.0), ids, DAY, 12) == pytest.approx(drift)
    assert value_drift(bills(10.0, 10.0), ids, DAY, 12) == 0.0
    assert value_drift(bills(10.0, 10.5), pd.Series(["b"]), DAY, 12) == 0.0
    later = pd.concat([bills(10.0, 10.5), bills(1e6, 1e6).assign(day=pd.Timestamp("2026-01-31"))])
    assert value_drift(later, ids, DAY, 12) == pytest.approx(drift)


def test_errors_add_up_and_what_isnt_known_adds_nothing():
    assert together([3.0, 4.0]) == 5.0
    assert together([0.1, math.nan]) == pytest.approx(0.1)
