"""Which customers are behind a figure: all it counts, those on either side of it, those in each band?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_filters import CustomerFilters, filter_words, matching
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.index_bands import INDEX_BANDS, band_words, index_bands
from dashboard.presenters.satisfaction import group_label
from dashboard.presenters.terms import RETENTIONS, TIMES
from engine.satisfaction.point_ranges import SMALLEST_GROUP

__all__ = ["SMALLEST_GROUP", "People", "people_behind"]


# Filter of which codes say by "f" whom a figure counts, by "c" and "n" who is on either side -> these sides.
_FOLLOWED: Final = {
    "cohort": ("there", "not_there"),
    "counted": ("stayed", "left"),
    "grew": ("more", "less"),
}


@dataclass(frozen=True)
class People:
    """A group behind a figure: how many, said in words, and how to find them."""

    label: str
    filters: CustomerFilters


def people_behind(customers: pd.DataFrame, filters: CustomerFilters, reader: Reader) -> tuple[People, ...]:
    """Return all that a figure counts and those on either side of it.

    Both sides are left out where one of them is of one to four customers: nobody is told apart by them.
    """
    named = {"all": filters, **_sides(filters)}
    counts = {name: len(matching(customers, own)) for name, own in named.items()}
    sides = [counts[name] for name in named if name != "all"]
    are_told = all(count == 0 or count >= SMALLEST_GROUP for count in sides)
    what = filter_words(replace(filters, kept=(), times=()), reader) or reader.texts(
        "loyalty.behind.everybody"
    )
    return tuple(
        People(reader.texts(f"loyalty.behind.{name}", count=counts[name], what=what), named[name])
        for name in named
        if counts[name] and (are_told or name == "all")
    )


def band_bars(customers: pd.DataFrame, column: str, grounds: Grounds) -> pd.DataFrame:
    """Return the customers in each band of an index as bars: ``code word value label``."""
    bands = index_bands(customers, column)
    rows = [
        (code, band_words(code, grounds.reader), *group_label(customers[bands == code], grounds))
        for code in INDEX_BANDS
    ]
    return pd.DataFrame(rows if (bands != "").any() else [], columns=["code", "word", "value", "label"])


def _sides(filters: CustomerFilters) -> dict[str, CustomerFilters]:
    if filters.kept == RETENTIONS:
        return {code: replace(filters, kept=(code,)) for code in RETENTIONS}
    if filters.times == TIMES:
        return {code: replace(filters, times=(code,)) for code in reversed(TIMES)}
    for name, sides in _FOLLOWED.items():
        codes = getattr(filters, name)
        if len(codes) == 1 and "f" in codes[0]:
            changed: list[dict[str, Any]] = [{name: (codes[0].replace("f", how),)} for how in "cn"]
            return {side: replace(filters, **own) for side, own in zip(sides, changed, strict=True)}
    return {}
