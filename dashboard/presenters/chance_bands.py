"""In which band lies a customer's chance to leave, and how is a band said?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.formats import Reader

CHANCE_BANDS: Final = {
    "p0": (0.0, 0.1),
    "p10": (0.1, 0.2),
    "p20": (0.2, 0.4),
    "p40": (0.4, 0.6),
    "p60": (0.6, 1.0),
}
"""Bounds of each band by its code; the lower one belongs to it, and to the last the upper one too."""


def chance_bands(customers: pd.DataFrame) -> pd.Series[str]:
    """Return the code of each customer's band; empty where no chance is known."""
    chance = customers["churn_probability"]
    found = pd.Series("", index=customers.index, dtype=object)
    for code, (low, _) in CHANCE_BANDS.items():
        found[chance >= low] = code
    return found


def band_words(code: str, reader: Reader) -> str:
    """Return a band in words: "Below 10%", "10% to 20%", "60% and more"."""
    how, said = _bounds(code, reader)
    return reader.texts(f"one_day.band.{how}", **said)


def filter_words_of(code: str, reader: Reader) -> str:
    """Return a band as a filter is said: "chance to leave below 10%"."""
    how, said = _bounds(code, reader)
    return reader.texts(f"customers.filter.chance.{how}", **said)


def _bounds(code: str, reader: Reader) -> tuple[str, dict[str, str]]:
    low, high = CHANCE_BANDS[code]
    said = {"low": reader.formats.percent(low, 0), "high": reader.formats.percent(high, 0)}
    how = "below" if low == 0.0 else "from" if high == 1.0 else "between"
    return how, said
