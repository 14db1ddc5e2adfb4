"""What does each method say of itself: is there enough data, and under which rule did it run?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Fact = int | float | str


@dataclass(frozen=True)
class Card:
    """A method's own account; its sentence is ``message_id`` with ``facts`` as parameters.

    With ``not_enough_data`` the facts hold ``count`` (what there is) and ``needed``. Of the others
    ``*_share``, ``*_rate`` and ``*_probability`` are 0-1, ``*_days`` and ``*_months`` whole
    numbers, texts are codes. Where a method has several sentences of one status, the fact
    ``variant`` names which.
    """

    name: str
    status: Literal["ok", "not_enough_data"] = "ok"
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def message_id(self) -> str:
        """Return ``card.<name>.<status>``, with ``.<variant>`` where there are several."""
        variant = self.facts.get("variant")
        return f"card.{self.name}.{self.status}" + (f".{variant}" if variant else "")


def enough(name: str, count: int, needed: int, facts: Mapping[str, Fact] | None = None) -> Card:
    """Return a card that is ok with ``facts`` if there is as much as needed, and says so if not."""
    if count < needed:
        return Card(name, "not_enough_data", {"count": count, "needed": needed})
    return Card(name, "ok", facts or {})


def lacking(name: str, variant: str, count: int, needed: int) -> Card:
    """Return a card of a method that may lack several things; ``variant`` says which it lacks."""
    return Card(name, "not_enough_data", {"variant": variant, "count": count, "needed": needed})
