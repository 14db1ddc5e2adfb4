"""A figure with its uncertainty: what every single-number result looks like."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A value, its interval and the number of rows behind it.

    ``value``, ``low`` and ``high`` are NaN where undefined; ``needed`` then says how many
    rows the method asks for. The interval is two-sided at ``level`` (0-1).
    """

    value: float
    low: float = math.nan
    high: float = math.nan
    n: int = 0
    needed: int = 0
    level: float = 0.95

    @property
    def is_defined(self) -> bool:
        """Whether there were enough rows for a value."""
        return not math.isnan(self.value)


def is_beyond_chance(now: Estimate, then: Estimate) -> bool:
    """Whether two independent estimates differ by more than their intervals allow; not where unknown."""
    chance = math.hypot((now.high - now.low) / 2.0, (then.high - then.low) / 2.0)
    return abs(now.value - then.value) > chance
