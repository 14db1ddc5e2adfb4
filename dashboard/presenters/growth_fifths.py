"""In which fifth of those who bought in both years does a customer grow, and how is that said?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.formats import Reader

FIFTHS: Final = ("g1", "g2", "g3", "g4", "g5")
"""From those who shrink most to those who grow most."""

_WIDTH: Final = 20.0


def growth_fifths(customers: pd.DataFrame) -> pd.Series[str]:
    """Return the code of each customer's fifth of the development index; empty where it is unknown."""
    found = pd.Series("", index=customers.index, dtype=object)
    if "development_index" in customers:
        for number, code in enumerate(FIFTHS):
            found[customers["development_index"] >= _WIDTH * number] = code
    return found


def growth_word(code: str, reader: Reader) -> str:
    """Return a fifth in words: "Grows most"."""
    return reader.texts(f"value_to_customers.fifth.{code[1:]}")
