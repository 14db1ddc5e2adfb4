"""Which moment, local day and time, does a cell mean?

A complaint is received at 08:40 and answered at 16:05: here the time counts. It is the time on the
company's wall as it is written; an offset (``+01:00``) is dropped and said, never converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.days import DayTexts, day_texts, days

_SPLIT = re.compile(
    r"(?P<day>.*?\d[日]?)(?:T|\s+|(?<=日))(?P<half>[上下]午)?\s*"
    r"(?P<hour>\d{1,2})(?:[:时時点](?P<minute>\d{1,2}))(?:[:分](?P<second>\d{1,2}))?(?:[.,](?P<part>\d{1,9}))?[分秒]?"
    r"\s*(?P<meridiem>[AaPp]\.?[Mm]\.?|上午|下午)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_NOON = 12


@dataclass(frozen=True)
class MomentTexts:
    """A column's cells taken apart: what days they may mean, and the time of day by row.

    ``microseconds`` since midnight are -1 where the time is none (``25:61``).
    """

    days: DayTexts
    microseconds: NDArray[np.int64]
    is_without_time: NDArray[np.bool_]
    with_zone: NDArray[np.bool_]


@dataclass(frozen=True)
class Moments:
    """Moments of a column (NaT where none) and, where none, why: the cell is empty, no moment, impossible."""

    moments: NDArray[np.datetime64]
    is_missing: NDArray[np.bool_]
    is_impossible: NDArray[np.bool_]
    is_without_time: NDArray[np.bool_]
    with_zone: NDArray[np.bool_]


def moment_texts(cells: pa.DictionaryArray) -> MomentTexts:
    """Return what the cells of a column may mean."""
    codes = cells.indices.to_numpy(zero_copy_only=False)
    texts = pc.utf8_trim_whitespace(cells.dictionary).to_pylist()
    split = [_SPLIT.fullmatch(text) for text in texts]
    day_parts = pa.array(
        [match["day"] if match else text for match, text in zip(split, texts, strict=True)], pa.string()
    )
    times = np.array([_microseconds(match) if match else 0 for match in split], dtype=np.int64)
    is_plain = np.array([match is None for match in split], dtype=bool)
    has_zone = np.array([bool(match and match["zone"]) for match in split], dtype=bool)
    rows = pa.DictionaryArray.from_arrays(cells.indices, day_parts)
    return MomentTexts(day_texts(rows), times[codes], is_plain[codes], has_zone[codes])


def moments(found: MomentTexts, order: str) -> Moments:
    """Return the moments of a column, parts of its days in this order where they are not plain."""
    read = days(found.days, order)
    is_time = found.microseconds >= 0
    values = read.days.astype("datetime64[us]") + found.microseconds.astype("timedelta64[us]")
    values[~is_time] = np.datetime64("NaT")
    # ``days`` may know times that only days can have (``0840`` behind a T): they stay at midnight.
    return Moments(
        moments=values,
        is_missing=read.is_missing,
        is_impossible=read.is_impossible | (~is_time & ~np.isnat(read.days)),
        is_without_time=found.is_without_time & ~np.isnat(values),
        with_zone=found.with_zone,
    )


def _microseconds(match: re.Match[str]) -> int:
    hour, minute = int(match["hour"]), int(match["minute"])
    second, part = int(match["second"] or 0), (match["part"] or "").ljust(6, "0")[:6]
    half = (match["half"] or match["meridiem"] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return _hour_beyond_noon(hour, half, minute, second)
        hour = hour % _NOON + (_NOON if half in {"pm", "下午"} else 0)
    return _time(hour, minute, second, int(part))


def _hour_beyond_noon(hour: int, half: str, minute: int, second: int) -> int:
    """Return a time such as ``下午 15:04``, whose hour says by itself what the half of the day says."""
    says_the_same = half in {"pm", "下午"} and _NOON < hour < 2 * _NOON
    return _time(hour, minute, second, 0) if says_the_same else -1


def _time(hour: int, minute: int, second: int, part: int) -> int:
    if hour > 23 or minute > 59 or second > 59:
        return -1
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + part
