"""What binds a customer and what was done to keep them; what is sold, and what is planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Column
from sqlmodel import Field

from data.tables.bases import CompanyTable, unique_where_given


class Contract(CompanyTable, table=True):
    """An agreement with a fee; ``end_day`` is empty while it runs.

    ``start_day`` may be estimated from a tenure; ``is_start_estimated`` says so. ``ended_by_import_id``
    is the later import that told of the end, where the contract's own file knew of none.
    """

    __tablename__ = "contract"
    __table_args__ = (unique_where_given("contract", "contract_id"),)

    contract_key: int | None = Field(default=None, primary_key=True)
    customer_key: int = Field(foreign_key="customer.customer_key", index=True)
    contract_id: str | None = None
    start_day: dt.date
    is_start_estimated: bool = False
    end_day: dt.date | None = None
    fee_per_month_minor: int | None = Field(default=None, sa_type=BigInteger)
    tariff: str | None = None
    ended_by_import_id: int | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int


class Contact(CompanyTable, table=True):
    """A touch of care or sales: why, by which channel, at what cost, with which result.

    ``agent`` is who spoke for the company, ``promise`` what was promised.
    """

    __tablename__ = "contact"
    __table_args__ = (unique_where_given("contact", "row_id"),)

    contact_key: int | None = Field(default=None, primary_key=True)
    customer_key: int = Field(foreign_key="customer.customer_key", index=True)
    day: dt.date
    channel: str | None = None
    purpose: str | None = None
    stage: str | None = None
    cost_minor: int | None = Field(default=None, sa_type=BigInteger)
    result: str | None = None
    row_id: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int
    agent: str | None = None
    promise: str | None = None


class Rescue(CompanyTable, table=True):
    """An offer made to keep a customer, or the customer left alone on purpose for comparison.

    ``is_control`` marks the control group; ``responded`` and ``accepted`` are empty where
    nobody knows; ``outcome_amount_minor`` is what the customer brought afterwards.
    """

    __tablename__ = "rescue"
    __table_args__ = (unique_where_given("rescue", "row_id"),)

    rescue_key: int | None = Field(default=None, primary_key=True)
    customer_key: int = Field(foreign_key="customer.customer_key", index=True)
    day: dt.date
    measure: str
    is_control: bool
    cost_minor: int | None = Field(default=None, sa_type=BigInteger)
    responded: bool | None = None
    accepted: bool | None = None
    outcome: str | None = None
    outcome_amount_minor: int | None = Field(default=None, sa_type=BigInteger)
    row_id: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int


class Exit(CompanyTable, table=True):
    """A customer's recorded departure; its causes are rows of ``ExitCause``.

    ``is_day_estimated`` where only a day is known by which the customer had left.
    """

    __tablename__ = "exit"
    __table_args__ = (unique_where_given("exit", "row_id"),)

    exit_key: int | None = Field(default=None, primary_key=True)
    customer_key: int = Field(foreign_key="customer.customer_key", index=True)
    day: dt.date
    is_day_estimated: bool = False
    exit_kind: str | None = None
    words: str | None = None
    row_id: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int


class ExitCause(CompanyTable, table=True):
    """One of the eight factors named for an exit."""

    __tablename__ = "exit_cause"

    exit_key: int = Field(foreign_key="exit.exit_key", primary_key=True, ondelete="CASCADE")
    cause: str = Field(primary_key=True)


class Target(CompanyTable, table=True):
    """A planned value of a figure for a period, and who answers for it."""

    __tablename__ = "target"

    target_key: int | None = Field(default=None, primary_key=True)
    figure: str
    first_day: dt.date
    last_day: dt.date
    planned_value: float
    owner: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int


class ProductDetails(CompanyTable, table=True):
    """What a file of products says of a product; the latest import counts, and an undo takes it back."""

    __tablename__ = "product_details"

    details_key: int | None = Field(default=None, primary_key=True)
    product_key: int = Field(foreign_key="product.product_key", index=True)
    label: str | None = None
    category: str | None = None
    price_minor: int | None = Field(default=None, sa_type=BigInteger)
    cost_minor: int | None = Field(default=None, sa_type=BigInteger)
    attributes: dict[str, Any] = Field(sa_column=Column("attributes", JSON, nullable=False))
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int
