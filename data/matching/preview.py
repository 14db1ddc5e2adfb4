"""What would a merge bring together? The two side by side, with what differs and the facts of each."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

import data.tables.records
import data.tables.relations
import data.tables.voices  # noqa: F401 - facts are found in the tables' own list
from data.database import driver_connection, reader
from data.errors import NotFoundError
from data.matching.fields import field_of
from data.matching.forms import FORMS, is_same_number
from data.merges import keys_of
from data.tables.bases import CompanyTable
from data.tables.company import WorkspaceSettings
from data.viewer import Viewer

_OF_KEYS = "customer_key IN (SELECT value FROM json_each(?))"
_BUSINESS = f'SELECT sum(amount_minor), min(day), max(day) FROM "transaction" WHERE {_OF_KEYS}'
_KNOWN = (
    f"SELECT customer_key, attributes, known_on, attributes_key FROM customer_attributes WHERE {_OF_KEYS}"
)
_NO_FACTS = frozenset({"customer", "customer_attributes"})


@dataclass(frozen=True)
class Side:
    """One of two customers: ids, attributes as last known, and how many facts of each table.

    ``ids`` are all ids in the files, the one that is read first; ``amount`` is in currency units,
    days are ``None`` without transactions.
    """

    customer_key: int
    ids: tuple[str, ...]
    attributes: Mapping[str, str]
    facts: Mapping[str, int]
    amount: float
    first_day: dt.date | None
    last_day: dt.date | None


def sides(viewer: Viewer, slug: str, keys: Sequence[int]) -> dict[int, Side]:
    """Return customers to lay side by side, by the key asked for.

    Raises
    ------
    NotAllowedError
        Attributes are shown; a masked viewer may not see them.
    NotFoundError
        One of them is no customer of the company.
    """
    viewer.require_unmasked(slug)
    with reader(slug) as session:
        units = 10.0 ** session.exec(select(WorkspaceSettings.currency_exponent)).one()
        connection = driver_connection(session)
        return {key: _side(connection, key, units) for key in dict.fromkeys(keys)}


def written_differently(first: Side, second: Side) -> frozenset[str]:
    """Return the attributes that both have and that say the same in other letters."""
    shared = first.attributes.keys() & second.attributes.keys()
    return frozenset(
        name
        for name in shared
        if first.attributes[name] != second.attributes[name]
        and _is_same(field_of(name), first.attributes[name], second.attributes[name])
    )


def _is_same(field: str, one: str, other: str) -> bool:
    if field not in FORMS:
        return False
    first, second = FORMS[field](one), FORMS[field](other)
    return is_same_number(first, second) if field == "telephone" else first == second != ""


def _side(connection: sqlite3.Connection, key: int, units: float) -> Side:
    keys = keys_of(connection, key)
    asked = (json.dumps(keys),)
    ids = dict(
        connection.execute(
            f"SELECT customer_key, customer_id FROM customer WHERE {_OF_KEYS}", asked
        ).fetchall()
    )
    if keys[0] not in ids:
        raise NotFoundError("error.customer_gone")
    amount, first_day, last_day = connection.execute(_BUSINESS, asked).fetchone()
    return Side(
        customer_key=keys[0],
        ids=tuple(ids[one] for one in keys),
        attributes=_attributes(connection.execute(_KNOWN, asked).fetchall(), keys[0]),
        facts={table: _count(connection, table, asked) for table in _tables_of_facts()},
        amount=(amount or 0) / units,
        first_day=dt.date.fromisoformat(first_day) if first_day else None,
        last_day=dt.date.fromisoformat(last_day) if last_day else None,
    )


def _attributes(rows: list[tuple[int, str, str, int]], kept: int) -> dict[str, str]:
    known: dict[str, Any] = {}
    for _, written, _, _ in sorted(rows, key=lambda row: (row[2], row[0] == kept, row[3])):
        known.update(json.loads(written))
    return {name: str(value) for name, value in known.items() if str(value)}


def _tables_of_facts() -> list[str]:
    """Return the tables whose rows are about a customer; a new kind of data is there by itself."""
    tables = CompanyTable.metadata.sorted_tables
    return [table.name for table in tables if "customer_key" in table.c and table.name not in _NO_FACTS]


def _count(connection: sqlite3.Connection, table: str, asked: tuple[str]) -> int:
    found = connection.execute(f'SELECT count(*) FROM "{table}" WHERE {_OF_KEYS}', asked).fetchone()
    return int(found[0])
