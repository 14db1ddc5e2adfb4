"""How are answers written, each to its question and to its customer where there is one?

An answer never makes a customer: where nobody of that id is known it is kept as anonymous, under the id
that the file gave, and that is said.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from data.errors import DataError
from data.importing.bulk_insert import BulkInsert, bulk_load
from data.importing.cells import day_texts_of
from data.importing.checked import Checked, Note
from data.importing.kind import Storing
from data.importing.problems import WHOLE_ROW
from data.importing.settled import Settled
from data.importing.survey_answers import PARTS, is_wide, items_of

_CUSTOMERS = """
    SELECT c.customer_id, c.customer_key FROM json_each(?) AS wanted
    JOIN customer AS c ON c.customer_id = wanted.value
"""
_ANSWERS = """
    SELECT c.customer_id, a.respondent, a.day, i.item_id, a.score
    FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
    LEFT JOIN customer AS c ON c.customer_key = a.customer_key
    WHERE a.day IN (SELECT value FROM json_each(?)) AND coalesce(c.customer_id, a.respondent) IS NOT NULL
"""
_INSERT_ITEM = """
    INSERT INTO survey_item (item_id, label, role, scale_low, scale_high, version, import_id)
    VALUES (?, ?, ?, ?, ?, 1, ?)
    ON CONFLICT (item_id) DO UPDATE SET role = coalesce(role, excluded.role),
        label = CASE WHEN label = item_id THEN excluded.label ELSE label END,
        scale_low = coalesce(scale_low, excluded.scale_low),
        scale_high = coalesce(scale_high, excluded.scale_high)
"""
_ROW = ("customer_key", "respondent", "day", "channel", "line", "words")

Key = tuple[str | None, str | None, str, str]


def stored_survey_answers(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with answers that are stored as duplicates, and those of nobody known as anonymous.

    Raises
    ------
    DataError
        A question is stored with a narrower scale than this file's.
    """
    _require_scales(connection, checked)
    checked = _with_anonymous(connection, checked, settled)
    if not {"customer_id", "respondent"} & settled.mapping.keys():
        return checked
    days = json.dumps(sorted({str(day) for day in checked.table["day"].unique().to_pylist()}))
    stored: dict[Key, float | None] = {row[:4]: row[4] for row in connection.execute(_ANSWERS, (days,))}
    if not stored:
        return checked
    there, different = (np.zeros(checked.raw.rows, dtype=bool) for _ in range(2))
    who = checked.table.select(["customer_id", "respondent", "day"]).to_pylist()
    for row, item, answer in _answers(checked.table):
        person = who[row]
        if person["customer_id"] is None and person["respondent"] is None:
            continue
        key = (person["customer_id"], person["respondent"], str(person["day"]), item)
        if key in stored:
            there[row] = True
            different[row] |= stored[key] != answer["score"]
    there &= checked.accepted
    return checked.with_duplicates(
        there,
        [
            Note("answer_stored", "duplicate", there & ~different, among="duplicate"),
            Note("answer_stored_differs", "duplicate", there & different, among="duplicate"),
        ],
    )


def store_survey_answers(storing: Storing) -> int:
    """Write questions and answers; return that no customer is new."""
    connection, values = storing.connection, storing.values
    items = items_of(values)
    connection.executemany(
        _INSERT_ITEM,
        (
            (one["item_id"], one["label"], one["role"], one["low"], one["high"], storing.import_id)
            for one in items
        ),
    )
    names = json.dumps([one["item_id"] for one in items])
    asked = "SELECT i.item_id, i.item_key FROM json_each(?) AS w JOIN survey_item AS i ON i.item_id = w.value"
    item_keys = dict(connection.execute(asked, (names,)))
    customers = _known_customers(connection, values)
    days = day_texts_of(values["day"])
    persons = [values[name].to_pylist() for name in ("customer_id", "respondent", "channel", "line")]
    about = [
        (customers.get(customer), respondent, day, channel, line)
        for customer, respondent, channel, line, day in zip(*persons, days, strict=True)
    ]
    rows = [
        (
            *about[row],
            answer["words"],
            item_keys[item],
            *(answer[part] for part in PARTS),
            bool(answer["not_applicable"]),
        )
        for row, item, answer in _answers(values)
    ]
    insert = BulkInsert("survey_answer", (*_ROW, "item_key", *PARTS, "is_not_applicable"), storing.import_id)
    with bulk_load(connection, "survey_answer", len(rows)):
        insert.rows(connection, iter(rows), len(rows), storing.progress)
    return 0


def _answers(values: pa.Table) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield every answer as its row, its question, and its parts; a wide row's empty cells are no answers."""
    names = (*PARTS, "not_applicable", "words")
    if not is_wide(values):
        items = values["item"].to_pylist()
        for row, cells in enumerate(zip(*(values[name].to_pylist() for name in names), strict=True)):
            yield row, items[row], dict(zip(names, cells, strict=True))
        return
    for item in (one["item_id"] for one in items_of(values)):
        columns = [
            values[f"{name}.{item}"].to_pylist()
            if f"{name}.{item}" in values.column_names
            else [None] * values.num_rows
            for name in names
        ]
        for row, cells in enumerate(zip(*columns, strict=True)):
            if any(cell is not None for cell in cells):
                yield row, item, dict(zip(names, cells, strict=True))


def _with_anonymous(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    if "customer_id" not in settled.mapping:
        return checked
    known = _known_customers(connection, checked.table)
    ids = checked.table["customer_id"].to_pylist()
    unknown = np.array([one is not None and one not in known for one in ids], dtype=bool)
    respondents = checked.table["respondent"].to_pylist()
    kept = [None if missing else one for one, missing in zip(ids, unknown, strict=True)]
    named = [
        one if missing and respondent is None else respondent
        for one, missing, respondent in zip(ids, unknown, respondents, strict=True)
    ]
    table = checked.table
    for name, column in (("customer_id", kept), ("respondent", named)):
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array(column, pa.string()))
    note = Note("customer_unknown", "kept", unknown, settled.mapping.get("customer_id", WHOLE_ROW))
    return replace(checked, table=table, notes=[*checked.notes, note])


def _known_customers(connection: sqlite3.Connection, values: pa.Table) -> dict[str | None, int]:
    names = values["customer_id"].cast(pa.string()).drop_null().unique().to_pylist()
    return dict(connection.execute(_CUSTOMERS, (json.dumps(names),)))


def _require_scales(connection: sqlite3.Connection, checked: Checked) -> None:
    """Refuse a question that comes on another scale than it is stored on: means would mix two.

    A scale that only seems to begin one later, as nobody chose its lowest end, is the same.
    """
    asked = "SELECT item_id, scale_low, scale_high FROM survey_item WHERE scale_low IS NOT NULL"
    stored = {item: (low, high) for item, low, high in connection.execute(asked)}
    for one in items_of(checked.table):
        low, high = stored.get(one["item_id"], (None, None))
        if low is None or one["low"] is None:
            continue
        if one["high"] != high or not 0.0 <= one["low"] - low <= 1.0:
            raise DataError(
                "voices.scale_differs",
                item=one["item_id"],
                stored=f"{low:g}-{high:g}",
                found=f"{one['low']:g}-{one['high']:g}",
            )
