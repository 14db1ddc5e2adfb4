"""What does a customer bring in a month while they are one?

Whoever was a customer for the whole last year goes on as in it. Of a newcomer a twelfth of it would
say too little, as they weren't there in every month, or, where a cohort just came, too much, as it
holds the purchase they came by: their value to come says it, over the months that they stay.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.formulas import Formula
from engine.months import months_before
from engine.simulation.fates import Floats

MONTH_MARGIN = Formula(
    name="simulation_month_margin",
    latex=r"\bar m_i = \frac{V_i}{12} \ \text{(here for a year)}, \quad"
    r" \bar m_i = \frac{V_i^{12}}{\max\left(\sum_{k=1}^{12} \frac{S_i(k)}{(1+d)^{k/12}},"
    r" P(\text{alive}_i) \sum_{k=1}^{12} \frac{1}{(1+d)^{k/12}}\right)} \ \text{(newcomers)}",
    origin="estimated",
)

MARGIN_COLUMNS = ("first_purchase_day", "contract_start_day", "alive_probability", "value_to_come_12m")
"""What of an assessment it takes beside value and survival."""

_YEAR = 12


def with_month_margin(customers: pd.DataFrame, as_of: dt.date, discount_rate_per_year: float) -> pd.DataFrame:
    """Return an assessment's customers with ``margin_per_month`` (``MONTH_MARGIN``).

    Columns that are missing are taken as unknown; without a value to come newcomers too get a
    twelfth of their year. ``discount_rate_per_year`` is the one that values to come were found with.
    """
    known = customers.reindex(columns=[*customers.columns, *_lacking(customers)])
    margin = known["current_value"].to_numpy(dtype=np.float64) / _YEAR
    to_come = known["value_to_come_12m"].to_numpy(dtype=np.float64)
    since = pd.to_datetime(known["contract_start_day"]).fillna(pd.to_datetime(known["first_purchase_day"]))
    is_new = (since > pd.Timestamp(months_before(as_of, _YEAR))).to_numpy() & np.isfinite(to_come)
    there = _months_there(known, discount_rate_per_year)
    is_new = is_new & np.isfinite(there) & (there > 0.0)
    spread = np.divide(to_come, there, out=np.zeros(len(margin)), where=is_new)
    found = customers.copy()
    found["margin_per_month"] = np.where(is_new, spread, margin)
    return found


def monthly_purchases(customers: pd.DataFrame, as_of: dt.date) -> Floats:
    """Return purchase days a month while a customer, told by the same rule, shape (n,)."""
    expected = customers["expected_purchases_12m"].to_numpy(dtype=np.float64)
    is_new = (customers["first_purchase_day"] > pd.Timestamp(months_before(as_of, _YEAR))).to_numpy()
    there = _months_there(customers, 0.0)
    is_new = is_new & np.isfinite(expected) & np.isfinite(there) & (there > 0.0)
    year = customers["purchase_days_12m"].fillna(0.0).to_numpy(dtype=np.float64) / _YEAR
    found: Floats = np.where(is_new, np.divide(expected, there, out=np.zeros(len(year)), where=is_new), year)
    return found


def _months_there(customers: pd.DataFrame, discount_rate_per_year: float) -> Floats:
    """Return how many of the next 12 months each is there, discounted.

    By purchases nobody is there less than the chance that they still are says: where both models
    disagree, a short stay would make a month worth more than any was.
    """
    worth = (1.0 + discount_rate_per_year) ** -(np.arange(1.0, _YEAR + 1.0) / _YEAR)
    stays = (customers[list(SURVIVAL_COLUMNS)[:_YEAR]].to_numpy(dtype=np.float64) * worth).sum(axis=1)
    alive = customers["alive_probability"].fillna(1.0).to_numpy(dtype=np.float64)
    by_purchases = np.where(customers["contract_start_day"].isna(), alive * worth.sum(), 0.0)
    there: Floats = np.maximum(stays, by_purchases)
    return there


def _lacking(customers: pd.DataFrame) -> list[str]:
    wanted = (*MARGIN_COLUMNS, *list(SURVIVAL_COLUMNS)[:_YEAR])
    return [name for name in wanted if name not in customers.columns]
