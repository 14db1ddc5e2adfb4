"""Of those who came at the same time, who is still there after so many months?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from engine.formulas import Formula
from engine.rates import share_estimate

COHORT_RETENTION = Formula(
    name="cohort_retention",
    latex=r"R_{c,k} = \frac{|\{i \in c : \text{bought in period } k \text{ after the first}\}|}{|c|}",
)

MINIMUM_COHORT = 30
Period = Literal["M", "Q", "Y"]


@dataclass(frozen=True)
class CohortTriangle:
    """Retention by cohort and period since; long rows, complete periods only.

    ``cells``: ``cohort`` (its first day), ``period`` (0 is the period of the first purchase),
    ``customers`` (size of the cohort), ``active``, ``share``, ``low``, ``high`` (NaN below 30).
    ``each`` is by customer a text of a figure a period from the first on: 1 where they were there, 0
    where not; who came first in the period that ``as_of`` cuts isn't in it.
    """

    cells: pd.DataFrame
    period: Period
    each: pd.Series[str]


def cohort_triangle(activity: pd.DataFrame, as_of: dt.date, period: Period) -> CohortTriangle:
    """Return the triangle from one row a customer and active month: ``customer_id``, ``month``.

    ``month`` is any day of a month with a purchase (or under contract). A period that ``as_of`` cuts is
    left out: it could only look worse than it is.
    """
    frame, last = _by_number(activity, period), _last_whole(as_of, period)
    sizes = frame[frame["since"] == 0].groupby("first").size()
    sizes = sizes[sizes.index <= last]
    frame = frame[frame["number"] <= last]
    active = frame.groupby(["first", "since"]).size().to_dict()
    rows = [
        _cell(cohort, since, size, active.get((cohort, since), 0), period)
        for cohort, size in zip(sizes.index.tolist(), sizes.tolist(), strict=True)
        for since in range(last - cohort + 1)
    ]
    columns = ["cohort", "period", "customers", "active", "share", "low", "high"]
    return CohortTriangle(pd.DataFrame(rows, columns=columns), period, _each(frame, last))


def retention_curve(triangle: CohortTriangle) -> pd.DataFrame:
    """Return the retention of all cohorts together by period since: each weighs by its customers."""
    sums = triangle.cells.groupby("period")[["customers", "active"]].sum()
    pairs = zip(sums["active"].tolist(), sums["customers"].tolist(), strict=True)
    found = [share_estimate(active, customers, MINIMUM_COHORT) for active, customers in pairs]
    return pd.DataFrame(
        {
            "period": sums.index,
            "customers": sums["customers"].to_numpy(),
            "share": [one.value for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
        }
    )


def _by_number(activity: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return ``customer_id``, the ``number`` of each active period, the ``first``, and those ``since``."""
    months = pd.to_datetime(activity["month"]).dt.to_period(period)
    number = months.dt.year * {"M": 12, "Q": 4, "Y": 1}[period] + _within_year(months, period)
    frame = pd.DataFrame({"customer_id": activity["customer_id"], "number": number}).drop_duplicates()
    first = frame.groupby("customer_id")["number"].transform("min")
    return frame.assign(first=first, since=frame["number"] - first)


def _each(frame: pd.DataFrame, last: int) -> pd.Series[str]:
    row, ids = pd.factorize(frame["customer_id"])
    lengths = last + 1 - frame.groupby(row)["first"].first().to_numpy()
    width = int(lengths.max(initial=1))
    # Bytes of 0 end a text of bytes, so that each is as long as its customer was followed.
    figures = np.where(np.arange(width) < lengths[:, None], ord("0"), 0).astype(np.uint8)
    figures[row, frame["since"].to_numpy()] = ord("1")
    return pd.Series(figures.view(f"S{width}").ravel().astype(str), index=ids, dtype="str")


def _cell(cohort: int, since: int, size: int, active: int, period: Period) -> tuple[object, ...]:
    found = share_estimate(active, size, MINIMUM_COHORT)
    return (_first_day(cohort, period), since, size, active, found.value, found.low, found.high)


def _within_year(periods: pd.Series[pd.Period], period: Period) -> pd.Series[int]:
    if period == "M":
        return periods.dt.month - 1
    return periods.dt.quarter - 1 if period == "Q" else periods.dt.year * 0


def _first_day(number: int, period: Period) -> pd.Timestamp:
    parts = {"M": 12, "Q": 4, "Y": 1}[period]
    year, part = divmod(number, parts)
    return pd.Timestamp(year, 1 + part * (12 // parts), 1)


def _last_whole(as_of: dt.date, period: Period) -> int:
    parts = {"M": 12, "Q": 4, "Y": 1}[period]
    night = as_of + dt.timedelta(days=1)
    return int(night.year * parts + (night.month - 1) // (12 // parts)) - 1
