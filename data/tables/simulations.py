"""What was asked of the simulator, and what it answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field

from data.tables.bases import CompanyTable, UtcDateTime


class Simulation(CompanyTable, table=True):
    """One answer, never overwritten; ``input_hash`` keeps the same question from being computed twice.

    ``inputs`` hold scenarios and what was measured, ``results`` the numbers of every replication.
    """

    __tablename__ = "simulation"
    __table_args__ = ({"sqlite_autoincrement": True},)

    simulation_id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.assessment_id", index=True)
    input_hash: str = Field(unique=True)
    name: str
    made_at: dt.datetime = Field(sa_type=UtcDateTime)
    inputs: dict[str, Any] = Field(sa_column=Column("inputs", JSON, nullable=False))
    results: bytes = Field(sa_column=Column("results", LargeBinary, nullable=False))
