import pandas as pd
import pytest

from engine.errors import ContractBrokenError
from engine.segments.migration import migration

BEFORE = pd.DataFrame(
    {
        "customer_key": [1, 2, 3, 4],
        "value_tier": ["gold", "lead", "platinum", None],
        "current_value": [100.0, 10.0, 200.0, 5.0],
    }
)
NOW = pd.DataFrame(
    {
        "customer_key": [5, 3, 2, 1],
        "value_tier": ["iron", "platinum", "iron", "lead"],
        "current_value": [7.0, 220.0, 15.0, 20.0],
    }
)


def test_moves_by_hand() -> None:
    moves = migration(BEFORE, NOW).moves.set_index("customer_key")
    assert list(moves.index) == [1, 2, 5]  # customer 4 had no tier then and is not there now
    assert moves["direction"].loc[[1, 2, 5]].tolist() == ["down", "up", "aside"]
    assert moves["value_change"].loc[[1, 2, 5]].tolist() == [-80.0, 5.0, 7.0]


def test_matrix_has_every_cell_and_every_customer() -> None:
    matrix = migration(BEFORE, NOW).matrix
    assert len(matrix) == 25
    assert matrix["customers"].sum() == 5
    cell = matrix.set_index(["group_before", "group_now"])
    assert cell.loc[("platinum", "platinum")].tolist() == [1, 20.0]
    assert cell.loc[("gold", "lead")].tolist() == [1, -80.0]
    assert cell.loc[("none", "none")].tolist() == [1, -5.0]
    assert cell.loc[("none", "iron")].tolist() == [1, 7.0]


def test_law_the_books_balance() -> None:
    found = migration(BEFORE, NOW)
    assert found.matrix["value_change"].sum() == NOW["current_value"].sum() - BEFORE["current_value"].sum()


def test_groups_without_an_order_have_no_up_or_down() -> None:
    stages = {1: "formation", 2: "stability", 3: "decline", 4: "decline"}
    before = BEFORE.assign(lifecycle_stage=BEFORE["customer_key"].map(stages))
    now = before.assign(lifecycle_stage=["stability", "decline", "decline", "stability"])
    assert set(migration(before, now, "lifecycle_stage").moves["direction"]) == {"aside"}


def test_a_column_that_holds_no_groups_is_a_named_error() -> None:
    with pytest.raises(ContractBrokenError) as caught:
        migration(BEFORE, NOW, "current_value")
    assert caught.value.parameters == {"table": "assessment", "columns": "current_value"}
