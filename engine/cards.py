"""What does each method say of itself: is there enough data, and under which rule did it run?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fact = int | float | str


@dataclass(frozen=True)
class Card:
    """A method's own account; its sentence is ``card.<name>.<status>`` with ``facts`` as parameters.

    With ``not_enough_data`` the facts hold ``count`` (what there is) and ``needed``. Of the others
    ``*_share``, ``*_rate`` and ``*_probability`` are 0-1, ``*_days`` and ``*_months`` whole
    numbers, texts are codes. ``value_basis`` has a sentence for each ``basis``:
    ``card.value_basis.margin``, ``.assumed_margin``, ``.sales``.
    """

    name: str
    status: Literal["ok", "not_enough_data"] = "ok"
    facts: Mapping[str, Fact] = field(default_factory=dict)


def enough(name: str, count: int, needed: int, **facts: Fact) -> Card:
    """Return a card that is ok with ``facts`` if there is as much as needed, and says so if not."""
    if count < needed:
        return Card(name, "not_enough_data", {"count": count, "needed": needed})
    return Card(name, "ok", facts)
