"""When did somebody become a customer, where a file says only for how long they have been one?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data.importing.amounts import number_texts, numbers
from data.importing.checked import Note
from data.importing.columns import Columns
from data.importing.kind import Asked
from data.importing.months import months_before
from data.importing.problems import Mask
from data.importing.questions import Choice, Question
from data.importing.table import RawTable

# A customer hardly stays a century; a tenure beyond it is a day or a number of something else.
_LONGEST_MONTHS = 1200
# Nobody's records reach back 60 years; a tenure beyond that is asked about.
_DOUBTFUL_MONTHS = 720
_UNIT = "tenure_unit"
_DAYS_A_UNIT = {"days": 1, "weeks": 7}
_MONTHS_A_UNIT = {"months": 1, "years": 12}
_NAMED_UNIT = re.compile(
    r"(?P<days>days?\b|天数?|日数|日數|天數)|(?P<weeks>weeks?\b|wks?\b|周数?|週數?|星期)"
    r"|(?P<years>years?\b|yrs?\b|年数?|年限|年數)|(?P<months>months?|mths?\b|月)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Starts:
    """When contracts begin: as written, else so long before the snapshot."""

    days: NDArray[np.datetime64]
    is_estimated: Mask
    notes: tuple[Note, ...]


def ask_tenure(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Asked:
    """Return the question for the unit of a tenure, unless all says that it is months.

    Somebody who knows better may answer it all the same.
    """
    question = unit_question(raw, mapping, is_answered=_UNIT in answers)
    return Asked((question,) if question else ())


def ask_tenure_and_day(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Asked:
    """Return the questions for a tenure that tells the start: its unit, and up to which day it counts."""
    if "tenure_months" not in mapping or "start_day" in mapping:
        return Asked()
    until = Question("snapshot_date", (), "tenure_until", free=True, is_day=True)
    return Asked((*ask_tenure(raw, mapping, answers).questions, until))


def unit_question(raw: RawTable, mapping: Mapping[str, str], *, is_answered: bool = False) -> Question | None:
    """Return what has to be asked where a tenure may count days, weeks or years rather than months.

    Months are what it is taken for; a heading that names another unit, a number that no stay in
    months reaches, and halves, which months hardly have, raise the doubt.
    """
    heading = mapping.get("tenure_months")
    if heading is None:
        return None
    named = _NAMED_UNIT.search(heading.replace("_", " "))
    written = _numbers(raw, heading)
    longest = float(written.max(initial=0.0))
    has_parts = bool((written != np.floor(written)).any())
    if named is not None and named.lastgroup not in {None, "months"}:
        fits = [str(named.lastgroup), "months"]
    elif longest > _DOUBTFUL_MONTHS:
        fits = ["days", "weeks", "months"]
    elif has_parts and longest <= _DOUBTFUL_MONTHS / 12:
        fits = ["years", "months"]
    elif is_answered:
        fits = ["months"]
    else:
        return None
    rest = [unit for unit in (*_MONTHS_A_UNIT, *_DAYS_A_UNIT) if unit not in fits]
    choices = tuple(Choice(unit) for unit in (*fits, *rest))
    return Question(_UNIT, choices, column=heading, parameters={"longest": f"{longest:g}"})


def starts_by_tenure(columns: Columns, until: NDArray[np.datetime64]) -> Starts:
    """Return when a tenure up to a day began; NaT where a row has no such tenure.

    Parts of days, weeks and months are left away, parts of years rounded to months.
    """
    unit = columns.settled.given.get(_UNIT) or "months"
    count, notes = columns.optional_number("tenure_months")
    written = pc.fill_null(count, np.nan).to_numpy(zero_copy_only=False)
    months = written * _MONTHS_A_UNIT.get(unit, 0) + written * _DAYS_A_UNIT.get(unit, 0) / 30.4
    known = (written >= 0) & (months <= _LONGEST_MONTHS)
    days, whole = _begun(until, np.where(known, written, 0), unit)
    heading = columns.heading("tenure_months")
    return Starts(
        np.where(known, days, np.datetime64("NaT")).astype("datetime64[D]"),
        known & ~np.isnat(until),
        (
            *notes,
            Note("tenure_impossible", "left_empty", ~known & ~np.isnan(written), heading),
            Note("tenure_part", "changed", known & (written != whole), heading),
            Note("start_estimated", "kept", known, heading, parameters={"until": _last(until)}),
        ),
    )


def _begun(
    until: NDArray[np.datetime64], count: NDArray[np.float64], unit: str
) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """Return the days so many units before others, and the counts that were used."""
    if unit in _DAYS_A_UNIT:
        whole = np.floor(count)
        return until - (whole * _DAYS_A_UNIT[unit]).astype("timedelta64[D]"), whole
    exact = count * _MONTHS_A_UNIT[unit]
    months = (np.rint(exact) if unit == "years" else np.floor(exact)).astype(np.int64)
    return months_before(until, months), months / _MONTHS_A_UNIT[unit]


def _numbers(raw: RawTable, heading: str) -> NDArray[np.float64]:
    """Return the different numbers of a column that are none below zero."""
    texts = number_texts(raw.encoded(heading))
    is_comma = (texts.fits["comma"] & ~texts.fits["point"]).any()
    found = numbers(texts, "comma" if is_comma else "point").exact.different.drop_null()
    written: NDArray[np.float64] = found.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return written[written >= 0]


def _last(days: NDArray[np.datetime64]) -> str:
    known = days[~np.isnat(days)]
    return str(known.max()) if len(known) else ""
