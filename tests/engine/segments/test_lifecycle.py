import numpy as np
import pandas as pd
import pytest

from engine.segments.lifecycle import lifecycle_stages


@pytest.mark.parametrize(
    ("purchase_days", "age_weeks", "churn_state", "spend_change", "stage"),
    [
        (1.0, 200.0, "left", np.nan, "exploration"),
        (2.0, 10.0, "staying", np.nan, "exploration"),
        (3.0, 10.0, "staying", np.nan, "formation"),
        (3.0, 52.0, "staying", np.nan, "stability"),
        (9.0, 120.0, "staying", 0.4, "stability"),
        (9.0, 120.0, "staying", -0.5, "decline"),
        (9.0, 120.0, "leaning", 0.4, "decline"),
        (9.0, 20.0, "left", np.nan, "decline"),
        (9.0, 120.0, None, np.nan, "stability"),
        (np.nan, np.nan, None, np.nan, None),
    ],
)
def test_stages_by_hand(
    purchase_days: float, age_weeks: float, churn_state: str | None, spend_change: float, stage: str | None
) -> None:
    frame = pd.DataFrame(
        {
            "purchase_days": [purchase_days],
            "age_weeks": [age_weeks],
            "churn_state": pd.Series([churn_state], dtype=object),
            "spend_change": [spend_change],
        }
    )
    assert lifecycle_stages(frame, 0.5).tolist() == [stage]
