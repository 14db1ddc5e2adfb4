"""Who came in which quarter and was there again so many quarters later, and how is that said?

A code is a year or quarter (``2022``, ``2022q3``), or a number of quarters after the first: ``f4`` for those
followed so long, ``c4`` for who was there then and ``n4`` for who was not; or both (``2022q3n4``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.formats import Reader

COHORT_CODE: Final = re.compile(r"(?=.)([12][0-9]{3}(?:q[1-4])?)?(?:([cnf])([0-9]{1,2}))?", re.ASCII)

_SEEN: Final = {"c": ["1"], "n": ["0"], "f": ["0", "1"]}


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
        one = quarters.str.startswith(quarter)
        if how:
            seen = customers["active_quarters"].astype("object").str.get(int(after))
            one &= seen.isin(_SEEN[how])
        found |= one
    return found


def cohort_words(code: str, reader: Reader) -> str:
    """Return a code in words: "came in 2022-Q3 and were there 4 quarters later"."""
    quarter, how, after = _parts(code)
    said = quarter.replace("q", "-Q")
    if not how:
        return reader.texts("customers.cohort.came", quarter=said)
    name = {"c": "there", "n": "not_there", "f": "followed"}[how] + ("_of" if quarter else "")
    return reader.texts(f"customers.cohort.{name}", quarter=said, count=int(after))


def _parts(code: str) -> tuple[str, str, str]:
    found = COHORT_CODE.fullmatch(code)
    quarter, how, after = found.groups() if found else ("", "", "")
    return quarter or "", how or "", after or ""
