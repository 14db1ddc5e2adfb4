"""Are today's customers, and what is said of them, still like those of the assessment before?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessing.feature_profile import profile_drift, stability_of_shares
from engine.cards import ModelCard

Floats = NDArray[np.float64]

DRIFT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "churn_hazard": ("churn_probability",),
    "purchases_to_come": (
        "expected_purchases_12m",
        "frequency",
        "recency_weeks",
        "age_weeks",
        "monetary_value",
    ),
    "contract_retention": ("contract_tenure_months",),
    "clusters": ("current_value", "purchase_days_12m", "monetary_value", "days_since_last_purchase"),
    "likeness_first": ("prospect_likeness",),
    "crossselling": ("purchase_days_12m", "monetary_value"),
}
"""By model: its prediction, and what it knows of customers, as far as an assessment keeps it by customer."""

FEATURES = "churn_features"
"""The table that keeps what the model of leaving knew of customers, column by column."""

MINIMUM_CUSTOMERS = 100
_BANDS = 10
# A band that nobody is in would make the index infinite: it counts as half a customer.
_NOBODY = 0.5
_DAYS_A_MONTH = 30.4375


@dataclass(frozen=True)
class Known:
    """What an assessment knew: its day, its customers, and the profile of the model's columns."""

    as_of: dt.date
    customers: pd.DataFrame
    features: pd.DataFrame

    @property
    def here(self) -> pd.DataFrame:
        """Who hadn't left, with the months since their first contract began."""
        found = self.customers[self.customers["churn_state"] != "left"].copy()  # in one piece again
        days = (pd.Timestamp(self.as_of) - found["contract_start_day"]).dt.days
        return found.assign(contract_tenure_months=days / _DAYS_A_MONTH)


def stability_index(before: Floats, now: Floats) -> float:
    """Return the population stability index of a column over the deciles of ``before``.

    NaN with fewer than ``MINIMUM_CUSTOMERS`` known values on either side.
    """
    before, now = before[np.isfinite(before)], now[np.isfinite(now)]
    if min(len(before), len(now)) < MINIMUM_CUSTOMERS:
        return float("nan")
    edges = np.unique(np.quantile(before, np.arange(1, _BANDS) / _BANDS, method="inverted_cdf"))
    shares = [
        np.maximum(np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1), _NOBODY)
        / len(values)
        for values in (before, now)
    ]
    return stability_of_shares(shares[0], shares[1])


def with_drift(models: Sequence[ModelCard], before: Known, now: Known) -> tuple[ModelCard, ...]:
    """Return the cards of fitted models with how far customers moved since an earlier assessment.

    Compared are customers who hadn't left, then and now, by what each model says and looks at.
    """
    sides = (before.here, now.here)
    return tuple(
        replace(card, drift=_drift(card.name, sides, (before.features, now.features)))
        if card.status == "ok"
        else card
        for card in models
    )


def _drift(
    name: str, sides: tuple[pd.DataFrame, pd.DataFrame], features: tuple[pd.DataFrame, pd.DataFrame]
) -> dict[str, float]:
    found = {
        column: stability_index(*(frame[column].to_numpy(dtype=np.float64) for frame in sides))
        for column in DRIFT_COLUMNS.get(name, ())
        if all(column in frame for frame in sides)
    }
    if name == "churn_hazard":
        found |= profile_drift(*features)
    return {column: index for column, index in found.items() if np.isfinite(index)}
