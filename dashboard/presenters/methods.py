"""By which formulas does the app reckon, and what did each method have to work with?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.formats import Reader
from dashboard.presenters.grounds import formula_latex, formula_source
from engine.formulas import Formula
from engine.methods import FORMULAS, SECTIONS

_SHARE_ENDINGS = ("_share", "_rate", "_probability")


@dataclass(frozen=True)
class Method:
    """A formula as it is read; ``name`` is its anchor, ``formula`` LaTeX, the rest plain text."""

    name: str
    title: str
    meaning: str
    formula: str
    source: str
    origin: str


@dataclass(frozen=True)
class MethodCard:
    """What a method says of itself in this assessment."""

    status: Literal["ok", "not_enough_data"]
    text: str


@dataclass(frozen=True)
class MethodsView:
    """What Methods shows: the formula asked for, if any, all that fit the search, and the cards."""

    headline: str
    asked: Method | None
    sections: tuple[tuple[str, tuple[Method, ...]], ...]
    cards: tuple[MethodCard, ...]


def methods_view(
    asked: str, search: str, cards: Mapping[str, Mapping[str, object]], reader: Reader
) -> MethodsView:
    """Return the formulas that fit ``search`` (all if empty), and the one named ``asked`` apart."""
    texts = reader.texts
    sections = []
    for section, formulas in SECTIONS.items():
        fitting = tuple(one for one in (method(formula, reader) for formula in formulas) if fits(one, search))
        if fitting:
            sections.append((texts(f"methods.section.{section}"), fitting))
    found = sum(len(methods) for _, methods in sections)
    return MethodsView(
        headline=texts("methods_page.found" if search.strip() else "methods_page.headline", count=found),
        asked=method(FORMULAS[asked], reader) if asked in FORMULAS else None,
        sections=tuple(sections),
        cards=tuple(card_words(name, facts, reader) for name, facts in cards.items()),
    )


def method(formula: Formula, reader: Reader) -> Method:
    """Return a formula in the reader's language."""
    texts = reader.texts
    return Method(
        name=formula.name,
        title=texts(f"methods.{formula.name}.title"),
        meaning=texts(f"methods.{formula.name}.meaning"),
        formula=formula_latex(formula, reader),
        source=formula_source(formula, reader),
        origin=texts(f"customers.origin.{formula.origin}"),
    )


def fits(method: Method, search: str) -> bool:
    """Whether every word of ``search`` stands somewhere in the method's texts."""
    everything = " ".join((method.name, method.title, method.meaning, method.source)).casefold()
    return all(word in everything for word in search.casefold().split())


def card_words(name: str, facts: Mapping[str, object], reader: Reader) -> MethodCard:
    """Return the sentence of a card: ``card.<name>.<status>``, with its variant where it has some."""
    status: Literal["ok", "not_enough_data"] = "ok" if facts.get("status") == "ok" else "not_enough_data"
    variant = f".{facts['variant']}" if "variant" in facts else ""
    written = {fact: _written(fact, value, reader) for fact, value in facts.items()}
    return MethodCard(status, reader.texts(f"card.{name}.{status}{variant}", **written))


def _written(name: str, value: object, reader: Reader) -> object:
    """Return a fact as sentences take it: shares as percentages, days as dates."""
    if isinstance(value, int | float) and name.endswith(_SHARE_ENDINGS):
        return reader.formats.percent(value)
    if isinstance(value, str) and name == "stand":
        return dt.date.fromisoformat(value)
    return value
