"""Does a customer's file say the chance to leave within any time, and does the time stand in the address?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data import assessments
from data.viewer import OWNER
from engine.assessment_columns import SURVIVAL_COLUMNS
from tests.dashboard.assessed_again import assessed_again
from tests.dashboard.front_door import address, opened, said

TITLE = "How long will this customer stay?"


@pytest.fixture
def customer(demo: str) -> pd.Series:
    """Everybody who is there leaves with one in twenty a month, give or take a tenth."""
    made = assessments.assessments(OWNER, demo)[0]
    people = assessments.assessment_frame(OWNER, demo, made.assessment_id)
    stays = {name: 0.95**month for month, name in enumerate(SURVIVAL_COLUMNS, start=1)}
    known = people.assign(
        **stays,
        churn_hazard_error=0.1,
        churn_hazard_error_36m=0.1,
        churn_probability=np.where(people["churn_state"] == "left", np.nan, 1.0 - 0.95**12),
    )
    assessed_again(demo, made, customers=known)
    return known[known["churn_state"] == "staying"].iloc[0]


def test_any_time_may_be_asked_for(customer: pd.Series) -> None:
    app = opened("customer_file", customer=str(customer["customer_key"]), months="17")
    # 1 - .95^17, and the same with the hazard e^(-.196) and e^.196 times as great.
    assert "Leaves within 17 months: 58% (51% to 65%)" in said(app).replace("\\", "")
    assert TITLE in said(app)
    app.slider[0].set_value(3).run()
    assert address(app)["months"] == "3"
    assert "Leaves within 3 months: 14% (12% to 17%)" in said(app).replace("\\", "")


def test_an_assessment_without_curves_shows_none(demo: str) -> None:
    made = assessments.assessments(OWNER, demo)[0]
    people = assessments.assessment_frame(OWNER, demo, made.assessment_id)
    old = people.drop(
        columns=[*SURVIVAL_COLUMNS, "churn_hazard_error", "churn_hazard_error_36m"], errors="ignore"
    )
    assessed_again(demo, made, customers=old.assign(churn_probability=0.3))
    there = old[old["churn_state"] == "staying"].iloc[0]
    app = opened("customer_file", customer=str(there["customer_key"]))
    assert "Early warning" in said(app)
    assert TITLE not in said(app)
