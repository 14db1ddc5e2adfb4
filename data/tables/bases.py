"""Two sets of tables: those of one company, and the registry's."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
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
