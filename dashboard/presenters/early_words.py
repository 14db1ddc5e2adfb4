"""How are the traits said that speak for a prospect?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dashboard.formats import Reader
from engine.segments.early_traits import FIRST, Level

_SAID: Final = re.compile(r"(.+?)(>=|=|<)(.*)", re.DOTALL)


def trait_words(traits: object, labels: Mapping[str, str], reader: Reader) -> str:
    """Return an assessment's ``prospect_traits`` in words; ``labels`` head the attributes."""
    if not isinstance(traits, str):
        return ""
    said = [_words(line, labels, reader) for line in traits.split("\n") if line]
    return reader.texts("prospects.and").join(said)


def level_words(level: Level, labels: Mapping[str, str], reader: Reader) -> str:
    """Return one level of a trait in words: "guest type: business", "first purchase of €120 or more"."""
    if level.category:
        return _category(level.trait, level.category, labels, reader)
    low, high = (_limit(level.trait, limit, reader) for limit in (level.low, level.high))
    name = _name(level.trait, labels, reader)
    if low and high:
        return reader.texts("prospects.trait.between", trait=name, low=low, high=high)
    if low:
        return reader.texts("prospects.trait.from", trait=name, low=low)
    return reader.texts("prospects.trait.below", trait=name, high=high)


def _words(line: str, labels: Mapping[str, str], reader: Reader) -> str:
    found = _SAID.fullmatch(line)
    if not found:
        return line
    trait, how, value = found.groups()
    if how == "=":
        return _category(trait, value, labels, reader)
    name, limit = _name(trait, labels, reader), _limit(trait, float(value), reader)
    if how == "<":
        return reader.texts("prospects.trait.below", trait=name, high=limit)
    return reader.texts("prospects.trait.from", trait=name, low=limit)


def _category(trait: str, value: str, labels: Mapping[str, str], reader: Reader) -> str:
    return reader.texts("prospects.trait.category", trait=_name(trait, labels, reader), value=value)


def _name(trait: str, labels: Mapping[str, str], reader: Reader) -> str:
    if trait.startswith(FIRST):
        return reader.texts(f"prospects.first.{trait.removeprefix(FIRST)}")
    return labels.get(trait, trait)


def _limit(trait: str, limit: float, reader: Reader) -> str:
    if limit in (float("inf"), float("-inf")):
        return ""
    if trait == f"{FIRST}amount":
        return reader.formats.money(limit)
    return reader.formats.decimal(limit, 1) if limit % 1 else reader.formats.count(limit)
