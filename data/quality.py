"""How good is what the company has: how much of each kind, over which time, with which holes?

Counts that figures rest on are given by import, so that it can be told what each of them made possible.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from data.database import driver_connection, reader
from data.viewer import Viewer

# Kind -> its table, the column of its day ("" where it has none) and the one of its customer.
_TABLES: dict[str, tuple[str, str, str]] = {
    "transactions": ("transaction", "day", "customer_key"),
    "customers": ("customer_attributes", "known_on", "customer_key"),
    "products": ("product", "", ""),
    "contracts": ("contract", "start_day", "customer_key"),
    "survey_answers": ("survey_answer", "day", "customer_key"),
    "complaints": ("complaint", "opened_at", "customer_key"),
    "complaint_events": ("complaint_event", "at", ""),
    "contacts": ("contact", "day", "customer_key"),
    "rescues": ("rescue", "day", "customer_key"),
    "exits": ("exit", "day", "customer_key"),
    "targets": ("target", "first_day", ""),
}
# Files of these kinds come month by month; a month without any is a hole.
_MONTHLY = ("transactions", "survey_answers", "complaints", "contacts")
_COVERAGE: dict[str, str] = {
    "transactions": 'SELECT import_id, count(*) FROM "transaction" GROUP BY 1',
    "transactions_with_margin": """
        SELECT import_id, count(margin_minor) FROM "transaction" GROUP BY 1
    """,
    "contracts": "SELECT import_id, count(*) FROM contract GROUP BY 1",
    "exits_with_cause": """
        SELECT e.import_id, count(*) FROM exit AS e
        WHERE EXISTS (SELECT 1 FROM exit_cause AS c WHERE c.exit_key = e.exit_key) GROUP BY 1
    """,
    "answers": "SELECT import_id, count(score) FROM survey_answer GROUP BY 1",
    "answers_with_expectation": """
        SELECT import_id, count(*) FROM survey_answer
        WHERE score IS NOT NULL AND expectation IS NOT NULL GROUP BY 1
    """,
    "complaints": "SELECT import_id, count(*) FROM complaint GROUP BY 1",
    "complaints_of_customers": "SELECT import_id, count(customer_key) FROM complaint GROUP BY 1",
    "complaints_resolved": """
        SELECT import_id, count(*) FROM complaint_event WHERE state = 'resolved' GROUP BY 1
    """,
    "rescues_offered": "SELECT import_id, count(*) FROM rescue WHERE NOT is_control GROUP BY 1",
    "rescues_control": "SELECT import_id, count(*) FROM rescue WHERE is_control GROUP BY 1",
    "contacts": "SELECT import_id, count(*) FROM contact GROUP BY 1",
    "targets": "SELECT import_id, count(*) FROM target GROUP BY 1",
}
_ROLES = """
    SELECT i.role, a.import_id, count(a.score), count(CASE WHEN a.score IS NOT NULL THEN a.customer_key END),
        count(CASE WHEN a.score IS NOT NULL THEN a.expectation END)
    FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
    WHERE i.role <> '' GROUP BY 1, 2
"""
_SPANS = 'SELECT import_id, min(day), max(day) FROM "transaction" GROUP BY 1'

ByImport = Mapping[int, int]


@dataclass(frozen=True)
class KindQuality:
    """What there is of a kind; days are ``None`` where it has none.

    ``gaps`` are the first and last month (their first days) of each stretch without any row.
    """

    kind: str
    rows: int
    customers: int | None
    first_day: dt.date | None
    last_day: dt.date | None
    gaps: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True)
class DataQuality:
    """What there is by kind (those without a row too), and by import what figures rest on.

    ``coverage`` has the number of rows of each sort by import, answers by their role as
    ``role.<role>``, ``role_of_customers.<role>`` and ``role_with_expectation.<role>``; ``spans`` the days
    of each import's transactions.
    """

    kinds: tuple[KindQuality, ...]
    coverage: Mapping[str, ByImport]
    spans: Mapping[int, tuple[dt.date, dt.date]]
    new_customers: ByImport


def data_quality(viewer: Viewer, slug: str) -> DataQuality:
    """Return how good a company's data is."""
    viewer.require_read(slug)
    with reader(slug) as session:
        connection = driver_connection(session)
        return DataQuality(
            kinds=tuple(_kind(connection, kind) for kind in _TABLES),
            coverage={name: dict(connection.execute(sql)) for name, sql in _COVERAGE.items()}
            | _roles(connection),
            spans={
                import_id: (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
                for import_id, first, last in connection.execute(_SPANS)
            },
            new_customers=dict(connection.execute("SELECT import_id, count(*) FROM customer GROUP BY 1")),
        )


def month_gaps(months: list[str]) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return the stretches between months (``2024-01``, ascending) in which there is none."""
    found = []
    numbers = [_month_number(dt.date.fromisoformat(f"{month}-01")) for month in months]
    for before, after in pairwise(numbers):
        if after - before > 1:
            found.append((_month(before + 1), _month(after - 1)))
    return tuple(found)


def _kind(connection: sqlite3.Connection, kind: str) -> KindQuality:
    table, day, customer = _TABLES[kind]
    days = f'date(min("{day}")), date(max("{day}"))' if day else "NULL, NULL"
    people = f'count(DISTINCT "{customer}")' if customer else "NULL"
    asked = f'SELECT count(*), {people}, {days} FROM "{table}"'
    rows, customers, first, last = connection.execute(asked).fetchone()
    gaps: tuple[tuple[dt.date, dt.date], ...] = ()
    if kind in _MONTHLY and rows:
        months = connection.execute(f'SELECT DISTINCT substr("{day}", 1, 7) FROM "{table}" ORDER BY 1')
        gaps = month_gaps([month for (month,) in months])
    return KindQuality(kind, rows, customers, _day(first), _day(last), gaps)


def _roles(connection: sqlite3.Connection) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for role, import_id, *counts in connection.execute(_ROLES):
        for name, count in zip(_role_names(role), counts, strict=True):
            found.setdefault(name, {})[import_id] = count
    return found


def _role_names(role: str) -> Iterator[str]:
    yield f"role.{role}"
    yield f"role_of_customers.{role}"
    yield f"role_with_expectation.{role}"


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _month_number(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)
