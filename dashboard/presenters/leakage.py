"""Which columns may tell more than could have been known, and how is that said?"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dashboard.formats import Reader
from engine.cards import ModelCard, Suspect
from engine.churn.profile_features import PREFIX

__all__ = ["ModelCard", "SuspectView", "column_words", "decided", "suspect_views"]


@dataclass(frozen=True)
class SuspectView:
    """A suspected column: why, what this assessment did with it, and what is decided for the next.

    ``column`` is its name in the rules, ``word`` as the reader knows it.
    """

    column: str
    word: str
    why: str
    used: str
    decision: str


def suspect_views(
    card: ModelCard,
    kept_out: Collection[str],
    trusted: Collection[str],
    labels: Mapping[str, str],
    reader: Reader,
) -> tuple[SuspectView, ...]:
    """Return what the guard found, with the decision in force: ``keep_out``, ``trust`` or none ("").

    ``labels`` are the headings of attributes by name.
    """
    return tuple(
        SuspectView(
            column=one.column,
            word=column_words(one.column, labels, reader),
            why=_why(one, reader),
            used=reader.texts(f"models.suspect.{one.status}"),
            decision="keep_out" if one.column in kept_out else "trust" if one.column in trusted else "",
        )
        for one in card.suspects
    )


def column_words(column: str, labels: Mapping[str, str], reader: Reader) -> str:
    """Return a feature's name as the reader knows it: an attribute as its file headed it."""
    if column.startswith(PREFIX):
        name = column.removeprefix(PREFIX)
        return labels.get(name, name)
    known = f"one_day.name.{column}"
    return reader.texts(known) if reader.texts.has(known) else column


def decided(
    column: str, decision: str, kept_out: Collection[str], trusted: Collection[str]
) -> Mapping[str, list[str]]:
    """Return the rules after a decision on a column; each column stands in one of them at most."""
    lists = {
        "kept_out_columns": [name for name in kept_out if name != column],
        "trusted_columns": [name for name in trusted if name != column],
    }
    if decision:
        lists["kept_out_columns" if decision == "keep_out" else "trusted_columns"].append(column)
    return lists


def _why(suspect: Suspect, reader: Reader) -> str:
    strength = "–" if math.isnan(suspect.strength) else reader.formats.percent(suspect.strength)
    return reader.texts(f"models.suspect_reason.{suspect.reason}", strength=strength, rows=suspect.rows)
