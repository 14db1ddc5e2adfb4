"""What did customers buy after they answered, and what does a point of satisfaction go with?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.satisfaction.consequences import slope_estimate
from engine.satisfaction.findings import satisfaction_groups
from engine.satisfaction.intervals import mean_estimate

_POINTS = 100.0


def later_purchases(earlier: pd.DataFrame, customers: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return purchase days in the 12 months after the answers, by group, and what one point goes with.

    ``earlier`` are the answers of the year before; ``customers`` have ``purchase_days_12m``,
    ``current_value`` and ``churn_state``. One point is one of the 100 of the satisfaction index, the
    last overall answer as a share of its scale.
    """
    columns = ["purchase_days_12m", "current_value", "churn_state"]
    found = satisfaction_groups(earlier).join(customers.set_index("customer_id")[columns], how="inner")
    known = found[found["churn_state"].notna()]
    groups = [
        (name, *_written(mean_estimate(part["purchase_days_12m"].to_numpy(dtype=np.float64))))
        for name, part in known.groupby("group")
    ]
    index = _POINTS * known["share"].to_numpy(dtype=np.float64)
    later = {
        "margin_an_index_point": known["current_value"].to_numpy(dtype=np.float64),
        "left_an_index_point": (known["churn_state"] == "left").to_numpy(dtype=np.float64),
        "purchases_an_index_point": known["purchase_days_12m"].to_numpy(dtype=np.float64),
    }
    points = [(name, *_written(slope_estimate(index, what))) for name, what in later.items()]
    numbers = ["value", "low", "high", "n", "needed"]
    return {
        "later_purchases": pd.DataFrame(groups, columns=["group", *numbers]),
        "later_index_points": pd.DataFrame(points, columns=["figure", *numbers]),
    }


def _written(one: Estimate) -> tuple[object, ...]:
    return one.value, one.low, one.high, one.n, one.needed
