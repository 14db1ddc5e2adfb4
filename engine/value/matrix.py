"""Who is platinum, gold, iron, lead; how many are they, and what do they bring?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.value.concentration import Floats, value_cutoff

VALUE_TIER = Formula(
    name="value_tier",
    latex=r"\begin{array}{l|ll} & \text{low } P & \text{high } P \\ \hline"
    r" \text{high } V & \text{gold} & \text{platinum} \\ \text{low } V & \text{lead} & \text{iron}"
    r" \end{array} \quad \text{high}: \ge c_q",
)
PYRAMID = Formula(
    name="pyramid",
    latex=r"\frac{N_g}{N} \ \text{beside}\ \frac{\sum_{i \in g} v_i}{\sum_i v_i}",
    source="Zeithaml, Rust & Lemon (2001), California Management Review 43(4)",
)


def value_tiers(current: pd.Series[float], potential: pd.Series[float], share: float) -> NDArray[np.object_]:
    """Return each customer's tier; undefined where the potential is.

    High means at or above the value at which the sorted cumulative positive value reaches
    ``share``; where nothing is positive nobody is high.
    """
    high_current = _is_high(current, share)
    high_potential = _is_high(potential, share)
    tiers = np.select(
        [high_current & high_potential, high_current, high_potential], ["platinum", "gold", "iron"], "lead"
    ).astype(object)
    tiers[potential.isna().to_numpy()] = None
    return tiers


def group_table(customers: pd.DataFrame, by: str, groups: tuple[str, ...]) -> pd.DataFrame:
    """Return a row a group: how many customers beside what they bring, in counts and in shares.

    Serves the matrix (``by="value_tier"``) as well as the pyramid (``by="abc_class"``). Shares of
    value are of the sum over all customers of the table, NaN where that is not positive; customers
    without a group are in no row, so that shares may sum to less than one.
    """
    sums = (
        customers.groupby(by)[["current_value", "potential_value"]]
        .sum()
        .reindex(list(groups), fill_value=0.0)
    )
    counts = customers[by].value_counts().reindex(list(groups), fill_value=0)
    return pd.DataFrame(
        {
            by: list(groups),
            "customers": counts.to_numpy(),
            "customer_share": counts.to_numpy() / max(len(customers), 1),
            "current_value": sums["current_value"].to_numpy(),
            "current_value_share": _shares(sums["current_value"], customers["current_value"].sum()),
            "potential_value": sums["potential_value"].to_numpy(),
            "potential_value_share": _shares(sums["potential_value"], customers["potential_value"].sum()),
        }
    )


def _is_high(values: pd.Series[float], share: float) -> NDArray[np.bool_]:
    numbers = np.asarray(values, dtype=np.float64)
    is_high: NDArray[np.bool_] = (numbers > 0) & (numbers >= value_cutoff(numbers, share))
    return is_high


def _shares(parts: pd.Series[float], whole: float) -> Floats:
    shares: Floats = np.asarray(parts, dtype=np.float64) / (whole if whole > 0 else np.nan)
    return shares
