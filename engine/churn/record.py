"""What became of those who were warned of: did the stated chances come true, and what money was it about?

An earlier assessment stated for each customer a chance to leave within its horizon. Only warnings
whose horizon is over are judged; of the others it is said how long they still run.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.ranking import Ranked
from engine.churn.scores import auc_estimate, recalibration
from engine.contracts import Relations
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.months import months_before
from engine.rates import Z_95, share_estimate

Floats = NDArray[np.float64]

WARNINGS_RECORD = Formula(
    name="warnings_record",
    latex=r"\text{rate}_b = \frac{|\{i \in b : \text{left within the horizon}\}|}{|b|}, \quad"
    r" \text{stated}_b = \frac{1}{|b|} \sum_{i \in b} p_i",
)

BANDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
"""Bounds of the bands of stated probability; a band holds its lower bound."""

MINIMUM_JUDGED = 30
_NAMES = {"churn_probability": "stated", "lifetime_value": "value"}


@dataclass(frozen=True)
class Warnings:
    """What an assessment said on a day.

    ``customers`` has ``customer_id``, ``churn_state``, ``churn_probability`` and, where known then,
    ``value_tier``, ``expected_gain``, ``lifetime_value``.
    """

    as_of: dt.date
    horizon_months: int
    customers: pd.DataFrame


@dataclass(frozen=True)
class Record:
    """One assessment's warnings against what happened.

    Attributes
    ----------
    rows
        One row a customer who hadn't left then: ``customer_id stated left value expected_gain
        value_tier was_contacted``; ``left`` is whether they left by the end of the horizon.
    months_to_go
        Months until the horizon is over, 0 if it is; until then ``left`` is only *so far*.
    auc
        How well the warnings ranked; undefined before the horizon is over, or with too few.
    stated, came
        Mean stated chance, and the share that left.
    calibration_slope
        Slope of what came true on what was stated; 1 is perfect.
    """

    as_of: dt.date
    horizon_months: int
    months_to_go: int
    rows: pd.DataFrame
    stated: float
    came: Estimate
    auc: Estimate
    calibration_slope: Estimate

    @property
    def is_over(self) -> bool:
        """Return whether the horizon is over, so that the warnings can be judged."""
        return self.months_to_go == 0


def left_on(now: pd.DataFrame, relations: Relations, churn_after_days: float) -> pd.Series:
    """Return by customer the day on which they left, as far as is known now; only those who left.

    ``now`` is today's assessment: who has left by the rule in force. The day is that of the recorded
    exit, else of the last contract's end, else that on which the silence crossed ``churn_after_days``.
    """
    left = now[now["churn_state"] == "left"]
    gone = left.set_index("customer_id")["last_purchase_day"]
    crossed = gone + pd.Timedelta(
        days=0 if math.isnan(churn_after_days) else math.floor(churn_after_days) + 1
    )
    ended = relations.contracts.groupby("customer_id")["end_day"].max().reindex(gone.index)
    exits = relations.exits.groupby("customer_id")["day"].max().reindex(gone.index)
    # An exit before the last purchase was one from which the customer came back.
    exits = exits.where(~(exits < gone))
    return exits.fillna(ended).fillna(crossed).rename("left_on").dropna()


def record(
    past: Warnings, gone: pd.Series, known_to: dt.date, contacts: pd.DataFrame | None = None
) -> Record:
    """Return what became of an assessment's warnings.

    ``gone`` has the day on which customers left (``left_on``), ``known_to`` is the day up to which
    that is known. ``contacts`` (``customer_id``, ``day``), if given, tells who was contacted within
    the horizon: a warning that was acted on should not come true.
    """
    end = _month_after(past.as_of, past.horizon_months)
    judged = past.customers[
        (past.customers["churn_state"] != "left") & past.customers["churn_probability"].notna()
    ]
    names = ["customer_id", "churn_probability", "value_tier", "expected_gain", "lifetime_value"]
    rows = judged.reindex(columns=names).rename(columns=_NAMES).reset_index(drop=True)
    day = rows["customer_id"].map(gone)
    rows["left"] = ((day > pd.Timestamp(past.as_of)) & (day <= pd.Timestamp(min(end, known_to)))).to_numpy()
    rows["was_contacted"] = _contacted(rows["customer_id"], contacts, past.as_of, end)
    months_to_go = sum(
        _month_after(past.as_of, month) > known_to for month in range(1, past.horizon_months + 1)
    )
    stated, left = rows["stated"].to_numpy(dtype=np.float64), rows["left"].to_numpy(dtype=bool)
    ranking, slope = _judged(stated, left) if not months_to_go else (_undefined(rows), _undefined(rows))
    return Record(
        as_of=past.as_of,
        horizon_months=past.horizon_months,
        months_to_go=months_to_go,
        rows=rows,
        stated=float(stated.mean()) if len(stated) else float("nan"),
        came=share_estimate(int(left.sum()), len(left), needed=MINIMUM_JUDGED),
        auc=ranking,
        calibration_slope=slope,
    )


def by_probability(found: Record, bands: Sequence[float] = BANDS) -> pd.DataFrame:
    """Return the record by band of stated probability, lowest first (``WARNINGS_RECORD``).

    Columns ``band_low band_high`` and those of ``by_tier``. Bands without customers are left out.
    """
    place = np.clip(np.searchsorted(bands, found.rows["stated"], side="right") - 1, 0, len(bands) - 2)
    table = _summed(found.rows, place)
    low, high = np.array(bands[:-1])[table.index], np.array(bands[1:])[table.index]
    return table.assign(band_low=low, band_high=high).reset_index(drop=True)


def by_tier(found: Record) -> pd.DataFrame:
    """Return the record by value tier.

    Columns ``warned`` (customers), ``stated`` (mean chance), ``left``, ``rate`` with Wilson's
    ``rate_low`` and ``rate_high``, ``value`` (of all), ``value_expected_lost`` (Σ p·V),
    ``value_lost`` (of who left), ``expected_gain`` (sum), ``contacted``; money is unknown (NaN)
    where none of the customers had a value.
    """
    return _summed(found.rows, found.rows["value_tier"].fillna("").to_numpy(dtype=object))


def over_time(records: Sequence[Record], bands: Sequence[float] = BANDS) -> pd.DataFrame:
    """Return by band how the warnings of several assessments came true; only those that are over.

    Columns ``band_low band_high assessments warned customers stated left rate rate_low rate_high``.
    A customer warned of in several counts in each; the interval takes customers as clusters.
    """
    over = [found.rows.assign(assessment=number) for number, found in enumerate(records) if found.is_over]
    columns = ["band_low", "band_high", "assessments", "warned", "customers", "stated", "left"]
    if not over:
        return pd.DataFrame(columns=[*columns, "rate", "rate_low", "rate_high"], dtype=np.float64)
    rows = pd.concat(over, ignore_index=True)
    place = np.clip(np.searchsorted(bands, rows["stated"], side="right") - 1, 0, len(bands) - 2)
    found = []
    for band, own in rows.groupby(place):
        rate = _clustered(own)
        counts = (own["assessment"].nunique(), len(own), own["customer_id"].nunique())
        stated, left = float(own["stated"].mean()), int(own["left"].sum())
        ends = (bands[int(str(band))], bands[int(str(band)) + 1])
        found.append((*ends, *counts, stated, left, rate.value, rate.low, rate.high))
    return pd.DataFrame(found, columns=[*columns, "rate", "rate_low", "rate_high"])


def _clustered(own: pd.DataFrame) -> Estimate:
    """Return the share that left with an interval that takes each customer's rows as one cluster."""
    n, left = len(own), int(own["left"].sum())
    plain = share_estimate(left, n, needed=1)
    if own["customer_id"].is_unique:
        return plain
    rest = (own["left"] - left / n).groupby(own["customer_id"]).sum()
    half = Z_95 * math.sqrt(float((rest**2).sum())) / n
    # Never narrower than if all rows were of different customers.
    return Estimate(
        plain.value,
        max(0.0, min(plain.low, plain.value - half)),
        min(1.0, max(plain.high, plain.value + half)),
        n=n,
    )


