"""How is a group of like customers called, and how are its rules and traits said?"""

from __future__ import annotations

import math
import re
from typing import Final

from dashboard.formats import UNDEFINED, Reader
from dashboard.i18n.texts import Texts
from engine.segments.names import MIDDLING, TRAIT_WORDS
from engine.segments.rules import Bound

WORDS: Final = (*(word for pair in TRAIT_WORDS.values() for word in pair), MIDDLING)
_ANY_WORD: Final = "|".join(sorted(WORDS, key=len, reverse=True))
CLUSTER_CODE: Final = re.compile(rf"(?:{_ANY_WORD})(?:-(?:{_ANY_WORD}))*(?:-[2-9])?", re.ASCII)
"""What a group's code looks like, in an assessment as in an address."""


def cluster_name(code: object, texts: Texts) -> str:
    """Return a group's name, made of the words for what sets it apart; a dash without a group."""
    if not isinstance(code, str) or not CLUSTER_CODE.fullmatch(code):
        return UNDEFINED
    parts = code.split("-")
    words = [texts(f"segments.cluster.{part}") for part in parts if part in WORDS]
    number = f" {parts[-1]}" if parts[-1].isdigit() else ""
    name = texts("segments.groups.and").join(words)
    return name[:1].upper() + name[1:] + number


def rule_words(bounds: tuple[Bound, ...], reader: Reader, measure: str) -> str:
    """Return a rule as a person applies it: "margin of 12 months from €1,200 and known for 45 weeks"."""
    said = [_bound_words(bound, reader, measure) for bound in bounds]
    return reader.texts("segments.groups.rule_and").join(said) or reader.texts("segments.groups.everybody")


def trait_name(trait: str, texts: Texts, measure: str) -> str:
    """Return what a trait is called."""
    if trait == "current_value":
        return texts(f"segments.trait.current_value.{measure}")
    return texts(f"segments.trait.{trait}")


def trait_value(trait: str, value: float, reader: Reader) -> str:
    """Return a trait's value in its unit."""
    if math.isnan(value):
        return UNDEFINED
    if trait in ("current_value", "monetary_value"):
        return reader.formats.money(value)
    if trait == "refund_share":
        return reader.formats.percent(value)
    if trait == "days_since_last_purchase":
        return reader.texts("customers.days", count=round(value))
    if trait == "age_weeks":
        return reader.texts("segments.weeks", count=round(value))
    return reader.formats.decimal(value) if value % 1 else reader.formats.count(value)


def _bound_words(bound: Bound, reader: Reader, measure: str) -> str:
    texts = reader.texts
    name = trait_name(bound.trait, texts, measure)
    limits = {
        end: trait_value(bound.trait, limit, reader)
        for end, limit in (("low", bound.low), ("high", bound.high))
        if math.isfinite(limit)
    }
    kind = "between" if len(limits) == 2 else ("from" if "low" in limits else "below")
    return texts(f"segments.groups.rule.{kind}", trait=name, **limits)
