"""How often did a customer buy, for how many months have they been silent, and how is that said?"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from dashboard.formats import Reader

STEP_MONTHS: Final = 3
_OFTEN: Final = ("one", "some", "many")
_MANY: Final = 5
# The last step has no end: five years and more.
_LAST: Final = 20
_DAYS_A_MONTH: Final = 365.25 / 12

SILENCE_CELLS: Final = tuple(f"{often}-{step}" for often in _OFTEN for step in range(_LAST + 1))
"""The codes of all cells: how often somebody bought, and the step of silence from 0."""


def silence_cells(customers: pd.DataFrame) -> pd.Series[str]:
    """Return the cell of each customer, as ``some-2`` (2 to 4 purchase days, silent 6 to 9 months).

    Empty without a purchase.
    """
    number, silence = customers["purchase_days"], customers["days_since_last_purchase"]
    known = number.notna() & silence.notna()
    often = np.select([number == 1, number < _MANY], ["one", "some"], "many")
    steps = (silence.where(known, 0.0) / _DAYS_A_MONTH // STEP_MONTHS).clip(upper=_LAST).astype(int)
    return (pd.Series(often, index=customers.index, dtype=object) + "-" + steps.astype(str)).where(known, "")


def silence_words(code: str, reader: Reader) -> str:
    """Return a cell in words: "bought on 2 to 4 days, silent 6 to 9 months"."""
    often, step = code.split("-")
    first = int(step) * STEP_MONTHS
    return reader.texts(
        f"purchase_outlook.cell.{'from' if int(step) == _LAST else 'between'}",
        group=reader.texts(f"purchase_outlook.bought.{often}"),
        first=first,
        last=first + STEP_MONTHS,
    )
