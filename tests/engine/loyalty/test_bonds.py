import numpy as np
import pandas as pd

from engine.loyalty.bonds import BONDS, EXPOSURE, bonds


def test_the_first_rule_that_fits_names_the_bond() -> None:
    traits = pd.DataFrame(
        {
            "attitude": [0.8, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, np.nan],
            "incentive_share": [0.9, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, np.nan],
            "price_sensitivity": [1.0, 1.0, 0.7, 0.0, 0.0, 0.0, 0.0, np.nan],
            "attention_to_rivals": [0.1, 0.1, 0.1, 0.3, 0.9, 0.5, 0.9, np.nan],
            "share_of_needs": [1.0, 1.0, 1.0, 0.9, 0.5, 0.5, 0.5, np.nan],
            "time_to_choose": [0.1, 0.1, 0.1, 0.1, 0.2, 0.9, 0.9, np.nan],
            "channel_share": [1.0, 1.0, 1.0, 1.0, 0.9, 1.0, 1.0, np.nan],
        }
    )
    found = bonds(traits, pd.Series([10.0] * 8))
    assert found.each[:6].tolist() == list(BONDS)
    assert found.each[6:].isna().all()
    assert (found.none_fits, found.untold) == (1, 1)
    assert found.summary["customers"].tolist() == [1] * 6
    assert found.summary["value"].tolist() == [10.0] * 6


def test_a_rule_without_its_answers_fits_nobody_and_says_so() -> None:
    found = bonds(pd.DataFrame({"attitude": [0.9, 0.2]}), pd.Series([1.0, 2.0]))
    assert found.each[0] == "superior_value"
    assert found.summary.set_index("bond")["can_be_told"].to_dict() == {
        "superior_value": 2, "incentive": 0, "price": 0, "monopoly": 0, "convenience": 0, "inertia": 0,
    }  # fmt: skip


def test_only_superior_value_is_safe() -> None:
    assert [bond for bond, exposure in EXPOSURE.items() if exposure == "none"] == ["superior_value"]
