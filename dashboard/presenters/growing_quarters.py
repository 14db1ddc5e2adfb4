"""Who spent more in four quarters than in the four before, by the quarter they end with?

A code is ``f`` for all who spent in both years, ``c`` for who spent more in the later and ``n`` for who
did not, then the quarter: ``c2026q3``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import quarter_words
from dashboard.presenters.holdings import has_any

GREW_CODE: Final = re.compile(r"[cfn][12][0-9]{3}q[1-4]", re.ASCII)

_ENDS: Final = {"f": "", "c": "=1", "n": "=0"}
_NAMES: Final = {"f": "both", "c": "more", "n": "less"}


def has_grown(customers: pd.DataFrame, codes: Sequence[str]) -> pd.Series[bool]:
    """Return whom one of the codes describes; nobody where an assessment does not say it."""
    return has_any("growing_quarters", customers, [code[1:] + _ENDS[code[0]] for code in codes])


def grew_words(code: str, reader: Reader) -> str:
    """Return a code in words: "spent more in the four quarters to Q3 2026 than in the four before"."""
    return reader.texts(f"customers.grew.{_NAMES[code[0]]}", quarter=quarter_words(code[1:], reader))
