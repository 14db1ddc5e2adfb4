"""Which neighbouring points of a scale stand together, so that no few people are told apart?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

SMALLEST_GROUP: Final = 5

Range = tuple[int, int]
"""The lowest and the highest point, both in it."""

Givers = Mapping[int, frozenset[Any]]
"""Five of those who gave each point, or all where there are fewer; one that nobody gave may be left out."""


def givers(points: pd.Series[Any], people: pd.Series[Any]) -> Givers:
    """Return who gave each point; ``points`` are whole numbers, ``people`` are aligned with them."""
    each = pd.DataFrame({"point": points.to_numpy(dtype="int64"), "person": people.to_numpy()})
    # More than five say no more, and sets of all are slow to make.
    some = each.drop_duplicates().groupby("point").head(SMALLEST_GROUP)
    who = some.groupby("point")["person"].agg(frozenset)
    return dict(zip(who.index.tolist(), who.tolist(), strict=True))


def are_told(gave: Givers, kinds: Sequence[Range]) -> bool:
    """Whether each kind of points is nobody's, or at least five people's."""
    return all(_is_told(gave, kind) for kind in kinds)


def people_within(gave: Givers, one: Range) -> int:
    """Return how many people gave a point of a range: exactly below five, else five at least."""
    within = [gave.get(point, frozenset()) for point in range(one[0], one[1] + 1)]
    return len(frozenset().union(*within))


def point_ranges(gave: Givers, kinds: Sequence[Range]) -> list[Range]:
    """Return the ranges in which points are told, the lowest first: nobody's, or at least five people's.

    Only points of one of the ``kinds`` are put together; a kind that fewer than five people gave is one
    range all the same.
    """
    return [one for kind in kinds for one in _ranges_of(kind, gave)]


def _ranges_of(kind: Range, gave: Givers) -> Iterator[Range]:
    found: list[Range] = []
    for point in range(kind[0], kind[1] + 1):
        if found and not _is_told(gave, found[-1]):
            found[-1] = (found[-1][0], point)
        else:
            found.append((point, point))
    while len(found) > 1 and not _is_told(gave, found[-1]):
        found[-2:] = [(found[-2][0], found[-1][1])]
    yield from found


def _is_told(gave: Givers, one: Range) -> bool:
    return people_within(gave, one) not in range(1, SMALLEST_GROUP)
