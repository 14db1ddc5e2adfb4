"""What this installation has: workspaces and jobs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from data.tables.bases import RegistryTable, UtcDateTime


class Workspace(RegistryTable, table=True):
    """A company; ``slug`` is its folder's name."""

    __tablename__ = "workspace"

    slug: str = Field(primary_key=True)
    name: str = Field(unique=True)
    is_sample: bool = False
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class Job(RegistryTable, table=True):
    """Long work for the worker; the page polls it by its id.

    ``state`` goes queued -> running -> done | refused | failed | cancelled; ``progress`` is
    0-1, ``step`` the message id of what is being done; ``result`` and ``error`` hold
    message ids and plain values. ``leased_by`` names the worker that has it, until ``leased_until``.
    """

    __tablename__ = "job"
    __table_args__ = ({"sqlite_autoincrement": True},)

    job_id: int | None = Field(default=None, primary_key=True)
    workspace: str = Field(index=True)
    kind: str
    parameters: dict[str, Any] = Field(sa_column=Column("parameters", JSON, nullable=False))
    state: str = Field(default="queued", index=True)
    progress: float = 0.0
    step: str = ""
    cancel_requested: bool = False
    leased_by: str | None = None
    leased_until: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    finished_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    result: dict[str, Any] | None = Field(default=None, sa_column=Column("result", JSON))
    error: dict[str, Any] | None = Field(default=None, sa_column=Column("error", JSON))
