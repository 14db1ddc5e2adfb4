"""What became of those who were warned of: did the stated chances come true, and what money was it about?

An earlier assessment stated for each customer a chance to leave within its horizon, and leaving meant
what the rule of that day said: by a longer rule of today fewer would have left than ever was foretold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.leavings import Past, has_returned, left_after
from engine.churn.ranking import Ranked
from engine.churn.scores import auc_estimate, recalibration
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.months import months_before
from engine.rates import Z_95, share_estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP

Floats = NDArray[np.float64]

WARNINGS_RECORD = Formula(
    name="warnings_record",
    latex=r"\text{rate}_b = \frac{|\{i \in b : \text{left within the horizon}\}|}{|b|}, \quad"
    r" \text{stated}_b = \frac{1}{|b|} \sum_{i \in b} p_i",
)

BANDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0)
"""Bounds of the bands of stated probability; a band holds its lower bound."""

MINIMUM_JUDGED = 30


@dataclass(frozen=True)
class Warnings:
    """What an assessment said on a day.

    ``customers`` has ``customer_id``, ``churn_state``, ``churn_probability``, the survival curve
    (``survival_01`` and so on) and, where known then, ``value_tier``, ``expected_gain``,
    ``lifetime_value``. ``rule_days`` is the churn rule that was in force; NaN: contracts told who left.
    """

    as_of: dt.date
    horizon_months: int
    customers: pd.DataFrame
    rule_days: float


@dataclass(frozen=True)
class Record:
    """One assessment's warnings against what happened.

    Attributes
    ----------
    rows
        One row a customer who hadn't left then: ``customer_id stated left is_back value expected_gain
        value_tier was_contacted``; ``left`` is whether they left in the time that is judged, ``is_back``
        whether they have been a customer again since.
    months_to_go
        Months until the horizon is over, 0 if it is; until then what is judged are the months so far.
    stated, came
        Mean stated chance, and the share that left.
    auc, calibration_slope
        How well the warnings ranked those who could leave, and the slope of what came true on what was
        stated (1 is perfect); undefined with too few.
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
    def returned(self) -> int:
        """Return how many of those who left have been customers again since."""
        return int(self.rows["is_back"].sum())


def record(past: Warnings, known: Past, contacts: pd.DataFrame | None = None) -> Record:
    """Return what became of an assessment's warnings, by what leaving meant on that day.

    While the horizon still runs, chances and leavers are those of the whole months that are over, one
    at least.
    ``contacts`` (``customer_id``, ``day``), if given, tells who was contacted within that time: a
    warning that was acted on should not come true.
    """
    months_to_go = sum(
        _month_after(past.as_of, month) > known.known_to for month in range(1, past.horizon_months + 1)
    )
    end = _month_after(past.as_of, past.horizon_months - months_to_go)
    names = ["customer_id", "value_tier", "expected_gain", "lifetime_value"]
    rows = past.customers.reindex(columns=names).rename(columns={"lifetime_value": "value"})
    rows["stated"] = _stated(past, past.horizon_months - months_to_go)
    rows = rows[(past.customers["churn_state"] != "left") & rows["stated"].notna()].reset_index(drop=True)
    gone = left_after(past.as_of, known, past.rule_days)
    gone = gone[gone <= pd.Timestamp(end)]
    rows["left"] = rows["customer_id"].isin(gone.index).to_numpy()
    back = has_returned(gone, known, past.rule_days)
    rows["is_back"] = rows["customer_id"].isin(back[back].index).to_numpy()
    rows["was_contacted"] = _contacted(rows["customer_id"], contacts, past.as_of, end)
    stated, left = rows["stated"].to_numpy(dtype=np.float64), rows["left"].to_numpy(dtype=bool)
    ranking, slope = _judged(stated, left)
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


def _stated(past: Warnings, months: int) -> pd.Series[float]:
    """Return the chance to leave within so many months, one at least; before the horizon by the curve."""
    if months == past.horizon_months:
        return past.customers["churn_probability"]
    return 1.0 - past.customers[f"survival_{months:02d}"]


def by_probability(found: Record, bands: Sequence[float] = BANDS) -> pd.DataFrame:
    """Return the record by band of stated probability, lowest first (``WARNINGS_RECORD``).

    Columns ``band_low band_high warned`` (customers), ``stated`` (mean chance), ``left``, ``rate`` with
    Wilson's ``rate_low`` and ``rate_high``, ``value`` (of all), ``value_expected_lost`` (Σ p·V),
    ``value_lost`` (of who left), ``expected_gain`` (sum), ``contacted``; money is unknown (NaN) where
    none of the customers had a value. Bands without customers are left out, and such of fewer than five
    customers are put together with a neighbour.
    """
    own = in_bands(found, bands)
    table = _summed(found.rows, own["band_low"].to_numpy())
    return table.join(own.drop_duplicates().set_index("band_low")).rename_axis("band_low").reset_index()


def in_bands(found: Record, bands: Sequence[float] = BANDS) -> pd.DataFrame:
    """Return of each row of a record the bounds of the band of ``by_probability`` that counts it.

    Columns ``band_low band_high``, in the order of ``found.rows``.
    """
    place = np.clip(np.searchsorted(bands, found.rows["stated"], side="right") - 1, 0, len(bands) - 2)
    first, last = _groups(np.bincount(place, minlength=len(bands) - 1))
    low, high = np.array(bands[:-1])[first[place]], np.array(bands[1:])[last[place]]
    return pd.DataFrame({"band_low": low, "band_high": high}, index=found.rows.index)


def _groups(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last band of each band's group: with fewer than five it joins the one below.

    The lowest, which has none below it, joins the one above.
    """
    first, last = np.arange(len(counts)), np.arange(len(counts))
    groups: list[list[int]] = []
    for band in np.flatnonzero(counts).tolist():
        if groups and min(counts[band], counts[groups[-1]].sum()) < SMALLEST_GROUP:
            groups[-1].append(band)
        else:
            groups.append([band])
    for group in groups:
        first[group], last[group] = group[0], group[-1]
    return first, last


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
    # Who couldn't leave in that time is no test of the ranking.
    stated, left = stated[stated > 0.0], left[stated > 0.0]
    count = int(min(left.sum(), len(left) - left.sum()))
    if count < MINIMUM_JUDGED:
        lacking = Estimate(float("nan"), n=count, needed=MINIMUM_JUDGED)
        return lacking, lacking
    slope, _, errors = recalibration(stated, left.astype(np.float64))
    half = Z_95 * float(errors[1])
    return auc_estimate(Ranked.of(stated, left)), Estimate(slope, slope - half, slope + half, n=len(left))


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
