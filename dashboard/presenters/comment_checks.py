"""How often are comments of surveys sorted wrong, and which few should a person read to know?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.result_figures import interval_words
from engine.cards import ModelCard
from engine.estimate import Estimate
from engine.texts.checking import COMMENTS_RIGHT, NEEDED

_ERROR = "sorting_comments_right_share"


@dataclass(frozen=True)
class ChecksView:
    """The drawn comments (``texts`` as ``usecases.assessed.texts`` has them) and how far they are decided."""

    title: str
    caption: str
    texts: pd.DataFrame


def checks_view(said: pd.DataFrame, reader: Reader) -> ChecksView:
    """Return what is to be checked; no texts where the assessment drew none, or fewer than it takes."""
    drawn = said[said["to_check"].eq(True)] if "to_check" in said else said[:0]
    if len(drawn) < NEEDED:
        return ChecksView("", "", drawn[:0])
    decided = int(drawn["decided"].ne("").sum())
    title = reader.texts("checks.title", decided=decided, count=len(drawn))
    return ChecksView(title, reader.texts("checks.caption", needed=NEEDED), drawn)


def comments_figure(said: pd.DataFrame, card: ModelCard, grounds: Grounds) -> tuple[Figure, ...]:
    """Return how often comments were sorted right; where nobody knows, what it takes to know it.

    Nothing for an assessment made before anything was drawn, or without a comment that complains.
    """
    found, drawn = card.errors.get(_ERROR), int(card.facts.get("comments_drawn", 0))
    if found is None or not drawn:
        return ()
    texts = grounds.reader.texts
    interval = interval_words(found, "percent", grounds.reader) if found.is_defined else ""
    explanation = explained(
        "checks.why", COMMENTS_RIGHT, texts("checks.rows", count=found.n), grounds, interval=interval
    )
    figure = Figure(
        label=texts("checks.figure"),
        value=grounds.reader.formats.percent(found.value, 0) if found.is_defined else UNDEFINED,
        explanation=explanation,
        missing="" if found.is_defined else _missing(said, found, drawn, grounds.reader),
        note=texts("checks.note", interval=interval, count=found.n) if found.is_defined else "",
    )
    return (figure,)


def _missing(said: pd.DataFrame, found: Estimate, drawn: int, reader: Reader) -> str:
    if drawn < found.needed:
        return reader.texts("checks.missing.few", count=drawn, needed=found.needed)
    view = checks_view(said, reader)
    decided = int(view.texts["decided"].ne("").sum())
    if decided >= found.needed:
        return reader.texts("checks.missing.waiting", count=decided)
    return reader.texts("checks.missing.undecided", count=decided, needed=found.needed)
