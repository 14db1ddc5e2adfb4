"""Who was said to be one person, and who not? Facts themselves are never rewritten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Index, text
from sqlmodel import Field

from data.tables.bases import CompanyTable, UtcDateTime


class CustomerMerge(CompanyTable, table=True):
    """Two customers are one person: the ``merged`` one is read as the ``kept`` one.

    ``rule`` names the reasons, strongest first, with a space between; ``undone_at`` marks that it
    counts no more, ``is_void`` that this was because one of the two left with its import. Keys have
    no foreign key: they are never given again, and the history outlives the customer.
    """

    __tablename__ = "customer_merge"
    __table_args__ = (
        Index(
            "uq_customer_merge_active",
            "merged_key",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    merge_key: int | None = Field(default=None, primary_key=True)
    kept_key: int
    merged_key: int
    rule: str
    score: float
    merged_at: dt.datetime = Field(sa_type=UtcDateTime)
    undone_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_void: bool = False


class CustomersApart(CompanyTable, table=True):
    """Two customers that look alike and are not one person; ``first_key`` is the smaller one."""

    __tablename__ = "customers_apart"

    first_key: int = Field(primary_key=True)
    second_key: int = Field(primary_key=True)
    said_at: dt.datetime = Field(sa_type=UtcDateTime)
