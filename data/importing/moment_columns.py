"""When did something happen, as the columns of a file say it, and what is wrong with their cells?"""

from __future__ import annotations

import datetime as dt

import numpy as np

from data.importing.checked import Note
from data.importing.columns import Columns
from data.importing.moments import Moments, moment_texts, moments
from data.importing.problems import Mask


def read_moments(columns: Columns, name: str) -> Moments | None:
    """Return a column of moments, ``None`` where the file has no such column."""
    if name not in columns.mapping:
        return None
    heading = columns.mapping[name]
    return moments(moment_texts(columns.raw.encoded(heading)), columns.settled.date_orders.get(heading, ""))


def require_moment(columns: Columns, name: str) -> np.ndarray:
    """Return moments that every row needs; a row without a readable one is left out."""
    found, heading = read_moments(columns, name), columns.heading(name)
    if found is None:
        columns.problems.note(heading, "day_missing", ~columns.nowhere())
        return np.full(columns.raw.rows, np.datetime64("NaT"), dtype="datetime64[us]")
    columns.problems.note(heading, "day_missing", found.is_missing)
    return _checked(columns, name, found)


def optional_moment(columns: Columns, name: str) -> np.ndarray:
    """Return moments that a row may have; a cell that is no moment leaves its row out."""
    found = read_moments(columns, name)
    if found is None:
        return np.full(columns.raw.rows, np.datetime64("NaT"), dtype="datetime64[us]")
    return _checked(columns, name, found)


def is_before(columns: Columns, name: str, moment: np.ndarray, start: np.ndarray) -> Mask:
    """Return where a moment lies before its start; of days without a time only the days are compared."""
    found = read_moments(columns, name)
    without_time = found.is_without_time if found is not None else columns.nowhere()
    earlier_day = moment.astype("datetime64[D]") < start.astype("datetime64[D]")
    return np.where(without_time, earlier_day, moment < start)


def moment_notes(columns: Columns, *names: str) -> list[Note]:
    """Return what is worth knowing about moments that were taken."""
    found = [(columns.heading(name), read_moments(columns, name)) for name in names]
    read = [(heading, one) for heading, one in found if one is not None]
    return [
        *(Note("time_zone", "kept", one.with_zone, heading) for heading, one in read),
        *(Note("time_missing", "kept", one.is_without_time, heading) for heading, one in read),
    ]


def _checked(columns: Columns, name: str, found: Moments) -> np.ndarray:
    heading = columns.heading(name)
    end_of_today = np.datetime64(columns.rules.today + dt.timedelta(days=1), "us")
    columns.problems.note(heading, "day_impossible", found.is_impossible)
    columns.problems.note(heading, "not_a_day", np.isnat(found.moments) & ~found.is_missing)
    columns.problems.note(heading, "day_in_future", found.moments >= end_of_today)
    return found.moments
