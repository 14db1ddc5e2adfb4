"""Which columns may tell more than could have been known, and how is that said?"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dashboard.formats import Reader
from engine.cards import ModelCard, Suspect

__all__ = ["ModelCard", "SuspectView", "decided", "suspect_views"]


@dataclass(frozen=True)
class SuspectView:
    """A suspected column: why, what this assessment did with it, and what is decided for the next."""

    column: str
    why: str
    used: str
    decision: str


def suspect_views(
    card: ModelCard, kept_out: Collection[str], trusted: Collection[str], reader: Reader
) -> tuple[SuspectView, ...]:
    """Return what the guard found, with the decision in force: ``keep_out``, ``trust`` or none ("")."""
    return tuple(
        SuspectView(
            column=one.column,
            why=_why(one, reader),
            used=reader.texts(f"models.suspect.{one.status}"),
            decision="keep_out" if one.column in kept_out else "trust" if one.column in trusted else "",
        )
        for one in card.suspects
    )


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
