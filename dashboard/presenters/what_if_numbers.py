"""How is a figure of the simulator written: as money, a share, a number or a month?"""

from __future__ import annotations

import math

import numpy as np

from dashboard.formats import Reader
from engine.estimate import Estimate
from engine.simulation.results import Results

SHARES = frozenset({"stayer_share", "team_use", "in_time_share", "desk_use", "accepted_share"})
COUNTS = frozenset(
    {"kept", "active", "left", "won", "rescued", "accepted", "offers", "complaints", "waiting_days"}
    | {"resolution_days", "unanswered", "in_time"}
)


def gain_per_unit(results: Results, scenario: int) -> Estimate:
    """Return what a unit spent more has gained; undefined unless more is surely spent."""
    found = results.gain_per_unit(scenario)
    return found if results.difference("spend", scenario).low > 0.0 else Estimate(math.nan, n=found.n)


def said(value: float, name: str, reader: Reader) -> str:
    """Return a number in the words of its figure, a dash where there is none."""
    if np.isnan(value):
        return "–"
    if name in SHARES:
        return reader.formats.percent(value)
    if name in COUNTS or name == "gain_per_unit":
        places = 2 if name == "gain_per_unit" else 1
        # Adding 0 makes the minus of a rounded nothing go away.
        return reader.formats.decimal(round(value, places) + 0.0, places)
    if name == "break_even_month":
        return reader.texts("whatif.month", number=round(value))
    return reader.formats.money(value)


def with_interval(found: Estimate, name: str, reader: Reader) -> str:
    """Return a figure with its interval in brackets; a dash where it is undefined."""
    if not found.is_defined:
        return "–"
    value, low, high = (said(number, name, reader) for number in (found.value, found.low, found.high))
    return reader.texts("warning.bounded", value=value, low=low, high=high)
