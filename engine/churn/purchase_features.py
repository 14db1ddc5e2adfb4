"""What do a customer's purchases say by a day: rhythm, trend, spend, refunds, what is bought and where?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.chronicle import NEVER, Landmark
from engine.churn.factors import NO_FACTOR
from engine.churn.month_grid import grid_day

Floats = NDArray[np.float64]
Column = Floats | NDArray[np.object_]

WINDOW_MONTHS = 12
"""No window is longer, so that a column means the same at every landmark with a year behind it."""

_DAYS_A_MONTH = 30.4375
_MOSTLY = 0.5


@dataclass(frozen=True)
class Columns:
    """Columns of one kind of facts, and the factor that each belongs to."""

    by_name: dict[str, Column] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, values: Column, factor: str = NO_FACTOR) -> None:
        """Add a column."""
        self.by_name[name] = values
        self.factors[name] = factor

    def take(self, other: Columns) -> None:
        """Add all columns of another kind."""
        self.by_name.update(other.by_name)
        self.factors.update(other.factors)


def purchase_columns(at: Landmark) -> Columns:
    """Return the columns of purchases; undefined (NaN) without any purchase so far."""
    found = Columns()
    if at.chronicle.facts is None:
        return found
    last = at.last_purchase().astype(np.float64)
    bought = last > NEVER
    for name, values in (_rhythm(at, last) | _spend(at)).items():
        found.add(name, np.where(bought, values, np.nan))
    # Who pays more for the same is pulled by price; money given back tells of something that failed.
    per_day = _per(at.total("amount", 3), at.total("purchase_days", 3))
    usual = _per(at.total("amount", WINDOW_MONTHS), at.total("purchase_days", WINDOW_MONTHS))
    found.add("amount_per_purchase_change", _log_ratio(per_day, usual), "price")
    refunds = -at.total("refund_amount", WINDOW_MONTHS)
    sold = at.total("amount", WINDOW_MONTHS) + refunds
    found.add("refund_share_12m", _per(refunds, sold), "core_service_failure")
    found.add("refund_share_3m", _per(-at.total("refund_amount", 3), sold), "core_service_failure")
    return found


def _rhythm(at: Landmark, last: Floats) -> dict[str, Floats]:
    """Return silence and own rhythm in days; ``tenure_months`` counts at most a year.

    The days between purchases are shrunk to the company's mean, as the expectation of an
    exponential gap with a gamma rate is: (s + mean) / (n + 1).
    """
    day = float(at.day.astype(np.int64))
    first = at.chronicle.first_day[at.customers].astype(np.float64)
    silence, span = day - last, last - first
    # Purchase days so far, the landmark's month included: repeat purchases close a gap each.
    gaps = np.maximum(at.total("purchase_days", at.chronicle.months - at.months_back) - 1.0, 0.0)
    seen = last > NEVER
    total = gaps[seen].sum()
    company = span[seen].sum() / total if total else WINDOW_MONTHS * _DAYS_A_MONTH
    own = (span + company) / (gaps + 1.0)
    return {
        "silence_days": silence,
        "own_gap_days": own,
        "silence_in_gaps": silence / own,
        "tenure_months": np.minimum((day - first) / _DAYS_A_MONTH, WINDOW_MONTHS),
        "repeat_purchases": np.minimum(gaps, at.total("purchase_days", WINDOW_MONTHS)),
    }


def _spend(at: Landmark) -> dict[str, Floats]:
    year, quarter = at.total("purchase_days", WINDOW_MONTHS), at.total("purchase_days", 3)
    amount, recent = at.total("amount", WINDOW_MONTHS), at.total("amount", 3)
    half = at.total("purchase_days", 6)
    return {
        "purchase_days_12m": year,
        "purchase_days_3m": quarter,
        "purchase_days_1m": at.total("purchase_days", 1),
        "purchase_trend_3m": np.log((quarter * 4.0 + 1.0) / (year + 1.0)),
        "purchase_trend_6m": np.log((half + 1.0) / (year - half + 1.0)),
        "amount_12m": amount,
        "spend_trend_3m": _log_ratio(np.maximum(recent, 0.0) * 4.0, np.maximum(amount, 0.0)),
        "value_12m": at.total("value", WINDOW_MONTHS),
        "margin_rate_12m": _per(at.total("value", WINDOW_MONTHS), amount),
    }


def assortment_columns(at: Landmark) -> Columns:
    """Return how many products were bought in the year, the main one or its category, the main channel."""
    found = Columns()
    if at.chronicle.facts is None:
        return found
    products, known = _main(at, "product_id"), at.chronicle.products
    if len(products):
        main = products["main"]
        if known["category"].notna().mean() > _MOSTLY:
            main = main.map(known.drop_duplicates("product_id").set_index("product_id")["category"])
        found.add("products_12m", products["count"].to_numpy(dtype=np.float64))
        found.add("main_product", _texts(main))
    channels = _main(at, "channel")
    if len(channels):
        found.add("main_channel", _texts(channels["main"]))
    return found


def _main(at: Landmark, name: str) -> pd.DataFrame:
    """Return by customer the commonest value of a column in the year, and how many there were."""
    lines = at.chronicle.lines[name]
    begin = grid_day(at.chronicle.as_of, at.months_back + WINDOW_MONTHS)
    inside = (lines.day > begin) & (lines.day <= at.day)
    kinds = max(len(lines.labels), 1)
    pairs, bought = np.unique(lines.customer[inside] * kinds + lines.value[inside], return_counts=True)
    customer, value = pairs // kinds, pairs % kinds
    # Of equally common ones the first by name, which is how values are numbered.
    order = np.lexsort((value, -bought, customer))
    owners, first, count = np.unique(customer[order], return_index=True, return_counts=True)
    if not len(owners):
        return pd.DataFrame()
    found = pd.DataFrame({"main": lines.labels[value[order][first]], "count": count}, index=owners)
    return found.reindex(at.customers)


def _texts(values: pd.Series[Any]) -> NDArray[np.object_]:
    """Return texts with None where unknown."""
    texts = values.astype(object)
    return np.asarray(texts.where(values.notna(), None), dtype=object)


def _per(value: Floats, count: Floats) -> Floats:
    return np.asarray(np.divide(value, count, out=np.full(len(value), np.nan), where=count > 0))


def _log_ratio(now: Floats, usual: Floats) -> Floats:
    """Return log((now + u) / (usual + u)), u a tenth of the usual: finite for nothing, NaN for no usual."""
    small = np.where(usual > 0, usual * 0.1, np.nan)
    return np.asarray(np.log((np.maximum(now, 0.0) + small) / (usual + small)))
