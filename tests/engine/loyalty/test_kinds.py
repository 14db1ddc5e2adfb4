import numpy as np
import pandas as pd
import pytest

from engine.loyalty.kinds import attitude, behaves_loyally, loyalty_kinds


def test_the_four_kinds() -> None:
    found = loyalty_kinds(np.array([0.9, 0.7, 0.69, 0.1, np.nan]), np.array([1.0, 0.0, 1.0, 0.0, 1.0]))
    assert found.tolist() == ["true", "latent", "spurious", "none", None]


def test_attitude_is_the_mean_of_what_was_answered() -> None:
    shares = pd.DataFrame({"nps": [0.9, np.nan], "csat": [0.5, 0.75], "ces": [0.0, 0.0]})
    assert attitude(shares).tolist() == pytest.approx([0.7, 0.75])
    assert attitude(shares[["ces"]]).isna().all()


def test_one_purchase_is_no_habit_but_a_contract_is() -> None:
    customers = pd.DataFrame(
        {
            "churn_state": ["staying", "staying", "leaning", "staying", None],
            "purchase_days": [5.0, 1.0, 9.0, np.nan, 3.0],
            "contract_start_day": pd.to_datetime([None, None, None, "2024-01-01", None]),
        }
    )
    assert behaves_loyally(customers).tolist()[:4] == [1.0, 0.0, 0.0, 1.0]
    assert np.isnan(behaves_loyally(customers)[4])
