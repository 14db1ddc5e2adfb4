"""How many months lie between a day and the day of knowledge, as the company's calendar counts them?

Month 0 ends with ``as_of``; month b is the half-open span (b + 1 months before ``as_of``, b months
before it]. Days to come have negative numbers.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import numpy as np
from numpy.typing import NDArray

from engine.months import months_before

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]


def month_numbers(days: Days, as_of: dt.date) -> Ints:
    """Return in which month before ``as_of`` each day lies; no day may be NaT.

    Source: the spans of ``engine.months.months_before``.
    """
    whole = np.asarray(days, dtype="datetime64[D]")
    month = whole.astype("datetime64[M]")
    back = as_of.year * 12 + as_of.month - 1 - (month.astype(np.int64) + 1970 * 12)
    if as_of.day == monthrange(as_of.year, as_of.month)[1]:
        return np.asarray(back, dtype=np.int64)
    of_month = (whole - month.astype("datetime64[D]")).astype(np.int64) + 1
    return np.asarray(back - (of_month > as_of.day), dtype=np.int64)


def grid_day(as_of: dt.date, months_back: int) -> np.datetime64:
    """Return the last day of month ``months_back``, which is ``as_of`` for 0."""
    return np.datetime64(months_before(as_of, months_back), "D")
