"""Two sets of tables: those of one company, and the registry's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import DateTime, Index, MetaData, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class CompanyTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """A table in a company's own database."""


class RegistryTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """A table in the registry of workspaces and jobs."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """When the system did something: kept in UTC, read back with its time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Turn an aware time into UTC; SQLite keeps no zone."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


def unique_where_given(table: str, column: str) -> Index:
    """Return an index that keeps ids apart, where rows have one; files without ids don't pay for it."""
    given = text(f"{column} IS NOT NULL")
    return Index(f"uq_{table}_{column}", column, unique=True, sqlite_where=given, postgresql_where=given)


def utc_now() -> dt.datetime:
    """Return the time of a system event; facts carry their local business day instead."""
    return dt.datetime.now(dt.UTC)
