import datetime as dt

import pandas as pd

from dashboard.usecases.simulating_past import never_silent_for, past
from data.viewer import OWNER
from tests.dashboard.simulated_company import assessed_with_survival


def test_silences_by_hand():
    # The span is the year 2025, the limit 100 days.
    bought = {
        "steady": ["2024-12-01", "2025-03-01", "2025-06-01", "2025-09-01", "2025-12-01"],
        "came back": ["2024-12-01", "2025-09-01", "2025-12-01"],  # silent for 274 days in between
        "left": ["2024-12-01", "2025-02-01"],
        "before the span": [
            "2020-01-01",
            "2024-12-31",
            "2025-04-01",
            "2025-07-01",
            "2025-10-01",
            "2025-12-31",
        ],
        "not asked for": ["2024-12-01"],
    }
    days = pd.DataFrame(
        [(who, pd.Timestamp(day)) for who, all_days in bought.items() for day in all_days],
        columns=["customer_id", "day"],
    )
    ids = pd.Series([who for who in bought if who != "not asked for"])
    span = (dt.date(2024, 12, 31), dt.date(2025, 12, 31))
    assert never_silent_for(days, ids, span, 100.0) == 2
    assert never_silent_for(days, ids, span, 300.0) == 3
    assert never_silent_for(days, ids, span, 10.0) == 0


def test_assessments_that_cant_be_simulated_are_left_out(demo):
    assessed_with_survival(demo)
    assert past(OWNER, demo, 2) == []
