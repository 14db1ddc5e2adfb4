"""Whom did a past assessment give a chance to leave, what became of them, and how is that said?

A code says how it went, then the day of the warning and, with two numbers more, the band of the stated
chance in percent: ``n20251031-20-30`` is who was said to leave with a chance of 20 to 30 % and did.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import partial
from typing import Final, Protocol

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.holdings import has_any

PAST_CODE: Final = re.compile(
    r"([fcnrkt])([12][0-9]{3}[01][0-9][0-3][0-9])(?:-([0-9]{1,3})-([0-9]{1,3}))?", re.ASCII
)

_COLUMN: Final = "past_warnings"
_PERCENT: Final = 100
_NAMES: Final = {"c": "not_gone", "n": "gone", "r": "back", "k": "contacted", "t": "could_leave"}


class PastWarnings(Protocol):
    """An earlier assessment's warnings, with whom they were given."""

    @property
    def as_of(self) -> dt.date:
        """The day of the warnings."""

    @property
    def people(self) -> pd.DataFrame:
        """``customer_id stated left is_back was_contacted band_low band_high``, a row a customer."""


def past_code(how: str, day: dt.date, band: tuple[float, float] | None = None) -> str:
    """Return the code of those to whom it went so, of all warned on a day or of one band."""
    bounds = "".join(f"-{round(_PERCENT * bound)}" for bound in band or ())
    return f"{how}{day:%Y%m%d}{bounds}"


def with_past_warnings(
    customers: pd.DataFrame, judged: Sequence[PastWarnings], codes: Sequence[str]
) -> pd.DataFrame:
    """Return the customers with what ``was_warned`` looks at, as far as the codes ask for it."""
    days = {code[1:9] for code in codes}
    lines = pd.Series("", index=customers.index)
    for one in judged:
        if f"{one.as_of:%Y%m%d}" in days:
            lines += customers["customer_id"].map(_told(one)).fillna("")
    return customers.assign(**{_COLUMN: lines})


was_warned = partial(has_any, _COLUMN)
"""Return whom one of the codes describes; nobody without ``with_past_warnings``."""


def past_words(code: str, reader: Reader) -> str:
    """Return a code in words: "chance 20% to 30% on Oct 31, 2025, and gone in the time judged"."""
    found = PAST_CODE.fullmatch(code)
    how, day, low, high = found.groups() if found else ("f", "", None, None)
    texts, percent = reader.texts, reader.formats.percent
    said = {"day": _day(day, reader)}
    who = texts("customers.warned.on", **said)
    if low is not None and high is not None:
        bounds = {"low": percent(int(low) / _PERCENT, 0), "high": percent(int(high) / _PERCENT, 0)}
        who = texts("customers.warned.band", **bounds, **said)
    return texts(f"customers.warned.{_NAMES[how]}", who=who) if how in _NAMES else who


def _day(day: str, reader: Reader) -> str:
    try:
        return reader.formats.day(dt.date.fromisoformat(day))
    except ValueError:  # an address may ask for a February 31
        return day


def _told(one: PastWarnings) -> pd.Series[str]:
    """Return all codes that describe a customer, one a line, by ``customer_id``."""
    people = one.people
    bounds = (_PERCENT * people[["band_low", "band_high"]]).round().astype("int").astype("str")
    band = "-" + bounds["band_low"] + "-" + bounds["band_high"]
    left = people["left"].astype("bool")
    holds = {
        "f": pd.Series(True, index=people.index),
        "c": ~left,
        "n": left,
        "r": people["is_back"].astype("bool"),
        "k": people["was_contacted"].astype("bool"),
        "t": people["stated"] > 0.0,
    }
    lines = pd.Series("", index=people.index)
    for how, is_so in holds.items():
        code = past_code(how, one.as_of)
        lines += (code + "\n" + code + band + "\n").where(is_so, "")
    return lines.set_axis(people["customer_id"])
