"""What is known here: of one customer, of the imports, of the data as a whole?

Names and free attributes are personal; a masked viewer gets none of them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from data.database import driver_connection, reader
from data.errors import NotFoundError
from data.merges import kept_keys, keys_of
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
    WHERE t.customer_key IN (SELECT value FROM json_each(?)) ORDER BY t.day DESC, t.transaction_key DESC
"""
_NAMES = """
    SELECT c.customer_key, c.customer_id, json_extract(a.attributes, '$.name'), a.known_on
    FROM customer AS c JOIN customer_attributes AS a ON a.customer_key = c.customer_key
    WHERE json_extract(a.attributes, '$.name') IS NOT NULL ORDER BY a.known_on, a.attributes_key
"""
_IDS = "SELECT customer_key, customer_id FROM customer WHERE customer_key IN (SELECT value FROM json_each(?))"


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

    The id of a merged customer leads to the one that it is read as.

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
        return keys_of(driver_connection(session), key)[0]


def customer_ids(viewer: Viewer, slug: str, key: int) -> dict[int, str]:
    """Return the ids under which a customer is in the files by key, the one it is read as first.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        keys = _keys(session, key)
        ids = dict(driver_connection(session).execute(_IDS, (json.dumps(keys),)).fetchall())
    return {one: ids[one] for one in keys}


def customer_id(viewer: Viewer, slug: str, key: int) -> str:
    """Return the company's own id of a customer, of a merged one that of whom it is read as.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    return next(iter(customer_ids(viewer, slug, key).values()))


def customer_facts(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return a customer's transactions, those of its merged ones too, newest first, in currency units.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        keys = json.dumps(_keys(session, key))
        units = 10.0 ** session.exec(select(WorkspaceSettings.currency_exponent)).one()
        rows = driver_connection(session).execute(_FACTS_OF_CUSTOMER, (keys,)).fetchall()
    frame = pd.DataFrame(rows, columns=list(_FACT_COLUMNS))
    frame = frame.astype(dict.fromkeys(_NUMBERS, "float64") | dict.fromkeys(_WORDS, "str"))
    return frame.assign(
        day=pd.to_datetime(frame["day"]), amount=frame["amount"] / units, margin=frame["margin"] / units
    )


def attributes(viewer: Viewer, slug: str, key: int) -> list[DatedAttributes]:
    """Return what was known of a customer, the latest first; nothing to a masked viewer.

    Of two merged customers' words of one day those of the one they are read as come first.

    Raises
    ------
    NotFoundError
        The company has no customer of that number.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        keys = _keys(session, key)
        if viewer.masked:
            return []
        of_kept = (col(CustomerAttributes.customer_key) == keys[0]).desc()
        known_on, row_key = CustomerAttributes.known_on, CustomerAttributes.attributes_key
        rows = session.exec(
            select(CustomerAttributes)
            .where(col(CustomerAttributes.customer_key).in_(keys))
            .order_by(col(known_on).desc(), of_kept, col(row_key).desc())
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
    """Return the customers' latest names by ``customer_id``; empty for a masked viewer.

    The ids of merged customers stand there too, with the name of whom they are read as: older
    assessments know them.
    """
    viewer.require_read(slug)
    names: dict[str, str] = {}
    if not viewer.masked:
        with reader(slug) as session:
            connection = driver_connection(session)
            rows = connection.execute(_NAMES).fetchall()
            kept = kept_keys(connection)
            one_person = json.dumps(sorted({*kept, *kept.values()}))
            ids = dict(connection.execute(_IDS, (one_person,)).fetchall())
        names = {customer_id: name for _, customer_id, name, _ in rows}
        names |= _names_of_merged(rows, kept, ids)
    return pd.Series(names, dtype="str", name="name").rename_axis("customer_id")


def other_ids(viewer: Viewer, slug: str) -> pd.Series:
    """Return the further ids of customers that are merged, by the id they are read as, as one text."""
    viewer.require_read(slug)
    with reader(slug) as session:
        connection = driver_connection(session)
        kept = kept_keys(connection)
        ids = dict(connection.execute(_IDS, (json.dumps(sorted({*kept, *kept.values()})),)).fetchall())
    others: dict[str, list[str]] = {}
    for merged, last in sorted(kept.items()):
        others.setdefault(ids[last], []).append(ids[merged])
    joined = {customer_id: ", ".join(texts) for customer_id, texts in others.items()}
    return pd.Series(joined, dtype="str", name="other_ids").rename_axis("customer_id")


def customers_count(viewer: Viewer, slug: str) -> int:
    """Return how many customers the company has, with or without transactions, merged ones once."""
    viewer.require_read(slug)
    with reader(slug) as session:
        return _customers_count(session)


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
            customers=_customers_count(session),
            transactions=transactions,
            products=session.exec(select(_count(Product.product_key))).one(),
            active_imports=active_imports,
            first_day=first_day,
            last_day=last_day,
            last_import_at=last_import_at,
        )


def _count(key: Any) -> Any:
    return func.count(col(key))


def _keys(session: Session, key: int) -> tuple[int, ...]:
    """Return the keys of everybody who is one person with a customer, whom they are read as first."""
    if session.get(Customer, key) is None:
        raise NotFoundError("error.customer_gone")
    return keys_of(driver_connection(session), key)


def _customers_count(session: Session) -> int:
    everybody = session.exec(select(func.count(col(Customer.customer_key)))).one()
    return everybody - len(kept_keys(driver_connection(session)))


def _names_of_merged(
    rows: Sequence[tuple[int, str, str, str]], kept: Mapping[int, int], ids: Mapping[int, str]
) -> dict[str, str]:
    """Return one name for all ids of a person: the latest, of one day that of whom they are read as."""
    latest: dict[int, tuple[str, bool, str]] = {}
    for key, _, name, known_on in rows:
        if key in ids:
            person = kept.get(key, key)
            known = (known_on, key == person, name)
            latest[person] = max(latest.get(person, known), known, key=lambda one: one[:2])
    return {ids[key]: latest[person][2] for key in ids if (person := kept.get(key, key)) in latest}


def _record(viewer: Viewer, row: Sequence[Any]) -> ImportRecord:
    record = ImportRecord(*row)
    if not viewer.masked:
        return record
    # Examples are cells as they were written, names among them.
    return replace(record, findings=[{**finding, "examples": []} for finding in record.findings])


def _import_records() -> Select[Any]:
    columns: Select[Any] = select(*[getattr(Import, name) for name in ImportRecord.__dataclass_fields__])
    return columns
