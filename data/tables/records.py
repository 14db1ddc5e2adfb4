"""What was done with the rows: imports, assessments, saved views."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, text
from sqlmodel import Field

from data.tables.bases import CompanyTable, UtcDateTime


class Import(CompanyTable, table=True):
    """One file brought in whole; ``undone_at`` marks that it was taken out again.

    ``sums`` holds decimal texts (read, accepted, rejected, duplicates, rounding),
    ``findings`` the collected findings (cause, count, examples by line),
    ``rejected_rows`` a Parquet file of the rows left out with their line and reason,
    ``part_name`` the stem of the import's Parquet part in the snapshot.
    """

    __tablename__ = "import"
    __table_args__ = (
        Index(
            "uq_import_active_file",
            "kind",
            "file_sha256",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    import_id: int | None = Field(default=None, primary_key=True)
    kind: str
    file_name: str
    file_sha256: str
    part_name: str = Field(unique=True)
    imported_at: dt.datetime = Field(sa_type=UtcDateTime)
    undone_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_duplicates: int
    sums: dict[str, str] = Field(sa_column=Column("sums", JSON, nullable=False))
    understanding: dict[str, Any] = Field(sa_column=Column("understanding", JSON, nullable=False))
    findings: list[dict[str, Any]] = Field(sa_column=Column("findings", JSON, nullable=False))
    rejected_rows: bytes | None = Field(default=None, sa_column=Column("rejected_rows", LargeBinary))


class AssessmentHeader(CompanyTable, table=True):
    """One assessment: when it stood, under which rules, what its methods (``cards``) and models say."""

    __tablename__ = "assessment"
    __table_args__ = ({"sqlite_autoincrement": True},)

    assessment_id: int | None = Field(default=None, primary_key=True)
    as_of: dt.date = Field(index=True)
    made_at: dt.datetime = Field(sa_type=UtcDateTime)
    data_version: int
    customers_count: int
    settings: dict[str, Any] = Field(sa_column=Column("settings", JSON, nullable=False))
    figures: dict[str, Any] = Field(sa_column=Column("figures", JSON, nullable=False))
    cards: list[dict[str, Any]] = Field(sa_column=Column("cards", JSON, nullable=False))
    models: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column("models", JSON, nullable=False, server_default="[]")
    )


class AssessmentPart(CompanyTable, table=True):
    """At most 100,000 customers of an assessment, as a Parquet file."""

    __tablename__ = "assessment_part"

    assessment_id: int = Field(foreign_key="assessment.assessment_id", primary_key=True)
    part: int = Field(primary_key=True)
    customers: bytes = Field(sa_column=Column("customers", LargeBinary, nullable=False))


class AssessmentFrame(CompanyTable, table=True):
    """A table of an assessment's results under its name, as a Parquet file."""

    __tablename__ = "assessment_frame"

    assessment_id: int = Field(foreign_key="assessment.assessment_id", primary_key=True)
    name: str = Field(primary_key=True)
    rows: bytes = Field(sa_column=Column("rows", LargeBinary, nullable=False))


class SavedView(CompanyTable, table=True):
    """A page with its filters under a name; ``address`` is the page's query without personal data."""

    __tablename__ = "saved_view"

    view_id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    page: str
    address: str
    saved_at: dt.datetime = Field(sa_type=UtcDateTime)
    version: int = 1
