"""From which day to which is anything known that an assessment can begin with?"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlmodel import Session, col, func, select

from data.database import reader
from data.tables.company import CustomerAttributes, Transaction
from data.tables.relations import Contract, Exit
from data.tables.voices import SurveyAnswer
from data.viewer import Viewer


def known_days(viewer: Viewer, slug: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day that can be assessed; None while nothing can be.

    They are those of the transactions. Without any, contracts and exits tell who was a customer
    and who has left: from the first of them to the last day of which they or attributes tell. Where there
    is nothing but surveys, they are the days of answers.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        first, last = _span(session, Transaction.day)
        if first is not None and last is not None:
            return first, last
        bonds = [_span(session, column) for column in (Contract.start_day, Exit.day)]
        noted = _span(session, CustomerAttributes.known_on)
        answered = _span(session, SurveyAnswer.day)
    firsts = [first for first, _ in bonds if first is not None]
    lasts = [last for _, last in (*bonds, noted) if last is not None]
    if firsts:
        return min(firsts), max(lasts)
    first, last = answered
    return None if first is None or last is None else (first, last)


def last_known_day(viewer: Viewer, slug: str) -> dt.date | None:
    """Return the last day that can be assessed; None while nothing can be."""
    days = known_days(viewer, slug)
    return days[1] if days else None


def _span(session: Session, column: Any) -> tuple[dt.date | None, dt.date | None]:
    first, last = session.exec(select(func.min(col(column)), func.max(col(column)))).one()
    return first, last
