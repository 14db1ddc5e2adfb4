"""What a company has: settings, customers, products, transactions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, text
from sqlmodel import Field

from data.tables.bases import CompanyTable


class WorkspaceSettings(CompanyTable, table=True):
    """The one row of business rules; ``version`` guards against lost updates."""

    __tablename__ = "workspace_settings"

    id: int = Field(default=1, primary_key=True)
    currency: str
    currency_exponent: int
    contractual: bool = False
    data_version: int = 0
    version: int = 1
    value_share: float = 0.80
    abc_a_share: float = 0.80
    abc_b_share: float = 0.95
    churn_after_days: int | None = None
    alarm_probability: float = 0.05
    partial_churn_drop: float = 0.50
    horizon_months: int = 12
    discount_rate_per_year: float = 0.10
    margin_rate: float | None = None
    minimum_peers: int = 30
    kept_out_columns: list[str] = Field(
        default_factory=list, sa_column=Column("kept_out_columns", JSON, nullable=False, server_default="[]")
    )
    trusted_columns: list[str] = Field(
        default_factory=list, sa_column=Column("trusted_columns", JSON, nullable=False, server_default="[]")
    )
    typed: dict[str, float] = Field(
        default_factory=dict, sa_column=Column("typed", JSON, nullable=False, server_default="{}")
    )


class Customer(CompanyTable, table=True):
    """A customer; ``customer_id`` is the company's own id, always text.

    A ``customer_key`` is never given again: an old address must not open somebody else's file.
    """

    __tablename__ = "customer"
    __table_args__ = ({"sqlite_autoincrement": True},)

    customer_key: int | None = Field(default=None, primary_key=True)
    customer_id: str = Field(unique=True)
    import_id: int = Field(foreign_key="import.import_id", index=True)


class AttributeDefinition(CompanyTable, table=True):
    """A free attribute of customers as its first file named it; ``label`` is that heading."""

    __tablename__ = "attribute_definition"

    name: str = Field(primary_key=True)
    label: str
    import_id: int = Field(foreign_key="import.import_id", index=True)


class CustomerAttributes(CompanyTable, table=True):
    """What was known of a customer on a day: a JSON object of attribute name to text.

    Append-only; ``known_on`` keeps the future out of models.
    """

    __tablename__ = "customer_attributes"

    attributes_key: int | None = Field(default=None, primary_key=True)
    customer_key: int = Field(foreign_key="customer.customer_key", index=True)
    known_on: dt.date
    attributes: dict[str, Any] = Field(sa_column=Column("attributes", JSON, nullable=False))
    import_id: int = Field(foreign_key="import.import_id", index=True)


class Product(CompanyTable, table=True):
    """A product as transactions name it."""

    __tablename__ = "product"

    product_key: int | None = Field(default=None, primary_key=True)
    product_id: str = Field(unique=True)
    label: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)


class Transaction(CompanyTable, table=True):
    """One line of business with a customer; refunds and cancellations are negative.

    Money in minor units of the workspace currency, ``day`` the local business day,
    ``row_id`` the source's id of this very row (unique where given), ``order_id`` its
    receipt or invoice, ``line`` the line of the imported file.
    """

    __tablename__ = "transaction"
    # No index on products: only an undo asks for them, and makes one for as long as it takes.
    __table_args__ = (
        Index(
            "uq_transaction_row_id",
            "row_id",
            unique=True,
            sqlite_where=text("row_id IS NOT NULL"),
            postgresql_where=text("row_id IS NOT NULL"),
        ),
    )

    transaction_key: int | None = Field(default=None, primary_key=True)
    customer_key: int = Field(foreign_key="customer.customer_key", index=True)
    day: dt.date
    amount_minor: int = Field(sa_type=BigInteger)
    margin_minor: int | None = Field(default=None, sa_type=BigInteger)
    quantity: float | None = None
    product_key: int | None = Field(default=None, foreign_key="product.product_key")
    channel: str | None = None
    order_id: str | None = None
    row_id: str | None = None
    import_id: int = Field(foreign_key="import.import_id", index=True)
    line: int
