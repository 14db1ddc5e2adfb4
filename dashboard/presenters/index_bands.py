"""In which band lies an index of 0 to 100, and how is a band said?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.formats import Reader

INDEX_BANDS: Final = {"i0": (0.0, 50.0), "i50": (50.0, 70.0), "i70": (70.0, 100.0)}
"""Bounds of each band by its code; the lower one belongs to it, and to the last the upper one too."""


def index_bands(customers: pd.DataFrame, column: str) -> pd.Series[str]:
    """Return the code of each customer's band; empty where the index is unknown."""
    found = pd.Series("", index=customers.index, dtype=object)
    if column in customers:
        for code, (low, _) in INDEX_BANDS.items():
            found[customers[column] >= low] = code
    return found


def band_words(code: str, reader: Reader) -> str:
    """Return a band in words: "below 50", "50 to 70", "70 and more"."""
    low, high = INDEX_BANDS[code]
    how = "below" if low == 0.0 else "from" if high == 100.0 else "between"
    return reader.texts(f"customers.index.{how}", low=int(low), high=int(high))
