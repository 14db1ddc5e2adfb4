"""Which months of their contracts count a customer, who left in them, and how is that said?

A code is ``f`` for whom months count, ``c`` for who was still there after them, ``n`` for who left in
them; then from which month to which, as ``f4-6``, ``t`` for the last months, for which it was foretold
who would stay, or nothing for any month.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.formats import Reader

MONTHS_CODE: Final = re.compile(r"([cnf])(?:t|([0-9]{1,3})-([0-9]{1,3}))?", re.ASCII)

_NAMES: Final = {"f": "counted", "c": "still", "n": "left"}
_EVER: Final = ("1", "999")
_FORETOLD: Final = "t"


def months_code(first: int, last: int) -> str:
    """Return the code of those whom months ``first`` to ``last`` of their contracts count, from 1."""
    return f"f{first}-{last}"


def in_contract_months(customers: pd.DataFrame, codes: Sequence[str]) -> pd.Series[bool]:
    """Return whom one of the codes describes; nobody where an assessment does not say it."""
    found = pd.Series(False, index=customers.index)
    if "contract_month_first" not in customers:
        return found
    for code in codes:
        how, first, last = _parts(code)
        counted = customers["contract_month_first"].le(last) & customers["contract_month_last"].ge(first)
        if code.endswith(_FORETOLD):
            counted &= customers.get("contract_month_foretold", _nothing(customers)).notna()
        left = customers["contract_month_left"].between(first, last)
        found |= counted & {"f": counted, "c": ~left, "n": left}[how]
    return found


def contract_month_words(code: str, reader: Reader) -> str:
    """Return a code in words: "left in months 4 to 6 of their contract"."""
    how, first, last = _parts(code)
    if code.endswith(_FORETOLD):
        return reader.texts(f"customers.months.{_NAMES[how]}.foretold")
    if (str(first), str(last)) == _EVER:
        return reader.texts(f"customers.months.{_NAMES[how]}.ever")
    return reader.texts(f"customers.months.{_NAMES[how]}", first=first, last=last)


def _nothing(customers: pd.DataFrame) -> pd.Series[float]:
    return pd.Series(math.nan, index=customers.index)


def _parts(code: str) -> tuple[str, int, int]:
    found = MONTHS_CODE.fullmatch(code)
    how, first, last = found.groups() if found else ("f", "0", "0")
    return str(how), int(first or _EVER[0]), int(last or _EVER[1])
