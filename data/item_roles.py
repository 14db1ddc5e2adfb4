"""What does each question of the surveys measure, who said so, and how is that changed and taken back?

A role counts from the next assessment on; the answers themselves are never touched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select, update

from data.database import driver_connection, reader, writer
from data.errors import ChangedMeanwhileError, DataError, NotFoundError
from data.importing.item_names import likely_role, says_only_its_role
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.voices import ItemRoleChange, SurveyItem
from data.viewer import Viewer

NO_ROLE = ""
_ITEMS = """
    SELECT i.item_id, i.label, i.role, i.scale_low, i.scale_high, i.version,
        coalesce(a.answers, 0), coalesce(a.not_applicable, 0), coalesce(a.expectations, 0),
        coalesce(a.comments, 0), json_extract(f.understanding, '$.answers.missing_codes')
    FROM survey_item AS i
    LEFT JOIN (SELECT item_key, count(score) AS answers, sum(is_not_applicable) AS not_applicable,
        count(expectation) AS expectations, count(words) AS comments
        FROM survey_answer GROUP BY item_key) AS a
        ON a.item_key = i.item_key
    LEFT JOIN import AS f ON f.import_id = i.import_id
    ORDER BY i.item_key
"""


@dataclass(frozen=True)
class ItemInfo:
    """A question: its scale, what came in, the role it has (None: nobody said) and the one suggested.

    ``label`` is empty where the files name only what it measures.
    ``role`` is ``NO_ROLE`` where somebody said that it is none. ``missing_codes`` are the numbers that
    mean "no answer", as a text (``0, 99``); ``not_applicable`` counts the answers without a score.
    """

    item_id: str
    label: str
    role: str | None
    suggested: str | None
    scale_low: float | None
    scale_high: float | None
    answers: int
    not_applicable: int
    expectations: int
    comments: int
    missing_codes: str
    version: int


@dataclass(frozen=True)
class ItemName:
    """How the files call a question; ``label`` is empty where they name only what it measures."""

    item_id: str
    label: str
    role: str | None


@dataclass(frozen=True)
class RoleChange:
    """Roles that were saved together, by question: before and after; ``undone_at`` once taken back."""

    change_key: int
    roles: Mapping[str, tuple[str | None, str | None]]
    changed_at: dt.datetime
    undone_at: dt.datetime | None


def items(viewer: Viewer, slug: str) -> list[ItemInfo]:
    """Return the questions of all surveys, in the order in which they came."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = driver_connection(session).execute(_ITEMS).fetchall()
    return [_info(row) for row in rows]


def item_names(viewer: Viewer, slug: str) -> list[ItemName]:
    """Return how each question is called, in the order in which they came."""
    viewer.require_read(slug)
    asked = "SELECT item_id, label, nullif(role, '') FROM survey_item ORDER BY item_key"
    with reader(slug) as session:
        rows = driver_connection(session).execute(asked).fetchall()
    return [
        ItemName(item_id, "" if says_only_its_role(label, role) else label, role)
        for item_id, label, role in rows
    ]


def save_roles(viewer: Viewer, slug: str, roles: Mapping[str, str | None], seen: Mapping[str, int]) -> int:
    """Give questions roles together and return the change's number; ``seen`` are the versions read.

    Raises
    ------
    NotFoundError
        A question left with its import.
    ChangedMeanwhileError
        Somebody else gave one of them a role since.
    DataError
        Nothing is different from before.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        stored = _stored(session, roles)
        changed = {name: role for name, role in roles.items() if stored[name].role != role}
        if not changed:
            raise DataError("item_roles.nothing_changed")
        if any(stored[name].version != seen.get(name) for name in changed):
            raise ChangedMeanwhileError("item_roles.changed_meanwhile")
        record = ItemRoleChange(
            roles={name: [stored[name].role, role] for name, role in changed.items()}, changed_at=utc_now()
        )
        session.add(record)
        _give(session, stored, changed)
        session.flush()
        return int(record.change_key or 0)


def take_back(viewer: Viewer, slug: str, change_key: int) -> None:
    """Give the questions of a change the roles back that they had before it.

    Raises
    ------
    NotFoundError
        There is no change of that number, or one of its questions left with its import.
    ChangedMeanwhileError
        One of its questions was given another role since.
    DataError
        It was taken back before.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        record = session.get(ItemRoleChange, change_key)
        if record is None:
            raise NotFoundError("item_roles.change_not_found")
        if record.undone_at is not None:
            raise DataError("item_roles.already_taken_back")
        stored = _stored(session, record.roles)
        if any(stored[name].role != after for name, (_, after) in record.roles.items()):
            raise ChangedMeanwhileError("item_roles.changed_meanwhile")
        record.undone_at = utc_now()
        session.add(record)
        _give(session, stored, {name: before for name, (before, _) in record.roles.items()})


def role_changes(viewer: Viewer, slug: str) -> list[RoleChange]:
    """Return the changes of roles, those taken back too, newest first."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = session.exec(select(ItemRoleChange).order_by(col(ItemRoleChange.change_key).desc())).all()
    return [
        RoleChange(
            int(row.change_key or 0),
            {name: (before, after) for name, (before, after) in row.roles.items()},
            row.changed_at,
            row.undone_at,
        )
        for row in rows
    ]


def _stored(session: Session, names: Mapping[str, object]) -> dict[str, SurveyItem]:
    rows = session.exec(select(SurveyItem).where(col(SurveyItem.item_id).in_(list(names)))).all()
    found = {row.item_id: row for row in rows}
    gone = next((name for name in names if name not in found), None)
    if gone is not None:
        raise NotFoundError("item_roles.item_not_found", item=gone)
    return found


def _give(session: Session, stored: Mapping[str, SurveyItem], roles: Mapping[str, str | None]) -> None:
    for name, role in roles.items():
        stored[name].role = role
        stored[name].version += 1
        session.add(stored[name])
    session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))


def _info(row: tuple[Any, ...]) -> ItemInfo:
    item_id, label, role, low, high, version, answers, skipped, expectations, comments, codes = row
    return ItemInfo(
        item_id,
        "" if says_only_its_role(label, role) else label,
        role,
        likely_role(label, high),
        low,
        high,
        answers,
        skipped,
        expectations,
        comments,
        "" if codes in (None, "none") else str(codes).replace(",", ", "),
        version,
    )
