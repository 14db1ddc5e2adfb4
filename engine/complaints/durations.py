"""How long does it take until a complaint is acknowledged, resolved, closed?

The clock of a complaint stops when it is **first resolved**: closing is often automatic, some days
later, and would only measure the timer.
"""

from __future__ import annotations

import pandas as pd

from engine.contracts import COMPLAINT_EVENT_COLUMNS
from engine.errors import ContractBrokenError

_SECONDS_A_DAY = 86_400.0


def handling_durations(events: pd.DataFrame, opened_at: pd.Series | None = None) -> pd.DataFrame:
    """Return one row a complaint, by ``complaint_id``: how long each step took, in days of 24 hours.

    ``events`` have ``complaint_id at state``, in any order. The clock begins at ``opened_at`` (by
    ``complaint_id``) where it is given, else at the complaint's first event. ``acknowledge_days``,
    ``resolve_days`` and ``close_days`` are NaN while there is no such event; ``resolved_times`` counts
    the events, so that above 1 the first remedy didn't hold.

    Raises
    ------
    ContractBrokenError
        A column is missing.
    """
    missing = [name for name in COMPLAINT_EVENT_COLUMNS if name not in events]
    if missing:
        raise ContractBrokenError("error.columns_missing", table="events", columns=", ".join(missing))
    at = pd.to_datetime(events["at"])
    opened = at.groupby(events["complaint_id"]).min()
    if opened_at is not None:
        known = pd.to_datetime(opened_at)
        opened = known.combine_first(opened)
    found = pd.DataFrame({"opened_at": opened})
    for state, column in (
        ("acknowledged", "acknowledge_days"),
        ("resolved", "resolve_days"),
        ("closed", "close_days"),
    ):
        found[column] = _days_between(opened, _first(events, at, state))
    for state, column in (("resolved", "resolved_times"), ("reopened", "reopened_times")):
        times = events.loc[events["state"] == state, "complaint_id"].value_counts()
        found[column] = times.reindex(found.index).fillna(0).astype("int64")
    return found.rename_axis("complaint_id")


def _first(events: pd.DataFrame, at: pd.Series, state: str) -> pd.Series:
    chosen = events["state"] == state
    return at[chosen].groupby(events.loc[chosen, "complaint_id"]).min()


def _days_between(start: pd.Series, end: pd.Series) -> pd.Series:
    return (end.reindex(start.index) - start).dt.total_seconds() / _SECONDS_A_DAY
