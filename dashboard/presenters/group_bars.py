"""How many customers are in each of a few groups, and which of these are too few to be told apart?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from dashboard.presenters.grounds import Grounds
from dashboard.presenters.index_bands import INDEX_BANDS, band_words, index_bands
from engine.satisfaction.point_ranges import SMALLEST_GROUP, givers, point_ranges

_AND: Final = ","


def group_bars(
    customers: pd.DataFrame, groups: pd.Series[str], words: Mapping[str, str], grounds: Grounds
) -> pd.DataFrame:
    """Return customers by group as bars: ``code word value label``, with number and current value.

    ``groups`` is the code of each customer's group, ``words`` names the codes in their order. A group of
    fewer than five stands together with its neighbour: else it could be told from the others and all.
    """
    codes, reader, values = list(words), grounds.reader, customers["current_value"]
    places = groups.map({code: place for place, code in enumerate(codes)})
    known = places.notna()
    gave = givers(places[known], known.index[known].to_series())
    rows = []
    for first, last in point_ranges(gave, ((0, len(codes) - 1),)):
        own = codes[first : last + 1]
        word = reader.texts("customers.filter.or").join(words[code] for code in own)
        rows.append((_AND.join(own), word, *_told(values[places.between(first, last)], grounds)))
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"])


def band_bars(customers: pd.DataFrame, column: str, grounds: Grounds) -> pd.DataFrame:
    """Return the customers in each band of an index as bars: ``code word value label``."""
    bands = index_bands(customers, column)
    words = {code: band_words(code, grounds.reader) for code in INDEX_BANDS}
    bars = group_bars(customers, bands, words, grounds)
    return bars if (bands != "").any() else bars[:0]


def codes_of(clicked: Sequence[str]) -> tuple[str, ...]:
    """Return the groups that the clicked bars stand for."""
    return tuple(code for one in clicked for code in one.split(_AND))


def _told(values: pd.Series[float], grounds: Grounds) -> tuple[float, str]:
    """Return how long the bar of customers of these values is, and its words; fewer than five stay untold."""
    if 0 < len(values) < SMALLEST_GROUP:
        return 0.0, grounds.reader.texts("words.fewer", count=SMALLEST_GROUP)
    value = grounds.reader.formats.money(float(values.sum()))
    return float(len(values)), grounds.reader.texts("experience.feeling", count=len(values), value=value)
