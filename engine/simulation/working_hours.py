"""When does somebody work, and when will work begun now be done?

Time runs in days from the start of the simulation, which is the opening of a working week's first
day. A week has ``days_per_week`` working days of ``hours_per_day`` hours from the day's opening on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HOURS_PER_DAY = 24.0
DAYS_PER_MONTH = 365.25 / 12.0
_WEEK = 7.0
_ROUNDING = 1e-9


@dataclass(frozen=True)
class WorkingHours:
    """The opening hours of a desk or a team; 24 hours on 7 days is always open."""

    hours_per_day: float
    days_per_week: int

    @property
    def is_always_open(self) -> bool:
        """Whether nobody ever waits for an opening."""
        return self.hours_per_day >= HOURS_PER_DAY and self.days_per_week >= _WEEK

    @property
    def hours_per_month(self) -> float:
        """Return how many hours one agent works in a month of 365.25 / 12 days."""
        return self.hours_per_day * self.days_per_week * DAYS_PER_MONTH / _WEEK

    def openings(self, days: Floats) -> Floats:
        """Return for each moment itself if it is within the hours, otherwise the next opening."""
        if self.is_always_open:
            return days
        today = np.floor(days)
        weekday = today % _WEEK
        is_open = (weekday < self.days_per_week) & (days - today < self.hours_per_day / HOURS_PER_DAY)
        tomorrow = np.where(weekday + 1.0 < self.days_per_week, today + 1.0, today - weekday + _WEEK)
        opened: Floats = np.where(is_open, days, tomorrow)
        return opened

    def done_by(self, start: float, hours: float) -> float:
        """Return when ``hours`` of work begun at ``start``, or at the opening after it, are done."""
        length = hours / HOURS_PER_DAY
        open_days = self.hours_per_day / HOURS_PER_DAY
        is_same_day = start % 1.0 + length <= open_days and start % _WEEK < self.days_per_week
        if is_same_day or self.is_always_open:
            return start + length
        return self._later_day(start, length, open_days)

    def _later_day(self, start: float, length: float, open_days: float) -> float:
        """Count in worked days since the first opening, where nights and week-ends are no time."""
        week, within = divmod(start, _WEEK)
        day, moment = divmod(within, 1.0)
        if day >= self.days_per_week:
            day, moment = float(self.days_per_week), 0.0
        worked = (week * self.days_per_week + day) * open_days + min(moment, open_days) + length
        # What ends with the day ends at its closing, not at the opening after.
        days = max(math.ceil(worked / open_days - _ROUNDING) - 1, 0)
        weeks, weekday = divmod(days, self.days_per_week)
        return weeks * _WEEK + weekday + worked - days * open_days