def _summed(rows: pd.DataFrame, place: NDArray[np.generic]) -> pd.DataFrame:
    value = rows["value"].astype(np.float64)
    money = rows.assign(value_expected_lost=value * rows["stated"], value_lost=value.where(rows["left"], 0.0))
    grouped = money.groupby(place)
    found = grouped.agg(
        warned=("stated", "size"),
        stated=("stated", "mean"),
        left=("left", "sum"),
        contacted=("was_contacted", "sum"),
    )
    rates = [
        share_estimate(int(left), int(n), needed=1)
        for left, n in zip(found["left"], found["warned"], strict=True)
    ]
    found = found.assign(
        rate=[rate.value for rate in rates],
        rate_low=[rate.low for rate in rates],
        rate_high=[rate.high for rate in rates],
    )
    names = ["value", "value_expected_lost", "value_lost", "expected_gain"]
    return found.join(grouped[names].sum(min_count=1))


def _judged(stated: Floats, left: NDArray[np.bool_]) -> tuple[Estimate, Estimate]:
    count = int(min(left.sum(), len(left) - left.sum()))
    if count < MINIMUM_JUDGED:
        lacking = Estimate(float("nan"), n=count, needed=MINIMUM_JUDGED)
        return lacking, lacking
    slope, _, errors = recalibration(stated, left.astype(np.float64))
    half = Z_95 * float(errors[1])
    return auc_estimate(Ranked.of(stated, left)), Estimate(slope, slope - half, slope + half, n=len(left))


def _undefined(rows: pd.DataFrame) -> Estimate:
    return Estimate(float("nan"), n=len(rows), needed=MINIMUM_JUDGED)


def _contacted(
    customers: pd.Series, contacts: pd.DataFrame | None, since: dt.date, until: dt.date
) -> NDArray[np.bool_]:
    if contacts is None or contacts.empty:
        return np.zeros(len(customers), dtype=bool)
    day = contacts["day"]
    within = contacts[(day > pd.Timestamp(since)) & (day < pd.Timestamp(until) + pd.Timedelta(days=1))]
    return customers.isin(set(within["customer_id"])).to_numpy(dtype=bool)


def _month_after(day: dt.date, months: int) -> dt.date:
    return months_before(day, -months)
