"""What is a file checked against?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """The workspace's currency with its number of decimals, and the day on which is imported."""

    currency: str
    exponent: int
    today: dt.date
