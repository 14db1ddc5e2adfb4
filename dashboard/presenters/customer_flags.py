"""Of which customers does something hold that is true or not, such as having bought within a year?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import pandas as pd

Holds = Callable[[pd.DataFrame], "pd.Series[bool]"]


def _is_true(customers: pd.DataFrame, column: str) -> pd.Series[bool]:
    return customers[column].fillna(False).astype(bool)


def _number(customers: pd.DataFrame, column: str) -> pd.Series[float]:
    """Return a column of numbers; NaN where an older assessment has no such column."""
    nothing = pd.Series(math.nan, index=customers.index)
    return customers.get(column, nothing).astype("float64")


def _is_positive(customers: pd.DataFrame, *columns: str) -> pd.Series[bool]:
    """Return where any of the columns is above zero."""
    found = pd.Series(False, index=customers.index)
    for column in columns:
        found |= _number(customers, column) > 0
    return found


def _is_worth_contacting(customers: pd.DataFrame) -> pd.Series[bool]:
    # Who has left is a matter of winning back, not of warning.
    return (_number(customers, "expected_gain") > 0) & (customers["churn_state"] != "left")


def _is_present(customers: pd.DataFrame) -> pd.Series[bool]:
    """Return who has not left and has a value: those whom a higher retention rate is worth something of."""
    return (customers["churn_state"] != "left") & _number(customers, "current_value").notna()


FLAGS: Final[Mapping[str, Holds]] = {
    "alarm": partial(_is_true, column="rhythm_alarm"),
    "partial": partial(_is_true, column="partial_churn"),
    "negative": partial(_is_true, column="is_negative_value"),
    "bought": lambda customers: _is_positive(customers, "purchase_days_12m"),
    "two_years": lambda customers: _is_positive(customers, "purchase_days_12m", "purchase_days_prior_12m"),
    "spent": lambda customers: _is_positive(customers, "amount_total"),
    "to_come": lambda customers: _number(customers, "lifetime_value").notna(),
    "worth": _is_worth_contacting,
    "present": _is_present,
}
"""What holds of a customer by its code; what is unknown doesn't hold."""
