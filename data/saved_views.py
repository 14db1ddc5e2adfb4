"""Which pages with their filters did somebody want to find again?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, select

from data.database import reader, writer
from data.errors import DataError, NameTakenError, NotFoundError
from data.tables.bases import utc_now
from data.tables.records import SavedView
from data.viewer import Viewer

_LONGEST_NAME = 80


@dataclass(frozen=True)
class ViewInfo:
    """A saved page; ``address`` is its query of language-neutral codes."""

    view_id: int
    name: str
    page: str
    address: str
    saved_at: dt.datetime


def save_view(viewer: Viewer, slug: str, name: str, page: str, address: str) -> int:
    """Keep a page with its filters under a new name and return its id.

    Raises
    ------
    NameTakenError
        There is a view of that name.
    DataError
        The name is empty or too long.
    """
    viewer.require_change(slug)
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise DataError("error.view_name_length", longest=_LONGEST_NAME)
    with writer(slug) as session:
        if session.exec(select(SavedView).where(SavedView.name == name)).first():
            raise NameTakenError("error.view_name_taken", name=name)
        row = SavedView(name=name, page=page, address=address, saved_at=utc_now())
        session.add(row)
        session.flush()
        return row.view_id or 0


def saved_views(viewer: Viewer, slug: str) -> list[ViewInfo]:
    """Return the saved views by name."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = session.exec(select(SavedView).order_by(SavedView.name)).all()
    return [ViewInfo(**{name: getattr(row, name) for name in ViewInfo.__dataclass_fields__}) for row in rows]


def remove_view(viewer: Viewer, slug: str, view_id: int) -> None:
    """Forget a view.

    Raises
    ------
    NotFoundError
        It was removed before.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        session.delete(_require(session, view_id))


def _require(session: Session, view_id: int) -> SavedView:
    row = session.get(SavedView, view_id)
    if row is None:
        raise NotFoundError("error.view_not_found", view=view_id)
    return row
