"""Which part of a long list is looked at?"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import pandas as pd


@dataclass(frozen=True)
class Part:
    """One page of a list: its rows, its number from 1 and how many pages there are.

    ``numbers`` are ``first`` and ``last`` row of the page, from 1, and the ``count`` of all.
    """

    rows: pd.DataFrame
    page: int
    pages: int
    numbers: dict[str, int]


def pages_of(count: int, size: int) -> int:
    """Return how many pages of ``size`` rows a list has; one at least."""
    return max(1, ceil(count / size))


def part_of(ordered: pd.DataFrame, page: int, size: int) -> Part:
    """Return a page of a list; a page that there isn't is taken as the nearest."""
    pages = pages_of(len(ordered), size)
    page = min(max(1, page), pages)
    begin = (page - 1) * size
    rows = ordered.iloc[begin : begin + size]
    return Part(rows, page, pages, {"first": begin + 1, "last": begin + len(rows), "count": len(ordered)})
