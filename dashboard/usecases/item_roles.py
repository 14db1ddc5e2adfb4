"""What does each question of the surveys measure, and who has to know when that changes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.usecases import jobs
from data import item_roles as stored
from data.errors import DataError
from data.item_roles import NO_ROLE, ItemInfo, ItemName, RoleChange
from data.known_days import last_known_day
from data.viewer import Viewer
from data.workspaces import data_version
from engine.satisfaction.roles import ROLES

__all__ = [
    "NO_ROLE",
    "ItemInfo",
    "ItemName",
    "RoleChange",
    "assess_anew",
    "item_names",
    "items",
    "role_changes",
    "save_roles",
    "suggestions",
    "take_back",
]


def items(viewer: Viewer, slug: str) -> list[ItemInfo]:
    """Return the questions of all surveys with their roles, in the order in which they came."""
    return stored.items(viewer, slug)


def item_names(viewer: Viewer, slug: str) -> list[ItemName]:
    """Return how the files call each question."""
    return stored.item_names(viewer, slug)


def role_changes(viewer: Viewer, slug: str) -> list[RoleChange]:
    """Return the changes of roles, newest first."""
    return stored.role_changes(viewer, slug)


def save_roles(viewer: Viewer, slug: str, roles: Mapping[str, str | None], seen: Mapping[str, int]) -> int:
    """Give questions roles and return the change's number; ``seen`` are the versions that were looked at.

    Raises
    ------
    NotFoundError
        A question left with its import.
    ChangedMeanwhileError
        Somebody else gave one of them a role since.
    DataError
        Nothing is different from before, or there is no such role.
    """
    unknown = next((role for role in roles.values() if role not in (*ROLES, NO_ROLE, None)), None)
    if unknown is not None:
        raise DataError("item_roles.role_unknown", role=unknown)
    return stored.save_roles(viewer, slug, roles, seen)


def take_back(viewer: Viewer, slug: str, change_key: int) -> None:
    """Give the questions of a change the roles back that they had before it."""
    stored.take_back(viewer, slug, change_key)


def suggestions(found: Sequence[ItemInfo]) -> dict[str, str]:
    """Return the roles that are suggested for questions of which nobody has said anything yet."""
    return {one.item_id: one.suggested for one in found if one.role is None and one.suggested is not None}


def assess_anew(viewer: Viewer, slug: str) -> None:
    """Ask for an assessment of the last day under the roles as they are now."""
    last_day = last_known_day(viewer, slug)
    if last_day is not None:
        # Work under way has read the roles already; the number tells this work from it.
        known = {"as_of": last_day.isoformat(), "data_version": data_version(viewer, slug)}
        jobs.start(viewer, slug, "assess", known)
