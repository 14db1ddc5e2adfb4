"""Who came in which quarter and was there again so many quarters later, and how is that said?

A code is a quarter (``2022q3``), a number of quarters after the first in which customers were there or not
(``c4``, ``n4``), or both (``2022q3n4``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.formats import Reader

COHORT_CODE: Final = re.compile(r"(?=.)([12][0-9]{3}q[1-4])?(?:([cn])([0-9]{1,2}))?", re.ASCII)


def cohort_quarters(customers: pd.DataFrame) -> pd.Series[str]:
    """Return the code of the quarter in which each customer came; empty where no day is known.

    With contracts that is the first contract's start, otherwise the first purchase.
    """
    day = customers["first_purchase_day"]
    if customers["contract_start_day"].notna().any():
        day = customers["contract_start_day"]
    quarters = day.dt.to_period("Q").astype("object")
    codes = ["" if pd.isna(quarter) else f"{quarter.year}q{quarter.quarter}" for quarter in quarters]
    return pd.Series(codes, index=customers.index, dtype="object")


def in_cohorts(customers: pd.DataFrame, codes: Sequence[str]) -> pd.Series[bool]:
    """Return whom one of the codes describes; who wasn't followed so long is neither there nor not."""
    quarters = cohort_quarters(customers)
    found = pd.Series(False, index=customers.index)
    for code in codes:
        quarter, how, after = _parts(code)
        one = quarters == quarter if quarter else pd.Series(True, index=customers.index)
        if how:
            seen = customers["active_quarters"].astype("object").str.get(int(after))
            one &= seen == ("1" if how == "c" else "0")
        found |= one
    return found


def cohort_words(code: str, reader: Reader) -> str:
    """Return a code in words: "came in 2022-Q3 and were there 4 quarters later"."""
    quarter, how, after = _parts(code)
    said = quarter.replace("q", "-Q")
    if not how:
        return reader.texts("customers.cohort.came", quarter=said)
    name = {"c": "there", "n": "not_there"}[how] + ("_of" if quarter else "")
    return reader.texts(f"customers.cohort.{name}", quarter=said, count=int(after))


def _parts(code: str) -> tuple[str, str, str]:
    found = COHORT_CODE.fullmatch(code)
    quarter, how, after = found.groups() if found else ("", "", "")
    return quarter or "", how or "", after or ""
