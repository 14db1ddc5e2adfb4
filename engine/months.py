"""How far back do so many calendar months reach?

A period of 12 months up to a day is the half-open span (the same day a year earlier, that day]:
it holds every day of the year once, whatever the lengths of its months. The last day of a month
goes back to the last day of a month, so that whole calendar months stay whole.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month ``months`` earlier; a month's last day goes to the last day."""
    is_last = day.day == monthrange(day.year, day.month)[1]
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    length = monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, length if is_last else min(day.day, length))


def whole_months(first: dt.date, last: dt.date) -> int:
    """Return how many whole calendar months the days from ``first`` to ``last``, both included, hold."""
    guess = (last.year - first.year) * 12 + last.month - first.month + 1
    while guess > 0 and months_before(last, guess) < first - dt.timedelta(days=1):
        guess -= 1
    return guess
