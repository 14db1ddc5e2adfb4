"""What does the company know of its customers beside transactions, as the engine takes it?

Everything is read in one transaction by its own driver connection. A kind of which the company has
nothing costs one look at an empty table. Words and attributes are personal; a masked viewer gets none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
from sqlmodel import Session, select

from data.database import driver_connection, reader
from data.matching.fields import tells_who
from data.merges import kept_keys
from data.tables.company import WorkspaceSettings
from data.viewer import Viewer
from engine.contracts import RELATION_COLUMNS, Relations

_MONEY = ("fee_per_month", "claim", "cost", "outcome_amount", "price")
# Each kind's columns in the order of its contract; a customer's key stands where its id will be.
_ASKED: dict[str, str] = {
    "contracts": """
        SELECT customer_key, contract_id, start_day, end_day, is_start_estimated, fee_per_month_minor,
            tariff
        FROM contract ORDER BY contract_key
    """,
    "complaints": """
        SELECT c.complaint_id, c.customer_key, c.opened_at, c.channel, coalesce(c.cause, t.cause), c.severity,
            c.claim_minor, c.words, c.complaint_key
        FROM complaint AS c LEFT JOIN text_cause AS t
            ON t.source = 'complaint' AND t.import_id = c.import_id AND t.line = c.line
        ORDER BY c.complaint_key
    """,
    "complaint_events": """
        SELECT c.complaint_id, coalesce(c.customer_key, e.customer_key), e.at, e.activity, e.state,
            e.resource, e.cost_minor
        FROM complaint_event AS e JOIN complaint AS c ON c.complaint_key = e.complaint_key
        ORDER BY e.at, e.event_key
    """,
    "contacts": """
        SELECT customer_key, day, channel, purpose, stage, cost_minor, result, agent, promise
        FROM contact ORDER BY contact_key
    """,
    "rescues": """
        SELECT customer_key, day, measure, is_control, cost_minor, responded, accepted, outcome,
            outcome_amount_minor
        FROM rescue ORDER BY rescue_key
    """,
    "exits": """
        SELECT e.customer_key, e.day, e.is_day_estimated, e.exit_kind,
            coalesce((SELECT group_concat(cause, ',')
                      FROM (SELECT cause FROM exit_cause AS x WHERE x.exit_key = e.exit_key ORDER BY cause)),
                     t.cause),
            e.words, e.exit_key
        FROM exit AS e LEFT JOIN text_cause AS t
            ON t.source = 'exit' AND t.import_id = e.import_id AND t.line = e.line
        ORDER BY e.exit_key
    """,
    "survey_items": """
        SELECT item_id, label, nullif(role, ''), scale_low, scale_high FROM survey_item ORDER BY item_key
    """,
    "survey_answers": """
        SELECT i.item_id, a.customer_key, a.respondent, a.day, a.score, a.expectation, a.importance,
            a.words, a.is_not_applicable, a.channel, a.answer_key, t.cause
        FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
        LEFT JOIN text_cause AS t
            ON t.import_id = a.import_id AND t.line = a.line
            AND t.source IN ('comment', 'comment:' || i.item_id) AND a.words IS NOT NULL
        ORDER BY a.answer_key
    """,
    "attributes": """
        SELECT a.customer_key, a.known_on, j.key, j.value
        FROM customer_attributes AS a, json_each(a.attributes) AS j
        WHERE j.value IS NOT NULL ORDER BY a.known_on, a.attributes_key, j.key
    """,
    # The latest file counts that says anything of a product.
    "products": """
        SELECT p.product_id, coalesce(d.label, p.label), d.category, d.price_minor, d.cost_minor
        FROM product AS p LEFT JOIN product_details AS d ON d.details_key =
            (SELECT max(x.details_key) FROM product_details AS x WHERE x.product_key = p.product_key)
        ORDER BY p.product_key
    """,
}


@dataclass(frozen=True)
class _Reading:
    """What turns rows as they are stored into what the engine takes."""

    ids: pd.Series
    units: float
    masked: bool


def relations(viewer: Viewer, slug: str, kinds: Collection[str] = _ASKED.keys()) -> Relations:
    """Return the facts beside transactions, merged customers read as whom they are kept as.

    Of other than the ``kinds`` asked for nothing is read, and the frames are empty.
    Attributes that only say who somebody is (name, mail address, telephone) are not among them:
    they are no fact that a figure may rest on.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        return relations_of(viewer, session, kinds)


def relations_of(viewer: Viewer, session: Session, kinds: Collection[str] = _ASKED.keys()) -> Relations:
    """Return what ``relations`` does, as of the moment that an open session sees."""
    connection = driver_connection(session)
    units = 10.0 ** session.exec(select(WorkspaceSettings.currency_exponent)).one()
    rows = {kind: connection.execute(asked).fetchall() for kind, asked in _ASKED.items() if kind in kinds}
    ids = _ids(connection) if any(rows.values()) else pd.Series(dtype="str")
    reading = _Reading(ids, units, viewer.masked)
    return Relations.from_frames(
        **{kind: _frame(kind, found, reading) for kind, found in rows.items() if found}
    )


def _ids(connection: sqlite3.Connection) -> pd.Series:
    """Return the id under which a customer of each key is read."""
    ids = dict(connection.execute("SELECT customer_key, customer_id FROM customer").fetchall())
    kept = kept_keys(connection)
    return pd.Series({key: ids[kept.get(key, key)] for key in ids}, dtype="str")


def _frame(kind: str, rows: list[tuple[object, ...]], reading: _Reading) -> pd.DataFrame:
    columns = RELATION_COLUMNS[kind]
    frame = pd.DataFrame(rows, columns=list(columns))
    if "customer_id" in columns:
        frame["customer_id"] = frame["customer_id"].map(reading.ids)
    for name, sort in columns.items():
        if sort == "day":
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
        elif name in _MONEY:
            frame[name] = frame[name].astype("float64") / reading.units
    if reading.masked and "words" in columns:
        frame["words"] = None
    if kind == "attributes":
        is_hidden = reading.masked | frame["name"].map(tells_who)
        frame = frame[~is_hidden].astype({"value": "str"})
    return frame
