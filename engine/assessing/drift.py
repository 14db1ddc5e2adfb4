"""Are today's customers, and what is said of them, still like those of the assessment before?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.cards import ModelCard
from engine.formulas import Formula

Floats = NDArray[np.float64]

POPULATION_STABILITY = Formula(
    name="population_stability",
    latex=r"\mathrm{PSI} = \sum_b (q_b - p_b) \ln \frac{q_b}{p_b}",
    source="Siddiqi (2006), Credit Risk Scorecards, ch. 9: below .10 stable, above .25 another population",
)

DRIFT_COLUMNS = (
    "churn_probability",
    "current_value",
    "monetary_value",
    "purchase_days_12m",
    "days_since_last_purchase",
    "age_weeks",
)
"""The prediction, and what of the customers an assessment keeps."""

MINIMUM_CUSTOMERS = 100
_BANDS = 10
# A band that nobody is in would make the index infinite: it counts as half a customer.
_NOBODY = 0.5


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
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def with_drift(models: Sequence[ModelCard], before: pd.DataFrame, now: pd.DataFrame) -> tuple[ModelCard, ...]:
    """Return the cards of fitted models with how far customers moved since an earlier assessment.

    Compared are customers who hadn't left, then and now.
    """
    here = [frame[frame["churn_state"] != "left"] for frame in (before, now)]
    drift = {
        name: stability_index(*(frame[name].to_numpy(dtype=np.float64) for frame in here))
        for name in DRIFT_COLUMNS
        if name in before and name in now
    }
    known = {name: index for name, index in drift.items() if np.isfinite(index)}
    return tuple(replace(card, drift=known) if card.status == "ok" else card for card in models)
