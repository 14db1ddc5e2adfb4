"""How is a question of the surveys called, on every page?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from dashboard.formats import Reader
from dashboard.presenters.grounds import Grounds
from engine.satisfaction.roles import ROLES


class Named(Protocol):
    """A question as its file named it; ``label`` is empty where that says only what it measures."""

    @property
    def item_id(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str | None: ...  # noqa: D102


def item_names(questions: Sequence[Named], reader: Reader) -> dict[str, str]:
    """Return each question's name by its id: its own words, else what it measures.

    Where two would be called the same, their ids stand beside the names.
    """
    names = {one.item_id: _name(one, reader) for one in questions}
    times = Counter(names.values())
    return {
        item: reader.texts("item_roles.name_with_id", name=name, item=item) if times[name] > 1 else name
        for item, name in names.items()
    }


def item_words(item: object, grounds: Grounds) -> str:
    """Return how a question is called; one that left with its import as the assessment knew it."""
    names: Mapping[str, str] = grounds.questions
    return names.get(str(item), str(item))


def _name(one: Named, reader: Reader) -> str:
    if one.label:
        return one.label
    return reader.texts(f"experience.role.{one.role}") if one.role in ROLES else one.item_id
