"""What follows of any horizon from the curve that an assessment keeps of a customer?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.assessment_columns import CURVE_COLUMNS, SURVIVAL_COLUMNS
from engine.churn.hazard import Outlook


def kept_outlook(customers: pd.DataFrame) -> Outlook | None:
    """Return the outlook of customers with ``CURVE_COLUMNS``; None where one of them has no curve.

    The band needs no columns of its own: one relative error of the cumulative hazard makes it whole.
    """
    rows = customers[list(CURVE_COLUMNS)].to_numpy(dtype=np.float64)
    stays, error = rows[:, : len(SURVIVAL_COLUMNS)], rows[:, -1]
    return None if np.isnan(stays).any() else Outlook.of_curves(stays, error)
