import numpy as np
import pandas as pd
import pytest

from engine.contracts import VALUE_TIERS
from engine.value.matrix import group_table, value_tiers


def customers() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "current_value": [80.0, 15.0, 5.0, 60.0, -20.0, 10.0],
            "potential_value": [70.0, 30.0, 0.0, 0.0, 0.0, np.nan],
        }
    )
    return frame.assign(value_tier=value_tiers(frame["current_value"], frame["potential_value"], 0.80))


def test_tiers_by_hand() -> None:
    """Current: 80 + 60 of 170 reach 80 %, high from 60. Potential: 70 + 30 of 100, high from 30."""
    assert customers()["value_tier"].tolist()[:5] == ["platinum", "iron", "lead", "gold", "lead"]
    assert customers()["value_tier"].isna().tolist() == [False] * 5 + [True]


def test_cells_by_hand() -> None:
    table = group_table(customers(), "value_tier", VALUE_TIERS).set_index("value_tier")
    assert list(table.index) == ["platinum", "gold", "iron", "lead"]
    assert table["customers"].tolist() == [1, 1, 1, 2]
    assert table["customer_share"].tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 2 / 6])
    assert table["current_value"].tolist() == [80.0, 60.0, 15.0, -15.0]
    assert table["current_value_share"].tolist() == pytest.approx([80 / 150, 60 / 150, 15 / 150, -15 / 150])
    assert table["potential_value_share"].tolist() == pytest.approx([0.7, 0.0, 0.3, 0.0])


def test_where_nothing_may_come_nobody_has_high_potential() -> None:
    tiers = value_tiers(pd.Series([80.0, 20.0]), pd.Series([0.0, 0.0]), 0.8)
    assert tiers.tolist() == ["gold", "lead"]


def test_the_pyramid_has_every_class_even_the_empty_one() -> None:
    frame = customers().assign(abc_class=["A", "C", "C", "A", "C", "C"])
    table = group_table(frame, "abc_class", ("A", "B", "C"))
    assert table["customers"].tolist() == [2, 0, 4]
    assert table["current_value"].tolist() == [140.0, 0.0, 10.0]


def test_shares_of_a_loss_are_undefined() -> None:
    frame = customers().assign(current_value=-1.0)
    assert group_table(frame, "value_tier", VALUE_TIERS)["current_value_share"].isna().all()
