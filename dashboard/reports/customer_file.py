"""How does a customer's file look on paper?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.presenters.customer_file import CustomerFileView
from dashboard.presenters.customer_rhythm import RhythmView
from dashboard.presenters.customer_timeline import TransactionsView
from dashboard.presenters.customer_warning import WarningView
from dashboard.presenters.figure import Figure
from dashboard.presenters.leaving_time import LeavingTimeView
from dashboard.presenters.next_products import NextOffer
from dashboard.presenters.time_line import TimeLineView
from dashboard.reports.paper import SMALL, Letterhead, bound, opening, paragraph, section
from dashboard.reports.pictures import (
    HISTORY_HEIGHT,
    PURCHASES_HEIGHT,
    purchases_over_time,
    tier_history,
)
from dashboard.reports.tables import bullets, cards, explanations, facts, listed

_WIDTHS = {"day": 1.65, "amount": -1.1, "margin": -1.0, "quantity": -0.8, "product": 2.4, "channel": 1.4}


@dataclass(frozen=True)
class CustomerFileParts:
    """What the page shows of a customer, part by part; ``attributes`` and ``history`` as there.

    Without ``has_purchases`` nothing that rests on them is told.
    """

    view: CustomerFileView
    warning: WarningView
    offer: NextOffer
    figures: tuple[Figure, ...]
    rhythm: RhythmView
    churn_rule: str
    history: pd.DataFrame
    attributes: pd.DataFrame
    transactions: TransactionsView
    has_purchases: bool = True
    leaving: LeavingTimeView | None = None
    events: TimeLineView | None = None


def customer_file_report(parts: CustomerFileParts, letterhead: Letterhead) -> bytes:
    """Return a customer's file as a PDF, with the latest transactions at its end."""
    return bound(letterhead, lambda: _story(parts, letterhead))


def _story(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    texts, view, bought = letterhead.reader.texts, parts.view, parts.has_purchases
    return [
        *opening(letterhead, texts("reports.colon").join((view.title, view.headline)), view.subtitle),
        cards(parts.figures),
        *(_rhythm(parts, letterhead) if bought else ()),
        *section(texts("customer_file.reason.title"), parts.churn_rule),
        *bullets(view.reasons),
        *_warning(parts, letterhead),
        *_leaving(parts.leaving, letterhead),
        *(_standing(parts, letterhead) if bought else ()),
        *_attributes(parts, letterhead),
        *(section(texts("customer_file.missing.title")) if view.missing else []),
        *bullets(view.missing),
        *(_transactions(parts, letterhead) if bought else ()),
        *_events(parts.events, letterhead),
        *explanations(parts.figures, letterhead.reader),
    ]


def _rhythm(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    title = letterhead.reader.texts("customer_file.rhythm.title")
    heading = section(title, parts.rhythm.sentence, room=PURCHASES_HEIGHT)
    if parts.rhythm.purchases.empty:
        return heading
    return [*heading, purchases_over_time(parts.rhythm, letterhead.reader)]


def _warning(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    texts, warning = letterhead.reader.texts, parts.warning
    heading = section(texts("customer_warning.title"), warning.headline)
    if warning.missing:
        return [*heading, paragraph(warning.missing, SMALL)]
    causes = [(word, said, "") for word, _, said in warning.causes]
    shares = [paragraph(texts("customer_warning.causes"), SMALL), facts(causes)] if causes else []
    return [*heading, facts(warning.lines), *shares]


def _leaving(view: LeavingTimeView | None, letterhead: Letterhead) -> list[Any]:
    """Return the chances to leave within each time; the curve itself is for the screen."""
    if view is None:
        return []
    heading = section(letterhead.reader.texts("leaving_time.title"))
    return [*heading, facts(view.chances), *bullets(view.notes)]


def _standing(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    """Return what to offer next, where the customer stands, and how that changed."""
    lines = [(fact.label, fact.value, fact.meaning) for fact in parts.view.facts]
    return [
        *_offer(parts, letterhead),
        *section(letterhead.reader.texts("customer_file.facts.title")),
        facts(lines),
        *_history(parts, letterhead),
    ]


def _offer(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    offer = parts.offer
    heading = section(letterhead.reader.texts("prospects.file.title"), offer.note)
    if offer.missing:
        return [*heading, paragraph(offer.missing, SMALL)]
    return [*heading, *bullets(tuple(filter(None, (offer.sentence, offer.further))))]


def _history(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    texts = letterhead.reader.texts
    heading = section(texts("customer_file.history.title"), room=HISTORY_HEIGHT)
    if len(parts.history) < 2:
        return [*heading, paragraph(texts("customer_file.history.one"), SMALL)]
    return [*heading, tier_history(parts.history, letterhead.reader)]


def _attributes(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    texts = letterhead.reader.texts
    heading = section(texts("customer_file.attributes.title"))
    if parts.attributes.empty:
        return [*heading, paragraph(texts("customer_file.attributes.none"), SMALL)]
    names = list(map(str, parts.attributes.columns))
    widths = dict(zip(names, (1.2, 2.6, 1.0), strict=True))
    return [*heading, listed(parts.attributes, dict(zip(names, names, strict=True)), widths)]


def _transactions(parts: CustomerFileParts, letterhead: Letterhead) -> list[Any]:
    texts, view = letterhead.reader.texts, parts.transactions
    said = " ".join((view.place, view.left_out)).strip()
    heading = section(texts("customer_file.transactions.title"), said)
    if view.rows.empty:
        return [*heading, paragraph(texts("customer_file.transactions.none"), SMALL)]
    return [*heading, listed(view.rows, view.labels, _WIDTHS)]


def _events(view: TimeLineView | None, letterhead: Letterhead) -> list[Any]:
    """Return what happened beside purchases, the latest first, with what the customer said."""
    if view is None or not view.rows:
        return []
    said = " ".join((view.place, view.left_out)).strip()
    told = [" · ".join(filter(None, (row.title, row.text))) for row in view.rows]
    words = [f"“{row.words}”" if row.words else "" for row in view.rows]
    rows = pd.DataFrame({"day": [row.day for row in view.rows], "told": told, "words": words})
    texts = letterhead.reader.texts
    labels = {str(name): texts(f"customer_file.events.{name}") for name in rows}
    widths = {"day": 1.2, "told": 3.0, "words": 2.6}
    return [*section(texts("time_line.section"), said), listed(rows, labels, widths)]
