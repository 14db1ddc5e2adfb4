"""Which steps does a complaint go through, when, by whom and at what cost?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.sample.world import LAST_DAY

PRIORITIES = ("high", "medium", "low")
STEPS = (
    "received",
    "acknowledged",
    "investigating",
    "remedy offered",
    "resolved",
    "followed up",
    "reopened",
    "resolved",
    "closed",
)
_HOURS_TO_ACKNOWLEDGE = np.array([1.0, 5.0, 14.0])
# Minutes of work that a step takes, in the order of STEPS.
_MINUTES = np.array([9.0, 4.0, 25.0, 12.0, 10.0, 8.0, 6.0, 18.0, 0.0])
_COST_PER_MINUTE = 0.62
_FOLLOWED_UP, _REOPENED = 0.72, 0.45
# The system closes by itself what has been quiet for five days.
_QUIET_DAYS = 5.0
_DAY = 24.0 * 60.0
_SYSTEM = "system"


def priorities(severity: np.ndarray) -> np.ndarray:
    """Return the position in ``PRIORITIES`` that a severity of 0-1 is given at intake."""
    return np.where(severity > 0.6, 0, np.where(severity > 0.3, 1, 2))


def opened_at(rng: np.random.Generator, days: np.ndarray) -> np.ndarray:
    """Return a minute between eight and twenty o'clock of each calendar day."""
    minutes = rng.integers(8 * 60, 20 * 60, size=len(days)).astype("timedelta64[m]")
    return np.asarray(days.astype("datetime64[m]") + minutes)


def draw_steps(rng: np.random.Generator, complaints: pd.DataFrame, staff: np.ndarray) -> pd.DataFrame:
    """Return one row a step by complaint and time; steps after the last day aren't known yet.

    ``complaints`` has ``opened`` (minutes), ``priority``, ``resolve_days`` (to the first remedy
    that the customer has in hand) and ``is_satisfied``; ``staff`` holds names, complaint x level.
    ``complaint`` is the position. A dissatisfied customer may have it reopened.
    """
    minutes = _minutes_after(rng, complaints)
    happens = ~np.isnan(minutes)
    complaint, step = np.nonzero(happens)
    after = np.ceil(minutes[happens]).astype(np.int64).astype("timedelta64[m]")
    at = complaints["opened"].to_numpy().astype("datetime64[m]")[complaint] + after
    spread = rng.uniform(0.6, 1.6, size=len(step))
    # The first steps are the front line's, the rest whoever may grant more.
    who = staff[complaint, np.where(step < 2, 0, 1)]
    frame = pd.DataFrame(
        {
            "complaint": complaint,
            "at": at,
            "step": np.array(STEPS)[step],
            "resource": np.where(step == len(STEPS) - 1, _SYSTEM, who),
            "cost": (_MINUTES[step] * _COST_PER_MINUTE * spread).round(2),
        }
    )
    known = at < np.datetime64(LAST_DAY) + np.timedelta64(1, "D")
    steps: pd.DataFrame = frame[known]
    return steps.sort_values(["complaint", "at"], kind="stable", ignore_index=True)


def _minutes_after(rng: np.random.Generator, complaints: pd.DataFrame) -> np.ndarray:
    """Return the minutes from the opening to each step, complaint x step; NaN where it doesn't happen."""
    count = len(complaints)
    span = np.maximum(complaints["resolve_days"].to_numpy() * _DAY, 45.0)
    minutes = np.full((count, len(STEPS)), np.nan)
    typical = _HOURS_TO_ACKNOWLEDGE[complaints["priority"]] * 60.0
    acknowledged = np.minimum(typical * rng.exponential(1.0, count) + 2.0, 0.30 * span)
    minutes[:, 0] = 0.0
    minutes[:, 1] = acknowledged
    minutes[:, 2] = acknowledged + (0.05 + 0.25 * rng.random(count)) * span
    minutes[:, 3] = (0.70 + 0.20 * rng.random(count)) * span
    minutes[:, 4] = span
    called = rng.random(count) < _FOLLOWED_UP
    call = span + (2.0 + rng.random(count)) * _DAY
    minutes[:, 5] = np.where(called, call, np.nan)
    again = ~complaints["is_satisfied"].to_numpy() & (rng.random(count) < _REOPENED)
    reopened = np.where(called, call, span) + (0.1 + 1.5 * rng.random(count)) * _DAY
    second = reopened + np.maximum(0.7 * span, 90.0) * rng.uniform(0.5, 1.3, count)
    minutes[:, 6] = np.where(again, reopened, np.nan)
    minutes[:, 7] = np.where(again, second, np.nan)
    quiet = np.where(again, second, np.where(called, call, span))
    minutes[:, 8] = quiet + _QUIET_DAYS * _DAY
    return minutes


def complaint_numbers(count: int, letter: str) -> np.ndarray:
    """Return the numbers of so many complaints."""
    return np.array([f"{letter}{number:05d}" for number in range(1, count + 1)])


def steps_file(numbers: np.ndarray, steps: pd.DataFrame) -> pd.DataFrame:
    """Return the steps as a complaint system would hand them out."""
    return pd.DataFrame(
        {
            "Event no.": [f"S{number:06d}" for number in range(1, len(steps) + 1)],
            "Complaint no.": numbers[steps["complaint"]],
            "Event time": steps["at"],
            "Activity": steps["step"],
            "Handled by": steps["resource"],
            "Cost": steps["cost"],
        }
    )
