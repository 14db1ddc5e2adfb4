"""How are assumptions shown, typed and checked: each with its default, its range and its origin?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.formats import Reader

Kind = Literal["percent", "money", "number"]
Typed = Mapping[str, float | None]


@dataclass(frozen=True)
class Entry:
    """An assumption as a form shows it.

    ``name`` is that in the rules (``rescue.kept``); ``default``, ``low`` and ``high`` are as it is
    stored, shares 0-1; the default is NaN where an empty field leaves the number to the records.
    ``about`` says in words what the default is, how sure it is, and who says so.
    """

    name: str
    label: str
    kind: Kind
    default: float
    low: float
    high: float
    about: str


@dataclass(frozen=True)
class Group:
    """Assumptions that belong together, under one heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Section:
    """All assumptions of one subject, whose name begins theirs in the rules."""

    subject: str
    title: str
    caption: str
    groups: tuple[Group, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the assumptions of all groups."""
        return tuple(entry for group in self.groups for entry in group.entries)


def shown(entry: Entry, value: float | None) -> float | None:
    """Return a stored value as the form shows it: shares in per cent."""
    if value is None:
        return None
    return round(value * 100, 6) if entry.kind == "percent" else float(value)


def stored(entry: Entry, value: float | None) -> float | None:
    """Return what the form holds as it is stored: per cent as shares (0-1)."""
    if value is None:
        return None
    return round(value / 100, 8) if entry.kind == "percent" else float(value)


def problems(section: Section, typed: Typed, reader: Reader) -> dict[str, str]:
    """Return what is wrong with stored values: by the name of the field a sentence, none if all is well."""
    found = {}
    for entry in section.entries:
        value = typed.get(entry.name)
        if value is None or entry.low <= value <= entry.high:
            continue
        bounds = {"low": written(entry, entry.low, reader), "high": written(entry, entry.high, reader)}
        found[entry.name] = reader.texts("assumptions.problem.range", label=entry.label, **bounds)
    return found


def all_typed(section: Section, typed: Typed, before: Mapping[str, float]) -> dict[str, float]:
    """Return all typed assumptions after a form was saved: other subjects keep theirs.

    What is empty isn't kept, so that a better default reaches it later.
    """
    begin = f"{section.subject}."
    kept = {name: value for name, value in before.items() if not name.startswith(begin)}
    return kept | {name: value for name, value in typed.items() if value is not None}


def written(entry: Entry, value: float, reader: Reader) -> str:
    """Return a value of an assumption in words: a percentage, an amount or a number."""
    if entry.kind == "percent":
        return percent(value, reader)
    if entry.kind == "money":
        return reader.formats.money(value)
    return number(value, reader)


def percent(share: float, reader: Reader, digits: int | None = None) -> str:
    """Return a share as a percentage, with a decimal where it has one and nobody says how many."""
    whole = math.isclose(share * 100, round(share * 100))
    return reader.formats.percent(share, (0 if whole else 1) if digits is None else digits)


def number(value: float, reader: Reader) -> str:
    """Return a number with as many decimals as it needs, two at most."""
    if float(value).is_integer():
        return reader.formats.count(value)
    digits = 1 if math.isclose(value * 10, round(value * 10)) else 2
    return reader.formats.decimal(value, digits)
