"""How did customers move between tiers from one assessment to the next, and what was it worth?"""

from __future__ import annotations

import pandas as pd

from engine.contracts import VALUE_TIERS
from engine.formulas import Formula

MIGRATION = Formula(
    name="migration",
    latex=r"n_{gh} = |\{i : g_i(t_0) = g,\ g_i(t_1) = h\}|, \quad"
    r" \Delta_{gh} = \sum_{i: g \to h} \left(V_i(t_1) - V_i(t_0)\right)",
)

NONE = "none"


def migration(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return a row a pair of tiers, best tiers first, with how many customers moved so.

    ``was`` and ``tier`` (``none``: without a tier, or not a customer), ``customers`` and
    ``value_change``, current value now less then. Who isn't in one of the two assessments counts
    there with ``none`` and value 0.
    """
    columns = ["customer_key", "value_tier", "current_value"]
    both = before[columns].merge(now[columns], on="customer_key", how="outer", suffixes=("_then", "_now"))
    moved = pd.DataFrame(
        {
            "was": both["value_tier_then"].fillna(NONE),
            "tier": both["value_tier_now"].fillna(NONE),
            "value_change": both["current_value_now"].fillna(0.0) - both["current_value_then"].fillna(0.0),
        }
    )
    cells = moved.groupby(["was", "tier"])["value_change"].agg(customers="size", value_change="sum")
    order = [*VALUE_TIERS, NONE]
    every = pd.MultiIndex.from_product([order, order], names=["was", "tier"])
    return cells.reindex(every, fill_value=0).reset_index()
