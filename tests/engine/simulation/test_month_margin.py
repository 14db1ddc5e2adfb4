import datetime as dt

import numpy as np
import pandas as pd
import pytest

from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.simulation.month_margin import monthly_purchases, with_month_margin

AS_OF = dt.date(2025, 12, 31)
NAN = float("nan")


def customers(**columns):
    frame = pd.DataFrame({name: [0.5] for name in SURVIVAL_COLUMNS})
    known = {
        "current_value": 60.0,
        "first_purchase_day": pd.Timestamp("2025-07-01"),
        "contract_start_day": pd.NaT,
        "alive_probability": 0.25,
        "value_to_come_12m": 90.0,
        "expected_purchases_12m": 12.0,
        "purchase_days_12m": 6.0,
    }
    return frame.assign(**(known | columns))


def month(**columns):
    return float(with_month_margin(customers(**columns), AS_OF, 0.0)["margin_per_month"].iloc[0])


def test_who_was_there_for_a_year_goes_on_as_in_it():
    assert month(first_purchase_day=pd.Timestamp("2024-12-31")) == 5.0
    assert monthly_purchases(customers(first_purchase_day=pd.Timestamp("2024-12-31")), AS_OF)[0] == 0.5


def test_a_newcomers_value_to_come_is_shared_among_the_months_that_they_stay():
    # Half of them are there in each of 12 months: 90 / 6.
    assert month() == 15.0
    assert monthly_purchases(customers(), AS_OF)[0] == 2.0


def test_nobody_is_there_less_than_the_model_of_purchases_says():
    assert month(alive_probability=0.75) == 10.0
    assert month(alive_probability=NAN) == 7.5


def test_a_contract_counts_from_its_start_and_by_its_survival_alone():
    bound = {"contract_start_day": pd.Timestamp("2025-07-01"), "alive_probability": NAN}
    assert month(**bound) == 15.0
    assert month(**bound | {"contract_start_day": pd.Timestamp("2020-01-01")}) == 5.0


def test_without_a_value_to_come_it_is_a_twelfth_and_nothing_is_changed():
    assert month(value_to_come_12m=NAN) == 5.0
    frame = customers()
    with_month_margin(frame, AS_OF, 0.1)
    assert "margin_per_month" not in frame
    bare = pd.DataFrame({"current_value": [24.0]})
    assert with_month_margin(bare, AS_OF, 0.1)["margin_per_month"].tolist() == [2.0]


def test_the_year_of_a_stayer_is_worth_what_the_value_to_come_says():
    frame = with_month_margin(customers(alive_probability=0.0), AS_OF, 0.1)
    discounts = 1.1 ** -(np.arange(1, 13) / 12)
    worth = float(frame["margin_per_month"].iloc[0]) * (0.5 * discounts).sum()
    assert worth == pytest.approx(90.0)
