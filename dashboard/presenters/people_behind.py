"""Which customers are behind a figure: all it counts, those on either side of it, those in each band?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_filters import CustomerFilters, count_matching, filter_words
from dashboard.presenters.terms import RETENTIONS, TIMES
from engine.satisfaction.point_ranges import SMALLEST_GROUP

__all__ = ["SMALLEST_GROUP", "People", "people_behind"]


# Filter of which codes say by "f" whom a figure counts, by "c" and "n" who is on either side -> these sides.
_FOLLOWED: Final = {
    "cohort": ("there", "not_there"),
    "counted": ("stayed", "left"),
    "grew": ("more", "less"),
    "warned": ("not_gone", "gone"),
}
# The same of who else is told of, some of those on either side -> how their code begins.
_FURTHER: Final = {"warned": {"back": "r", "contacted": "k"}}


@dataclass(frozen=True)
class People:
    """A group behind a figure: how many, said in words, and how to find them."""

    label: str
    filters: CustomerFilters


def people_behind(customers: pd.DataFrame, filters: CustomerFilters, reader: Reader) -> tuple[People, ...]:
    """Return all that a figure counts and those on either side of it.

    Both sides are left out where one of them is of one to four customers: nobody is told apart by them.
    So is who else is told of where they, or the others, are so few.
    """
    sides, further = _sides(filters), _further(filters)
    named = {"all": filters, **sides, **further}
    counts = {name: count_matching(customers, own) for name, own in named.items()}
    are_told = all(_is_told(counts[name]) for name in sides)
    told = {"all", *(sides if are_told else ())}
    told |= {name for name in further if _is_told(counts[name]) and _is_told(counts["all"] - counts[name])}
    what = filter_words(replace(filters, kept=(), times=()), reader) or reader.texts(
        "loyalty.behind.everybody"
    )
    return tuple(
        People(reader.texts(f"loyalty.behind.{name}", count=counts[name], what=what), named[name])
        for name in named
        if counts[name] and name in told
    )


def _is_told(count: int) -> bool:
    return count == 0 or count >= SMALLEST_GROUP


def _further(filters: CustomerFilters) -> dict[str, CustomerFilters]:
    return {
        name: replace(filters, **_coded(column, code.replace("f", how)))
        for column, ways in _FURTHER.items()
        for code in getattr(filters, column)[:1]
        for name, how in ways.items()
        if code.startswith("f")
    }


def _coded(name: str, code: str) -> dict[str, Any]:
    return {name: (code,)}


def _sides(filters: CustomerFilters) -> dict[str, CustomerFilters]:
    if filters.kept == RETENTIONS:
        return {code: replace(filters, kept=(code,)) for code in RETENTIONS}
    if filters.times == TIMES:
        return {code: replace(filters, times=(code,)) for code in reversed(TIMES)}
    for name, sides in _FOLLOWED.items():
        codes = getattr(filters, name)
        if len(codes) == 1 and "f" in codes[0]:
            changed = [_coded(name, codes[0].replace("f", how)) for how in "cn"]
            return {side: replace(filters, **own) for side, own in zip(sides, changed, strict=True)}
    return {}
