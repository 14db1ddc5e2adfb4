"""How does Overview look as a document for the board?"""

from __future__ import annotations

from typing import Any

from dashboard.presenters.overview import OverviewView
from dashboard.presenters.overview_figures import MOST_FIRST
from dashboard.reports.paper import SMALL, Letterhead, bound, opening, paragraph, section
from dashboard.reports.pictures import silent_by_tier
from dashboard.reports.tables import cards, explanations, listed

_WIDTHS = {
    "name": 2.0,
    "customer_id": 2.0,
    "value_tier": 1.0,
    "current_value": -1.2,
    "churn_probability": -1.1,
    "silent": 1.8,
}


def overview_report(view: OverviewView, letterhead: Letterhead) -> bytes:
    """Return Overview as a PDF: headline, figures, picture, whom to see to, and what it all means."""
    return bound(letterhead, lambda: _story(view, letterhead))


def _story(view: OverviewView, letterhead: Letterhead) -> list[Any]:
    parts = [*opening(letterhead, view.headline, view.caption), cards(view.first.figures, MOST_FIRST)]
    if view.figures_caption:
        parts.append(paragraph(view.figures_caption, SMALL))
    figures = (*view.first.figures, *(figure for group in view.further for figure in group.figures))
    return [
        *parts,
        *_silent(view, letterhead),
        *_attention(view, letterhead),
        *_further(view),
        *explanations(figures, letterhead.reader),
    ]


def _further(view: OverviewView) -> list[Any]:
    groups = ((*section(group.title, room=100), cards(group.figures, MOST_FIRST)) for group in view.further)
    return [part for group in groups for part in group]


def _silent(view: OverviewView, letterhead: Letterhead) -> list[Any]:
    texts = letterhead.reader.texts
    heading = section(view.silent_title, texts("reports.silent.caption"), room=100)
    return [*heading, paragraph(view.silent_missing) if view.silent_missing else silent_by_tier(view.silent)]


def _attention(view: OverviewView, letterhead: Letterhead) -> list[Any]:
    texts = letterhead.reader.texts
    title = texts("overview.attention.title")
    if view.attention.empty:
        return [*section(title), paragraph(texts("overview.attention.nobody"))]
    is_by_value = "current_value" in view.attention
    caption = texts(
        f"reports.attention.caption{'' if is_by_value else '.likeliest'}", count=len(view.attention)
    )
    return [*section(title, caption), listed(view.attention, view.attention_labels, _WIDTHS)]
