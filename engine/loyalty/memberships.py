"""To which tenure, former class, former feeling and retention does each customer belong?

The figures about loyalty count groups; these columns say who is in them, so that every figure leads to
its customers.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from engine.months import months_before
from engine.satisfaction.findings import MONTHS, satisfaction_groups
from engine.tenure import tenures
from engine.value.concentration import abc_classes

RETENTIONS: Final = ("kept", "lost")
COMPLAINED: Final = ("last_12m", "year_before", "never")
"""When a customer last complained; ``never``: not within these two years."""


def retained(customers: pd.DataFrame) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Return who was a customer the year before, and who of them still is.

    With contracts (``was_bound_12m_ago`` is there): bound a year ago, and not left. Otherwise: bought in
    the year before, and in the last 12 months again.
    """
    if "was_bound_12m_ago" in customers:
        before = customers["was_bound_12m_ago"].eq(True)
        return before, before & (customers["churn_state"] != "left")
    before = customers["purchase_days_prior_12m"] > 0
    return before, before & (customers["purchase_days_12m"] > 0)


def former_classes(customers: pd.DataFrame) -> pd.Series[str]:
    """Return the ABC class of the year before, null for who did not buy then.

    The class of today rests on who came again: only what a customer was worth before tells anything.
    """
    worth = abc_classes(
        customers["current_value_prior_12m"].fillna(0.0).to_numpy(dtype=np.float64), 0.8, 0.95
    )
    classes = pd.Series(worth, index=customers.index, dtype="str")
    return classes.where(customers["purchase_days_prior_12m"] > 0)


def memberships(
    customers: pd.DataFrame,
    answers: pd.DataFrame,
    complaints: pd.DataFrame,
    active_quarters: pd.Series[str],
    as_of: dt.date,
) -> pd.DataFrame:
    """Return the groups of each customer that figures about loyalty count, in the customers' order.

    ``tenure`` (``TENURES``), ``retention`` (``RETENTIONS``; null for who was no customer a year ago),
    ``abc_class_prior_12m``, ``satisfaction_group_prior_12m`` (by the answers of the year before),
    ``complained`` (``COMPLAINED``; null where no complaint is on file at all), ``active_quarters`` as in
    ``CohortTriangle.each``.
    """
    ids = customers["customer_id"]
    before, stayed = retained(customers)
    kept = (
        pd.Series(None, index=ids.index, dtype="str").mask(before, RETENTIONS[1]).mask(stayed, RETENTIONS[0])
    )
    year_ago, two = (pd.Timestamp(months_before(as_of, years * MONTHS)) for years in (1, 2))
    earlier = answers[(answers["day"] <= year_ago) & (answers["day"] > two)]
    last = complaints.groupby("customer_id")["opened_at"].max().reindex(ids)
    spoke = np.select([last > year_ago, last > two], COMPLAINED[:2], COMPLAINED[2])
    return pd.DataFrame(
        {
            "tenure": tenures(customers, as_of).to_numpy(),
            "retention": kept.to_numpy(),
            "abc_class_prior_12m": former_classes(customers).to_numpy(),
            "satisfaction_group_prior_12m": satisfaction_groups(earlier)["group"].reindex(ids).to_numpy(),
            "complained": spoke if len(complaints) else None,
            "active_quarters": active_quarters.reindex(ids).to_numpy(),
        }
    )
