"""How are complaints and their steps written, whichever of the two files comes first?

A step of a complaint that nobody has told of yet makes the complaint, with its first step as the
opening; the file of complaints, when it comes, fills in the rest. An undo goes the same way back.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from data.importing.bulk_insert import BulkInsert
from data.importing.cells import cells_of
from data.importing.checked import Checked, Note
from data.importing.complaints import STEPS
from data.importing.keys import customer_keys
from data.importing.kind import Storing
from data.importing.problems import WHOLE_ROW, Mask, Problem
from data.importing.settled import Settled

# Complaints that a file of their own told of, and that file is still in.
_TOLD = "import_id IN (SELECT import_id FROM import WHERE undone_at IS NULL AND kind = 'complaints')"
_KNOWN = f"""
    SELECT c.complaint_id, c.opened_at FROM json_each(?) AS wanted
    JOIN complaint AS c ON c.complaint_id = wanted.value WHERE c.{_TOLD}
"""
_STORED_STEPS = """
    SELECT c.complaint_id, e.at, e.activity, e.resource FROM json_each(?) AS wanted
    JOIN complaint AS c ON c.complaint_id = wanted.value
    JOIN complaint_event AS e ON e.complaint_key = c.complaint_key
"""
_STORED_ROW_IDS = """
    SELECT e.row_id FROM json_each(?) AS wanted JOIN complaint_event AS e ON e.row_id = wanted.value
