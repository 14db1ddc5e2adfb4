"""Which companies are kept here, and under which rules is each assessed?"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import get_currency_precision, is_currency
from pydantic import ValidationError
from sqlmodel import Session, col, func, or_, select, update

from data.database import reader, registry_reader, registry_writer, writer
from data.errors import ChangedMeanwhileError, DataError, NameTakenError, NotFoundError
from data.home import company_file, new_slug, workspace_folder
from data.migrations.revision import ensure_revision
from data.tables.bases import utc_now
from data.tables.company import Transaction, WorkspaceSettings
from data.tables.registry import Workspace
from data.viewer import Viewer

_LONGEST_NAME = 80
_NOT_A_RULE = frozenset({"id", "version", "data_version", "currency_exponent"})


@dataclass(frozen=True)
class WorkspaceInfo:
    """A company as lists show it; amounts are kept in ``10 ** -currency_exponent`` units."""

    slug: str
    name: str
    currency: str
    currency_exponent: int
    is_sample: bool
    created_at: dt.datetime


def create_workspace(
    viewer: Viewer, name: str, currency: str = "EUR", contractual: bool = False, is_sample: bool = False
) -> WorkspaceInfo:
    """Make a company's folder and database and return it.

    Raises
    ------
    NameTakenError
        There is a workspace of that name.
    DataError
        The name is empty or too long, or nobody knows the currency.
    """
    viewer.require_change()
    name = _checked_name(name)
    rules = WorkspaceSettings(
        currency=currency.upper(), currency_exponent=currency_exponent(currency), contractual=contractual
    )
    with registry_writer() as session:  # held to the end: nobody else can take the name or the folder
        if session.exec(select(Workspace).where(or_(Workspace.name == name, Workspace.slug == name))).first():
            raise NameTakenError("error.workspace_name_taken", name=name)
        row = Workspace(slug=_free_slug(session, name), name=name, is_sample=is_sample, created_at=utc_now())
        session.add(row)
        try:
            _make_company(row.slug, rules)
        except BaseException:
            shutil.rmtree(workspace_folder(row.slug), ignore_errors=True)
            raise
    return _info(row, rules)


def workspaces(viewer: Viewer) -> list[WorkspaceInfo]:
    """Return the companies by name; one whose folder was taken away is left out."""
    with registry_reader() as session:
        rows = session.exec(select(Workspace).order_by(Workspace.name)).all()
    here = [row for row in rows if company_file(row.slug).exists() and viewer.only in {None, row.slug}]
    return [_info(row, settings(viewer, row.slug)) for row in here]


def workspace(viewer: Viewer, slug: str) -> WorkspaceInfo:
    """Return a company by its slug or its name.

    Raises
    ------
    NotFoundError
        Nothing here has that slug or name.
    """
    with registry_reader() as session:
        row = (
            session.get(Workspace, slug)
            or session.exec(select(Workspace).where(Workspace.name == slug)).first()
        )
    if row is None or not company_file(row.slug).exists():
        raise NotFoundError("error.workspace_not_found", name=slug)
    return _info(row, settings(viewer, row.slug))


def settings(viewer: Viewer, slug: str) -> WorkspaceSettings:
    """Return a company's rules; the result is a copy, changing it changes nothing."""
    viewer.require_read(slug)
    with reader(slug) as session:
        return session.exec(select(WorkspaceSettings)).one()


def data_version(viewer: Viewer, slug: str) -> int:
    """Return the number that grows with every import and undo."""
    viewer.require_read(slug)
    with reader(slug) as session:
        return session.exec(select(WorkspaceSettings.data_version)).one()


def change_settings(viewer: Viewer, slug: str, changes: Mapping[str, Any], version: int) -> WorkspaceSettings:
    """Save rules that were read at ``version``, and return them.

    Raises
    ------
    ChangedMeanwhileError
        Somebody else saved since; read again and repeat the change.
    DataError
        A rule of that name doesn't exist, a value is of the wrong kind, or the currency is
        to change although there are amounts in it.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        before = session.exec(select(WorkspaceSettings)).one()
        values = _checked(session, before, changes)
        changed = update(WorkspaceSettings).where(col(WorkspaceSettings.version) == version)
        if session.exec(changed.values(**values, version=version + 1)).rowcount == 0:
            raise ChangedMeanwhileError("error.settings_changed_meanwhile")
        session.refresh(before)
        return before


def currency_exponent(currency: str) -> int:
    """Return how many decimals a currency has: 2 for EUR and CNY, 0 for JPY, 3 for KWD.

    Raises
    ------
    DataError
        Nobody knows the currency.
    """
    if not is_currency(currency.upper()):
        raise DataError("error.currency_unknown", currency=currency)
    return int(get_currency_precision(currency.upper()))


def _checked(session: Session, before: WorkspaceSettings, changes: Mapping[str, Any]) -> dict[str, Any]:
    for name in changes:
        if name in _NOT_A_RULE or name not in WorkspaceSettings.model_fields:
            raise DataError("error.setting_unknown", setting=name)
    values = dict(changes)
    if "currency" in values:
        values |= {
            "currency": values["currency"].upper(),
            "currency_exponent": currency_exponent(values["currency"]),
        }
        if (
            values["currency"] != before.currency
            and session.exec(select(func.count(col(Transaction.line)))).one()
        ):
            raise DataError("error.currency_in_use", currency=before.currency)
    try:
        checked = WorkspaceSettings.model_validate(before.model_dump() | values)
    except ValidationError as error:
        raise DataError("error.setting_not_readable", setting=str(error.errors()[0]["loc"][0])) from error
    return {name: getattr(checked, name) for name in values}


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        raise DataError("error.workspace_name_length", longest=_LONGEST_NAME)
    return name


def _free_slug(session: Session, name: str) -> str:
    taken = set(session.exec(select(Workspace.slug)).all()) | set(session.exec(select(Workspace.name)).all())
    return new_slug(name, taken)


def _make_company(slug: str, rules: WorkspaceSettings) -> None:
    workspace_folder(slug).mkdir(mode=0o700)
    ensure_revision("company", company_file(slug))
    with writer(slug) as session:
        session.add(rules)


def _info(row: Workspace, rules: WorkspaceSettings) -> WorkspaceInfo:
    return WorkspaceInfo(
        slug=row.slug,
        name=row.name,
        currency=rules.currency,
        currency_exponent=rules.currency_exponent,
        is_sample=row.is_sample,
        created_at=row.created_at,
    )
