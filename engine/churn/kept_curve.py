"""What follows of any horizon from the curve that an assessment keeps of a customer?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.assessment_columns import CURVE_COLUMNS, SURVIVAL_COLUMNS
from engine.churn.hazard import Outlook


def kept_outlook(customers: pd.DataFrame) -> Outlook | None:
    """Return the outlook of customers with ``CURVE_COLUMNS``; None where one of them has no curve.

    The band needs no columns of its own: two relative errors of the cumulative hazard make it whole.
    An assessment from before the later one was kept has the nearer one for all months.
    """
    rows = customers[list(CURVE_COLUMNS)].to_numpy(dtype=np.float64)
    stays, near, late = rows[:, : len(SURVIVAL_COLUMNS)], rows[:, -2], rows[:, -1]
    return None if np.isnan(stays).any() else Outlook.of_curves(stays, near, np.fmax(near, late))
