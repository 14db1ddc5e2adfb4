import pandas as pd

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


def test_every_cell_and_every_customer_by_hand() -> None:
    moves = migration(BEFORE, NOW)
    assert len(moves) == 25
    assert moves["customers"].sum() == 5
    cell = moves.set_index(["was", "tier"])
    assert cell.loc[("platinum", "platinum")].tolist() == [1, 20.0]
    assert cell.loc[("gold", "lead")].tolist() == [1, -80.0]
    # Customer 4 had no tier then and is not there now; customer 5 came in.
    assert cell.loc[("none", "none")].tolist() == [1, -5.0]
    assert cell.loc[("none", "iron")].tolist() == [1, 7.0]


def test_law_the_books_balance() -> None:
    change = migration(BEFORE, NOW)["value_change"].sum()
    assert change == NOW["current_value"].sum() - BEFORE["current_value"].sum()
