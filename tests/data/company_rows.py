"""A small company whose numbers can be checked by hand, and a way to bring rows in."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlmodel import select

from data.database import driver_connection, writer
from data.snapshot import write_part
from data.tables.bases import utc_now
from data.tables.company import Customer, CustomerAttributes, Product, Transaction, WorkspaceSettings
from data.tables.records import Import
from engine.contracts import TRANSACTION_COLUMNS

# customer, day, amount, margin, quantity, product, channel, order
ROWS = [
    ("00123", "2024-01-05", 120.10, 40.0, 2.0, "suite", "web", "R1"),
    ("1E5", "2024-01-05", 80.00, None, 1.0, None, None, None),
    ("00123", "2024-02-29", -20.05, -5.0, -1.0, "suite", "web", "R2"),
    ("NA", "2024-03-01", 0.30, None, None, None, "desk", None),
]


def facts_frame(rows: Sequence[tuple[Any, ...]] = ROWS) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(TRANSACTION_COLUMNS))
    return frame.assign(day=pd.to_datetime(frame["day"]).dt.date)


def bring_in(slug: str, rows: Sequence[tuple[Any, ...]] = ROWS, *, with_part: bool = True) -> Import:
    """Store transactions as one import, as bringing in a file does."""
    with writer(slug) as session:
        record = new_import("transactions", len(rows))
        session.add(record)
        session.flush()
        keys = {row.customer_id: row.customer_key for row in session.exec(select(Customer))}
        products = {row.product_id: row.product_key for row in session.exec(select(Product))}
        for customer_id in dict.fromkeys(row[0] for row in rows if row[0] not in keys):
            customer = Customer(customer_id=customer_id, import_id=record.import_id)
            session.add(customer)
            session.flush()
            keys[customer_id] = customer.customer_key
        for product_id in dict.fromkeys(row[5] for row in rows if row[5] and row[5] not in products):
            product = Product(product_id=product_id, label=product_id.title(), import_id=record.import_id)
            session.add(product)
            session.flush()
            products[product_id] = product.product_key
        for line, row in enumerate(rows, start=2):
            session.add(transaction(row, keys, products, record.import_id, line))
        session.exec(select(WorkspaceSettings)).one().data_version += 1
        if with_part:
            write_part(slug, record.part_name, facts_frame(rows))
    return record


def take_out(slug: str, record: Import) -> None:
    """Undo an import of transactions."""
    with writer(slug) as session:
        driver_connection(session).execute(
            'DELETE FROM "transaction" WHERE import_id = ?', (record.import_id,)
        )
        session.get(Import, record.import_id).undone_at = utc_now()
        session.exec(select(WorkspaceSettings)).one().data_version += 1


def know(slug: str, customer_key: int, known_on: dt.date, attributes: dict[str, str], import_id: int) -> None:
    """Store what was known of a customer on a day."""
    with writer(slug) as session:
        session.add(
            CustomerAttributes(
                customer_key=customer_key, known_on=known_on, attributes=attributes, import_id=import_id
            )
        )


def new_import(kind: str, rows: int, findings: Sequence[dict[str, Any]] = ()) -> Import:
    name = secrets.token_hex(8)
    return Import(
        kind=kind,
        file_name="rows.csv",
        file_sha256=name,
        part_name=name,
        imported_at=utc_now(),
        rows_read=rows,
        rows_accepted=rows,
        rows_rejected=0,
        rows_duplicates=0,
        sums={"read": "180.35"},
        understanding={},
        findings=list(findings),
    )


def transaction(
    row: tuple[Any, ...], keys: dict[str, int], products: dict[str, int], import_id: int, line: int
) -> Transaction:
    customer_id, day, amount, margin, quantity, product_id, channel, order_id = row
    return Transaction(
        customer_key=keys[customer_id],
        day=dt.date.fromisoformat(day),
        amount_minor=round(amount * 100),
        margin_minor=None if margin is None else round(margin * 100),
        quantity=quantity,
        product_key=products.get(product_id),
        channel=channel,
        order_id=order_id,
        import_id=import_id,
        line=line,
    )
