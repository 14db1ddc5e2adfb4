"""Which customers are one person, and how is that said and taken back?

Every fact stays with the customer of its own file; whoever reads looks up here whom that customer
is read as. A merge is one row, so taking it back leaves no trace in the facts. Merges always join
two customers that are nobody else yet, so chains end and circles cannot arise.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from sqlmodel import Session, select, update

from data.database import driver_connection, reader, writer
from data.errors import DataError, NotFoundError
from data.tables.bases import utc_now
from data.tables.company import WorkspaceSettings
from data.tables.merges import CustomerMerge, CustomersApart
from data.viewer import Viewer

_ACTIVE = "SELECT merged_key, kept_key FROM customer_merge WHERE undone_at IS NULL"
_RECORDS = """
    SELECT m.merge_key, m.kept_key, k.customer_id, m.merged_key, d.customer_id, m.rule, m.score,
        m.merged_at, m.undone_at, m.is_void
    FROM customer_merge AS m LEFT JOIN customer AS k ON k.customer_key = m.kept_key
    LEFT JOIN customer AS d ON d.customer_key = m.merged_key ORDER BY m.merge_key DESC
"""
_APART = """
    SELECT p.first_key, a.customer_id, p.second_key, b.customer_id
    FROM customers_apart AS p JOIN customer AS a ON a.customer_key = p.first_key
    JOIN customer AS b ON b.customer_key = p.second_key ORDER BY p.said_at DESC, p.first_key, p.second_key
"""
_NOBODY = "NOT IN (SELECT customer_key FROM customer)"


@dataclass(frozen=True)
class MergeRecord:
    """A merge, also one that counts no more; an id is empty where the customer is gone."""

    merge_key: int
    kept_key: int
    kept_id: str
    merged_key: int
    merged_id: str
    reasons: tuple[str, ...]
    score: float
    merged_at: dt.datetime
    undone_at: dt.datetime | None
    is_void: bool


@dataclass(frozen=True)
class ApartRecord:
    """Two customers that somebody said are not one person."""

    first_key: int
    first_id: str
    second_key: int
    second_id: str
    said_at: dt.datetime


def kept_keys(connection: sqlite3.Connection) -> dict[int, int]:
    """Return each merged customer's key with the key that it is read as; all others are themselves."""
    step = dict(connection.execute(_ACTIVE).fetchall())
    kept: dict[int, int] = {}
    for key in step:
        last = key
        while last in step:
            last = step[last]
        kept[key] = last
    return kept


def keys_of(connection: sqlite3.Connection, key: int) -> tuple[int, ...]:
    """Return the keys of everybody who is one person with a customer, the one they are read as first."""
    kept = kept_keys(connection)
    own = kept.get(key, key)
    return own, *sorted(merged for merged, last in kept.items() if last == own)


def merge(viewer: Viewer, slug: str, pair: tuple[int, int], rule: str, score: float) -> int:
    """Say that two customers are one person, read as the first of the ``pair``; return the merge's key.

    Where one of the two was merged before, whom it is read as stands for it.

    Raises
    ------
    NotFoundError
        One of them is no customer of the company.
    DataError
        They are one person already.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        connection = driver_connection(session)
        _require_customers(connection, pair)
        kept = kept_keys(connection)
        first, second = (kept.get(key, key) for key in pair)
        if first == second:
            raise DataError("matching.already_one")
        record = CustomerMerge(kept_key=first, merged_key=second, rule=rule, score=score, merged_at=utc_now())
        session.add(record)
        _raise_version(session)
        session.flush()
        return int(record.merge_key or 0)


def undo_merge(viewer: Viewer, slug: str, merge_key: int) -> None:
    """Take a merge back: both customers are read as they were before it.

    Raises
    ------
    NotFoundError
        There is no merge of that number.
    DataError
        It counts no more already.
    """
    viewer.require_change(slug)
    with writer(slug) as session:
        record = session.get(CustomerMerge, merge_key)
        if record is None:
            raise NotFoundError("matching.merge_not_found")
        if record.undone_at is not None:
            raise DataError("matching.already_taken_back")
        record.undone_at = utc_now()
        session.add(record)
        _raise_version(session)


def void_merges(connection: sqlite3.Connection) -> int:
    """End the merges of customers that are gone and return how many; part of an import's undo.

    Called inside its transaction, after the customers are deleted. The other customer of such a
    merge stands as it was brought in.
    """
    connection.execute(f"DELETE FROM customers_apart WHERE first_key {_NOBODY} OR second_key {_NOBODY}")
    ended = connection.execute(
        f"""UPDATE customer_merge SET undone_at = ?, is_void = 1
            WHERE undone_at IS NULL AND (kept_key {_NOBODY} OR merged_key {_NOBODY})""",
        (utc_now().astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds"),),
    )
    return ended.rowcount


def merges(viewer: Viewer, slug: str) -> list[MergeRecord]:
    """Return all merges, the ones taken back too, newest first."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = driver_connection(session).execute(_RECORDS).fetchall()
        stamps = {
            row.merge_key: (row.merged_at, row.undone_at) for row in session.exec(select(CustomerMerge)).all()
        }
    return [
        MergeRecord(
            *(row[0], row[1], row[2] or "", row[3], row[4] or "", tuple(row[5].split()), row[6]),
            *stamps[row[0]],
            bool(row[9]),
        )
        for row in rows
    ]


def keep_apart(viewer: Viewer, slug: str, pair: tuple[int, int]) -> None:
    """Say that two customers are not one person, so that they are not proposed again.

    Raises
    ------
    NotFoundError
        One of them is no customer of the company.
    """
    viewer.require_change(slug)
    first, second = sorted(pair)
    with writer(slug) as session:
        _require_customers(driver_connection(session), pair)
        session.merge(CustomersApart(first_key=first, second_key=second, said_at=utc_now()))


def ask_again(viewer: Viewer, slug: str, pair: tuple[int, int]) -> None:
    """Take back that two customers are not one person."""
    viewer.require_change(slug)
    with writer(slug) as session:
        found = session.get(CustomersApart, tuple(sorted(pair)))
        if found is not None:
            session.delete(found)


def apart(viewer: Viewer, slug: str) -> list[ApartRecord]:
    """Return who was said not to be one person, the last said first."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = driver_connection(session).execute(_APART).fetchall()
        said = {
            (row.first_key, row.second_key): row.said_at for row in session.exec(select(CustomersApart)).all()
        }
    return [ApartRecord(one, id_, other, its_id, said[one, other]) for one, id_, other, its_id in rows]


def active_keys(viewer: Viewer, slug: str) -> dict[int, int]:
    """Return each merged customer's key with the key that it is read as."""
    viewer.require_read(slug)
    with reader(slug) as session:
        return kept_keys(driver_connection(session))


def _require_customers(connection: sqlite3.Connection, pair: tuple[int, int]) -> None:
    found = connection.execute("SELECT count(*) FROM customer WHERE customer_key IN (?, ?)", pair).fetchone()
    if found[0] != len(set(pair)):
        raise NotFoundError("error.customer_gone")


def _raise_version(session: Session) -> None:
    session.execute(update(WorkspaceSettings).values(data_version=WorkspaceSettings.data_version + 1))
