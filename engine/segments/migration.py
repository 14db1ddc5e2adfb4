"""How did customers move between groups from one assessment to the next, and what was it worth?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engine.contracts import ABC_CLASSES, CHURN_STATES, LIFECYCLE_STAGES, VALUE_TIERS
from engine.errors import ContractBrokenError
from engine.formulas import Formula

MIGRATION = Formula(
    name="migration",
    latex=r"n_{gh} = |\{i : g_i(t_0) = g,\ g_i(t_1) = h\}|, \quad"
    r" \Delta_{gh} = \sum_{i: g \to h} \left(V_i(t_1) - V_i(t_0)\right)",
    source="Migration matrix; Dwyer (1997), Journal of Direct Marketing 11(4)",
)

NONE = "none"
_RANKED = {"value_tier": VALUE_TIERS, "abc_class": ABC_CLASSES}
_GROUPS = {**_RANKED, "churn_state": CHURN_STATES, "lifecycle_stage": LIFECYCLE_STAGES}


@dataclass(frozen=True)
class Migration:
    """Who moved where.

    ``matrix`` has a row a cell: ``group_before``, ``group_now`` (``none``: not a customer then, or
    without a group), ``customers`` and ``value_change``. ``moves`` has a row a customer who changed:
    ``customer_key``, the two groups, ``direction`` (``up``, ``down``; ``aside`` where the groups
    have no order or one is ``none``) and ``value_change``. Values are current values.
    """

    by: str
    matrix: pd.DataFrame
    moves: pd.DataFrame


def migration(before: pd.DataFrame, now: pd.DataFrame, by: str = "value_tier") -> Migration:
    """Return how customers moved between the groups of column ``by``, best groups first.

    Who isn't in one of the two assessments counts there with group ``none`` and value 0.

    Raises
    ------
    ContractBrokenError
        ``by`` is no column of groups.
    """
    if by not in _GROUPS:
        raise ContractBrokenError("error.columns_missing", table="assessment", columns=by)
    both = _joined(before, now, by)
    order = [*_GROUPS[by], NONE]
    cells = both.groupby(["group_before", "group_now"], as_index=False).agg(
        customers=("value_change", "size"), value_change=("value_change", "sum")
    )
    every = pd.MultiIndex.from_product([order, order], names=["group_before", "group_now"])
    matrix = cells.set_index(["group_before", "group_now"]).reindex(every, fill_value=0).reset_index()
    moved = both[both["group_before"] != both["group_now"]]
    direction = [
        _direction(by, *pair) for pair in zip(moved["group_before"], moved["group_now"], strict=True)
    ]
    return Migration(by, matrix, moved.assign(direction=direction).reset_index(drop=True))


def _joined(before: pd.DataFrame, now: pd.DataFrame, by: str) -> pd.DataFrame:
    columns = ["customer_key", by, "current_value"]
    both = before[columns].merge(now[columns], on="customer_key", how="outer", suffixes=("_before", "_now"))
    both = both.sort_values("customer_key", ignore_index=True)
    value_now, value_before = both["current_value_now"].fillna(0.0), both["current_value_before"].fillna(0.0)
    return pd.DataFrame(
        {
            "customer_key": both["customer_key"],
            "group_before": both[f"{by}_before"].fillna(NONE),
            "group_now": both[f"{by}_now"].fillna(NONE),
            "value_change": value_now - value_before,
        }
    )


def _direction(by: str, before: str, now: str) -> str:
    ranks = _RANKED.get(by, ())
    if before not in ranks or now not in ranks:
        return "aside"
    return "up" if ranks.index(now) < ranks.index(before) else "down"
