"""Which companies are there, how much is in them, and under which rules are they assessed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from dashboard.usecases.assumptions import check_typed
from data import workspaces as companies
from data.reading import Holdings, holdings
from data.tables.company import WorkspaceSettings
from data.viewer import Viewer
from data.workspaces import WorkspaceInfo
from engine.settings import AssessmentSettings

__all__ = [
    "Overview",
    "WorkspaceInfo",
    "assessment_settings",
    "change_rules",
    "create",
    "overviews",
    "rules",
    "workspace",
]


@dataclass(frozen=True)
class Overview:
    """A company and how much it has."""

    workspace: WorkspaceInfo
    holdings: Holdings


def create(viewer: Viewer, name: str, currency: str = "EUR", contractual: bool = False) -> WorkspaceInfo:
    """Make an empty company and return it.

    Raises
    ------
    NameTakenError
        There is one of that name.
    DataError
        The name is empty or too long, or nobody knows the currency.
    """
    return companies.create_workspace(viewer, name, currency=currency, contractual=contractual)


def workspace(viewer: Viewer, name: str) -> WorkspaceInfo:
    """Return a company by its name or its slug.

    Raises
    ------
    NotFoundError
        There is none of either.
    """
    return companies.workspace(viewer, name)


def overviews(viewer: Viewer) -> list[Overview]:
    """Return all companies by name with how much each has."""
    return [Overview(one, holdings(viewer, one.slug)) for one in companies.workspaces(viewer)]


def rules(viewer: Viewer, slug: str) -> WorkspaceSettings:
    """Return a company's rules; ``version`` goes with a change of them."""
    return companies.settings(viewer, slug)


def change_rules(viewer: Viewer, slug: str, changes: Mapping[str, Any], version: int) -> WorkspaceSettings:
    """Save rules that were read at ``version`` and return them; the next assessment follows them.

    Raises
    ------
    SettingOutOfRangeError
        A method isn't defined for this value; nothing was saved.
    ChangedMeanwhileError
        Somebody else saved since.
    DataError
        A value is of the wrong kind.
    """
    now = companies.settings(viewer, slug)
    names = {field.name for field in fields(AssessmentSettings)}
    assumed = {name: getattr(now, name) for name in names} | {
        name: value for name, value in changes.items() if name in names
    }
    check_typed(AssessmentSettings(**_as_tuples(assumed)))
    return companies.change_settings(viewer, slug, changes, version)


def assessment_settings(saved: WorkspaceSettings) -> AssessmentSettings:
    """Return the rules as the engine takes them.

    Raises
    ------
    SettingOutOfRangeError
        A method isn't defined for a value that was saved.
    """
    values = {field.name: getattr(saved, field.name) for field in fields(AssessmentSettings)}
    return AssessmentSettings(**_as_tuples(values))


def _as_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the engine takes them; a database keeps lists."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
