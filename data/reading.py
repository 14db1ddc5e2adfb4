"""What is known here: of one customer, of the imports, of the data as a whole?

Names and free attributes are personal; a masked viewer gets none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from data.database import driver_connection, reader
from data.errors import NotFoundError
from data.tables.company import (
    AttributeDefinition,
    Customer,
    CustomerAttributes,
    Product,
    Transaction,
    WorkspaceSettings,
)
from data.tables.records import Import
from data.viewer import Viewer

_NUMBERS = ("amount", "margin", "quantity")
_WORDS = ("product_id", "product_label", "channel", "order_id")
_FACT_COLUMNS = ("day", *_NUMBERS, *_WORDS, "import_id", "line")
_FACTS_OF_CUSTOMER = """
    SELECT t.day, t.amount_minor, t.margin_minor, t.quantity, p.product_id, p.label, t.channel, t.order_id,
        t.import_id, t.line
    FROM "transaction" AS t LEFT JOIN product AS p ON p.product_key = t.product_key
    WHERE t.customer_key = ? ORDER BY t.day DESC, t.transaction_key DESC
"""
_NAMES = """
    SELECT c.customer_id, json_extract(a.attributes, '$.name')
    FROM customer AS c JOIN customer_attributes AS a ON a.customer_key = c.customer_key
    WHERE json_extract(a.attributes, '$.name') IS NOT NULL ORDER BY a.known_on, a.attributes_key
"""


@dataclass(frozen=True)
class DatedAttributes:
    """What was known of a customer on a day: attribute name to text."""

    known_on: dt.date
    attributes: Mapping[str, Any]
    import_id: int


@dataclass(frozen=True)
class ImportRecord:
    """One file that was brought in, with what was found in it; sums are decimal texts."""

    import_id: int
    kind: str
    file_name: str
    imported_at: dt.datetime
    undone_at: dt.datetime | None
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_duplicates: int
    sums: Mapping[str, str]
    understanding: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Holdings:
    """What the company's data amounts to; days are ``None`` while there are no transactions."""

    customers: int
    transactions: int
    products: int
    active_imports: int
    first_day: dt.date | None
    last_day: dt.date | None
    last_import_at: dt.datetime | None


def customer_key(viewer: Viewer, slug: str, customer_id: str) -> int:
    """Return the internal number of a customer, the only one that may stand in an address.

    Raises
    ------
    NotFoundError
        The company has no such customer.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        key = session.exec(select(Customer.customer_key).where(Customer.customer_id == customer_id)).first()
    if key is None:
        raise NotFoundError("error.customer_not_found", customer=customer_id)
    return key


def customer_id(viewer: Viewer, slug: str, key: int) -> str:
    """Return the company's own id of a customer.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        return _customer(session, key).customer_id


def customer_facts(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return a customer's transactions, newest first, amounts in currency units.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        _customer(session, key)
        units = 10.0 ** session.exec(select(WorkspaceSettings.currency_exponent)).one()
        rows = driver_connection(session).execute(_FACTS_OF_CUSTOMER, (key,)).fetchall()
    frame = pd.DataFrame(rows, columns=list(_FACT_COLUMNS))
    frame = frame.astype(dict.fromkeys(_NUMBERS, "float64") | dict.fromkeys(_WORDS, "str"))
    return frame.assign(
        day=pd.to_datetime(frame["day"]), amount=frame["amount"] / units, margin=frame["margin"] / units
    )


def attributes(viewer: Viewer, slug: str, key: int) -> list[DatedAttributes]:
    """Return what was known of a customer, the latest first; nothing to a masked viewer.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        _customer(session, key)
        if viewer.masked:
            return []
        rows = session.exec(
            select(CustomerAttributes)
            .where(CustomerAttributes.customer_key == key)
            .order_by(col(CustomerAttributes.known_on).desc(), col(CustomerAttributes.attributes_key).desc())
        ).all()
    return [DatedAttributes(row.known_on, row.attributes, row.import_id) for row in rows]


def attribute_labels(viewer: Viewer, slug: str) -> dict[str, str]:
    """Return the free attributes by name with the heading under which each first came."""
    viewer.require_read(slug)
    if viewer.masked:
        return {}
    with reader(slug) as session:
        return dict(session.exec(select(AttributeDefinition.name, AttributeDefinition.label)).all())


def customer_names(viewer: Viewer, slug: str) -> pd.Series:
    """Return the customers' latest names by ``customer_id``; empty for a masked viewer."""
    viewer.require_read(slug)
    rows: list[tuple[str, str]] = []
    if not viewer.masked:
        with reader(slug) as session:
            rows = driver_connection(session).execute(_NAMES).fetchall()
    return pd.Series(dict(rows), dtype="str", name="name").rename_axis("customer_id")


def customers_count(viewer: Viewer, slug: str) -> int:
    """Return how many customers the company has, with or without transactions."""
    viewer.require_read(slug)
    with reader(slug) as session:
        return session.exec(select(func.count(col(Customer.customer_key)))).one()


def imports(viewer: Viewer, slug: str) -> list[ImportRecord]:
    """Return all imports, the undone ones too, newest first."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = session.execute(_import_records().order_by(col(Import.import_id).desc())).all()
    return [_record(viewer, row) for row in rows]


def import_record(viewer: Viewer, slug: str, import_id: int) -> ImportRecord:
    """Return one import.

    Raises
    ------
    NotFoundError
        There is no import of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        row = session.execute(_import_records().where(col(Import.import_id) == import_id)).first()
    if row is None:
        raise NotFoundError("error.import_not_found", number=import_id)
    return _record(viewer, row)


def rejected_rows(viewer: Viewer, slug: str, import_id: int) -> bytes | None:
    """Return the rows that an import left out as a Parquet file, ``None`` if it took them all.

    Raises
    ------
    NotFoundError
        There is no import of that number.
    NotAllowedError
        The rows are as they came, with names; a masked viewer may not have them.
    """
    viewer.require_unmasked(slug)
    import_record(viewer, slug, import_id)
    with reader(slug) as session:
        return session.exec(select(Import.rejected_rows).where(Import.import_id == import_id)).one()


def holdings(viewer: Viewer, slug: str) -> Holdings:
    """Return how much the company has, over which time, and how fresh it is."""
    viewer.require_read(slug)
    with reader(slug) as session:
        transactions, first_day, last_day = session.exec(
            select(_count(Transaction.transaction_key), func.min(Transaction.day), func.max(Transaction.day))
        ).one()
        active_imports, last_import_at = session.exec(
            select(_count(Import.import_id), func.max(Import.imported_at)).where(
                col(Import.undone_at).is_(None)
            )
        ).one()
        return Holdings(
            customers=session.exec(select(_count(Customer.customer_key))).one(),
            transactions=transactions,
            products=session.exec(select(_count(Product.product_key))).one(),
            active_imports=active_imports,
            first_day=first_day,
            last_day=last_day,
            last_import_at=last_import_at,
        )


def _count(key: Any) -> Any:
    return func.count(col(key))


def _customer(session: Session, key: int) -> Customer:
    row = session.get(Customer, key)
    if row is None:
        raise NotFoundError("error.customer_gone")
    return row


def _record(viewer: Viewer, row: Sequence[Any]) -> ImportRecord:
    record = ImportRecord(*row)
    if not viewer.masked:
        return record
    # Examples are cells as they were written, names among them.
    return replace(record, findings=[{**finding, "examples": []} for finding in record.findings])


def _import_records() -> Select[Any]:
    columns: Select[Any] = select(*[getattr(Import, name) for name in ImportRecord.__dataclass_fields__])
    return columns