"""
_INSERT = """
    INSERT INTO complaint (complaint_id, customer_key, opened_at, channel, cause, severity, words,
        claim_minor, line, import_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (complaint_id) DO UPDATE SET customer_key = coalesce(excluded.customer_key, customer_key),
        opened_at = excluded.opened_at, channel = excluded.channel, cause = excluded.cause,
        severity = excluded.severity, words = excluded.words, claim_minor = excluded.claim_minor,
        line = excluded.line, import_id = excluded.import_id
"""
_INSERT_BARE = """
    INSERT INTO complaint (complaint_id, opened_at, line, import_id) VALUES (?, ?, ?, ?)
    ON CONFLICT (complaint_id) DO NOTHING
"""
AS_THEIR_STEPS_SAY = f"""
    UPDATE complaint SET channel = NULL, cause = NULL, severity = NULL, words = NULL, claim_minor = NULL,
        opened_at = (SELECT min(e.at) FROM complaint_event AS e
                     WHERE e.complaint_key = complaint.complaint_key),
        customer_key = (SELECT min(e.customer_key) FROM complaint_event AS e
                        WHERE e.complaint_key = complaint.complaint_key)
    WHERE NOT complaint.{_TOLD}
        AND EXISTS (SELECT 1 FROM complaint_event AS e WHERE e.complaint_key = complaint.complaint_key)
"""
_COLUMNS = ("opened_at", "channel", "cause", "severity", "words", "claim_minor", "line")


def stored_complaints(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with complaints that a file told of already as duplicates; the first is kept."""
    if "complaint_id" not in settled.mapping:
        return checked
    ids, opened = checked.table["complaint_id"].to_pylist(), checked.table["opened_at"].to_pylist()
    known = dict(connection.execute(_KNOWN, (_listed(checked, "complaint_id"),)))
    there = np.array([one in known for one in ids], dtype=bool) & checked.accepted
    told = [moment.isoformat(" ", timespec="microseconds") if moment else "" for moment in opened]
    different = np.array(
        [one in known and known[one] != at for one, at in zip(ids, told, strict=True)], dtype=bool
    )
    heading = settled.mapping["complaint_id"]
    return checked.with_duplicates(
        there,
        [
            Note("row_id_stored", "duplicate", there & ~different, heading, "duplicate"),
            Note("row_id_stored_differs", "duplicate", there & different, heading, "duplicate"),
        ],
    )


def stored_complaint_events(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with steps that are stored as duplicates, and those before the opening left out."""
    rows = checked.table.select(["complaint_id", "at", "activity", "resource", "row_id"]).to_pylist()
    listed = _listed(checked, "complaint_id")
    opened = dict(connection.execute(_KNOWN, (listed,)))
    at = [row["at"].isoformat(" ", timespec="microseconds") if row["at"] else "" for row in rows]
    before = [
        row["complaint_id"] in opened and moment < _opening(opened[row["complaint_id"]])
        for row, moment in zip(rows, at, strict=True)
    ]
    early = np.array(before, dtype=bool) & checked.accepted
    if early.any():
        problem = Problem(settled.mapping.get("at", WHOLE_ROW), "event_before_opening", np.flatnonzero(early))
        checked = replace(checked, problems=[*checked.problems, problem])
    steps = set(connection.execute(_STORED_STEPS, (listed,)))
    ids = {row_id for (row_id,) in connection.execute(_STORED_ROW_IDS, (_listed(checked, "row_id"),))}
    there = np.array(
        [
            row["row_id"] in ids
            if row["row_id"]
            else (row["complaint_id"], moment, row["activity"], row["resource"]) in steps
            for row, moment in zip(rows, at, strict=True)
        ],
        dtype=bool,
    )
    there &= checked.accepted
    heading = settled.mapping.get("row_id", WHOLE_ROW)
    return checked.with_duplicates(there, [Note("step_stored", "duplicate", there, heading, "duplicate")])


def store_complaints(storing: Storing) -> int:
    """Write complaints with the steps that their row tells; return how many customers are new."""
    values, connection = storing.values, storing.connection
    customers, new = _customers(storing)
    ids = values["complaint_id"].to_pylist()
    cells = [cells_of(values[name]) or [None] * len(ids) for name in _COLUMNS]
    rows = zip(ids, customers, *cells, [storing.import_id] * len(ids), strict=True)
    connection.executemany(_INSERT, rows)
    steps: list[tuple[Any, ...]] = []
    keys = _complaint_keys(connection, ids)
    for name, state in STEPS.items():
        at = cells_of(values[name]) or [None] * len(ids)
        activity = storing.settled.mapping.get(name, name)
        told = zip(ids, at, customers, values["line"].to_pylist(), strict=True)
        steps += [
            (keys[one], who, moment, activity, state, line) for one, moment, who, line in told if moment
        ]
    columns = ("complaint_key", "customer_key", "at", "activity", "state", "line")
    BulkInsert("complaint_event", columns, storing.import_id).rows(
        connection, iter(steps), len(steps), storing.progress
    )
    return new


def store_complaint_events(storing: Storing) -> int:
    """Write steps, and complaints that nothing has told of yet; return how many customers are new."""
    values, connection = storing.values, storing.connection
    customers, new = _customers(storing)
    ids = values["complaint_id"].cast(pa.string()).to_pylist()
    at, lines = cells_of(values["at"]) or [], values["line"].to_pylist()
    bare = ((one, moment, line, storing.import_id) for one, moment, line in zip(ids, at, lines, strict=True))
    connection.executemany(_INSERT_BARE, bare)
    keys = _complaint_keys(connection, ids)
    columns = {"complaint_key": [keys[one] for one in ids], "customer_key": customers} | {
        name: cells_of(values[name]) or [None] * len(ids)
        for name in ("at", "activity", "state", "resource", "cost_minor", "row_id", "line")
    }
    insert = BulkInsert("complaint_event", tuple(columns), storing.import_id)
    insert.rows(connection, zip(*columns.values(), strict=True), len(ids), storing.progress)
    connection.execute(AS_THEIR_STEPS_SAY)
    return new


def _customers(storing: Storing) -> tuple[list[int | None], int]:
    """Return the customer of each row, none where the row names none, and how many are new."""
    ids = storing.values["customer_id"].cast(pa.string())
    found: list[int | None] = [None] * len(ids)
    is_named: Mask = ids.is_valid().to_numpy()
    if not is_named.any():
        return found, 0
    keys, new = customer_keys(storing.connection, ids.filter(pa.array(is_named)), storing.import_id)
    for row, key in zip(np.flatnonzero(is_named), keys, strict=True):
        found[row] = int(key)
    return found, new


def _complaint_keys(connection: sqlite3.Connection, ids: list[str]) -> dict[str, int]:
    asked = (
        "SELECT c.complaint_id, c.complaint_key FROM json_each(?) AS wanted "
        "JOIN complaint AS c ON c.complaint_id = wanted.value"
    )
    return dict(connection.execute(asked, (json.dumps(sorted(set(ids))),)))


def _listed(checked: Checked, name: str) -> str:
    """Return a column's different texts for ``json_each``."""
    cells = checked.table[name].cast(pa.string()).filter(pa.array(checked.accepted))
    return json.dumps(cells.drop_null().unique().to_pylist())


def _opening(opened_at: str) -> str:
    """Return from when on steps are possible: all day where the file of complaints told only the day."""
    return opened_at[:10] if " 00:00:00" in opened_at else opened_at
