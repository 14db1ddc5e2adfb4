"""For how long has somebody been a customer, and which band of that is told apart?"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

TENURES: Final = {
    "under_1_year": (0, 365),
    "1_to_2_years": (365, 730),
    "2_to_4_years": (730, 1_461),
    "4_years_and_more": (1_461, np.inf),
}
"""Days since the first contract or purchase, the lower bound included."""


def days_as_customer(customers: pd.DataFrame, as_of: dt.date) -> pd.Series[float]:
    """Return the days since each customer's first contract where there is one, else first purchase."""
    first = customers["contract_start_day"].fillna(customers["first_purchase_day"])
    days: pd.Series[float] = (pd.Timestamp(as_of) - first).dt.days
    return days


def tenures(customers: pd.DataFrame, as_of: dt.date) -> pd.Series[str]:
    """Return each customer's band of ``TENURES``; null where the first day is unknown."""
    days = days_as_customer(customers, as_of)
    found = pd.Series(None, index=customers.index, dtype="str")
    for name, (low, high) in TENURES.items():
        found = found.mask((days >= low) & (days < high), name)
    return found
