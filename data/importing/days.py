"""Which day does a cell mean, and when does the order of its parts have to be asked?

``2024-01-15``, ``20240115``, ``2024年1月15日`` and ``15 Jan 2024`` mean one day each. ``03/04/2025``
means two; one value of the column that allows a single order (``25/04/2025``) settles it for all.
A time of day is dropped: a fact belongs to the business day as it is written.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.amounts import plain_width
from data.importing.questions import Choice, Question

ORDERS = ("dmy", "mdy", "ymd", "excel_1900", "excel_1904")
FIRST_YEAR, LAST_YEAR = 1900, 2100
_CENTURY_TURNS = 69  # two digits up to 68 are 20xx, as POSIX has it
_TIME = (
    r"(?:T\d{4}(?:\d{2})?|(?:T|\s+|(日)\s*)"
    r"(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\d{1,2}[時时点]\d{1,2}分?(?:\d{1,2}秒)?))"
    r"\s*(?:[AaPp]\.?[Mm]\.?|上午|下午)?\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$"
)
_MIDNIGHT = r"(?:T|\s+)0?0:00(?::00(?:[.,]0+)?)?$"
_ZONE = r":\d{2}(?:[.,]\d+)?\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_THREE_PARTS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_SHORT_YEAR = r"^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}$"
# Days that a spreadsheet counts from 1900 (or, on old Macs, 1904): 1954 to 2100, with a time of day behind
# the point. Smaller numbers are years and ids.
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_SERIAL_STARTS = {"excel_1900": dt.date(1899, 12, 30), "excel_1904": dt.date(1904, 1, 1)}
_EIGHT_DIGITS = re.compile(r"\d{8}")
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-\s/.]*([A-Za-z]{3,9})\.?[-\s/.,]*(\d{4})")
_MONTH_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?[-\s/.]*(\d{1,2})(?:st|nd|rd|th)?[-\s/.,]+(\d{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ANY = ""

Reading = dict[str, dt.date | None]


@dataclass(frozen=True)
class DayTexts:
    """A column's cells as codes into different day texts, with what each may mean.

    ``readings[i]`` has one entry a possible order (``""`` where the order is plain), ``None``
    where that day doesn't exist in the calendar.
    """

    codes: NDArray[np.int64]
    texts: tuple[str, ...]
    readings: tuple[Reading, ...]
    with_time: NDArray[np.bool_]
    with_zone: NDArray[np.bool_]
    with_short_year: NDArray[np.bool_]


@dataclass(frozen=True)
class Days:
    """Days of a column (NaT where none) and, where none, why: the cell is empty, no day, or impossible."""

    days: NDArray[np.datetime64]
    is_missing: NDArray[np.bool_]
    is_impossible: NDArray[np.bool_]


def day_texts(cells: pa.DictionaryArray) -> DayTexts:
    """Return what the cells of a column may mean."""
    different = pc.utf8_trim_whitespace(plain_width(cells.dictionary))
    days = pc.utf8_trim_whitespace(pc.replace_substring_regex(different, _TIME, r"\1")).dictionary_encode()
    has_time = pc.and_(
        pc.not_equal(days, different), pc.invert(pc.match_substring_regex(different, _MIDNIGHT))
    )
    codes = cells.indices.to_numpy(zero_copy_only=False)
    texts = tuple(days.dictionary.to_pylist())
    return DayTexts(
        codes=days.indices.to_numpy(zero_copy_only=False)[codes],
        texts=texts,
        readings=tuple(_readings(text) for text in texts),
        with_time=has_time.to_numpy(zero_copy_only=False)[codes],
        with_zone=pc.match_substring_regex(different, _ZONE).to_numpy(zero_copy_only=False)[codes],
        with_short_year=pc.match_substring_regex(days.cast(pa.string()), _SHORT_YEAR).to_numpy(
            zero_copy_only=False
        )[codes],
    )


def day_question(found: DayTexts, heading: str) -> tuple[Question | None, str]:
    """Return what has to be asked about the order, or nothing and the order that is settled."""
    telling = _telling(found)
    if not telling:
        return None, _ANY
    readable = [order for order in ORDERS if any(reading.get(order) for reading in telling.values())]
    fits = [order for order in readable if all(reading.get(order) for reading in telling.values())]
    if fits and _agree(telling, fits):
        return None, fits[0]
    subject = _subject(fits, readable)
    return Question("date_order", _choices(telling, fits or readable), subject, heading), _ANY


def _telling(found: DayTexts) -> dict[str, Reading]:
    """Return the cells that say something about the order: those that some order can read, and no other."""
    cells = zip(found.texts, found.readings, strict=True)
    return {text: reading for text, reading in cells if _ANY not in reading and any(reading.values())}


def _subject(fits: list[str], readable: list[str]) -> str:
    if set(readable) <= _SERIAL_STARTS.keys():
        return "date_serial"
    return "date_order" if fits else "date_order_contradicting"


def _agree(telling: dict[str, Reading], orders: list[str]) -> bool:
    """Whether every cell is the same day in each of the orders."""
    return all(len({reading[order] for order in orders}) == 1 for reading in telling.values())


def days(found: DayTexts, order: str) -> Days:
    """Return the days of a column, parts in this order where they are not plain."""
    read = [r.get(_ANY) or r.get(order) for r in found.readings]
    values = np.array(read, dtype="datetime64[D]")
    missing = np.array([text == "" for text in found.texts], dtype=bool)
    impossible = np.array(
        [bool(r) and day is None for r, day in zip(found.readings, read, strict=True)], dtype=bool
    )
    return Days(values[found.codes], missing[found.codes], impossible[found.codes])


def _choices(texts: dict[str, Reading], orders: list[str]) -> tuple[Choice, ...]:
    telling = sorted(texts, key=lambda text: len({texts[text].get(order) for order in orders}), reverse=True)[
        :3
    ]
    return tuple(
        Choice(order, tuple(f"{text} → {texts[text].get(order) or '?'}" for text in telling))
        for order in orders
    )


def _readings(text: str) -> Reading:
    if match := _YEAR_FIRST.fullmatch(text):
        return {_ANY: _day(*match.groups())}
    if match := _THREE_PARTS.fullmatch(text):
        return _three_parts(*match.groups())
    if _EIGHT_DIGITS.fullmatch(text):
        plain = _day(text[:4], text[4:6], text[6:])
        return {_ANY: plain} if plain else _three_parts(text[:2], text[2:4], text[4:])
    if match := _SERIAL.fullmatch(text):
        return _serial(match[1])
    if match := _DAY_MONTH_NAME.fullmatch(text):
        return {_ANY: _day(match[3], _month(match[2]), match[1])}
    if match := _MONTH_NAME_DAY.fullmatch(text):
        return {_ANY: _day(match[3], _month(match[1]), match[2])}
    return {}


def _serial(count: str) -> Reading:
    """Return the day in either of a spreadsheet's calendars."""
    return {name: start + dt.timedelta(days=int(count)) for name, start in _SERIAL_STARTS.items()}


def _three_parts(first: str, second: str, third: str) -> Reading:
    found = {"dmy": _day(third, second, first), "mdy": _day(third, first, second)}
    if len(third) == 2 and len(first) == 2:
        found["ymd"] = _day(first, second, third)
    return found


def _month(name: str) -> str:
    fits = [
        n
        for n, month in enumerate(_MONTHS, 1)
        if month.startswith(name.lower()) or (name.lower() == "sept" and n == 9)
    ]
    return str(fits[0]) if len(fits) == 1 else "0"


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) <= 2:
        number += 2000 if number < _CENTURY_TURNS else 1900
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None
