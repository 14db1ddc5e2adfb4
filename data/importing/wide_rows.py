"""How are wide rows written, and what of them does the company know from an earlier snapshot?

The same company is often photographed every month: a customer's contract is then in each table, and
who has left stays in it. The first table that says so counts; a later one adds what is new, and
ends the contracts of those who have left since.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import wide
from data.importing.attribute_rows import insert_attributes
from data.importing.checked import Checked, Note
from data.importing.contract_ends import end_contracts, with_ends, with_stored_overlaps
from data.importing.keys import customer_keys
from data.importing.kind import Storing
from data.importing.problems import WHOLE_ROW, Mask
from data.importing.relation_rows import CONTRACT, EXIT, insert_causes, insert_rows
from data.importing.settled import Settled
from data.importing.stored_rows import Identity, stored_by

# Two tenures of one contract, both in whole months, tell starts that differ by a month at most.
_SAME_START = dt.timedelta(days=31)
_SNAPSHOTS = stored_by(
    Identity(
        "SELECT c.customer_id, a.known_on FROM customer_attributes AS a "
        "JOIN customer AS c ON c.customer_key = a.customer_key "
        "JOIN import AS i ON i.import_id = a.import_id WHERE i.kind = 'wide'",
        wide.KEY,
        (),
    )
)
_DAYS = 'SELECT c.customer_id, t.{1} FROM "{0}" AS t JOIN customer AS c ON c.customer_key = t.customer_key'


def stored_wide(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with rows of a stored snapshot as duplicates; what is known is not made again."""
    checked = _SNAPSHOTS(connection, checked, settled)
    starts = _days_by_customer(connection, "contract", "start_day")
    bound = _is_known(checked, "start_day", starts, lambda known, day: abs(known - day) <= _SAME_START)
    exits = _days_by_customer(connection, "exit", "day")
    left = _is_known(checked, "exit_day", exits, lambda known, day: known <= day)
    checked = with_ends(connection, checked, exits)
    table = _nulled(checked.table, "start_day", bound)
    table = _nulled(table, "has_left", left)
    less = {"contract_made": bound, "start_estimated": bound, "exit_made": left, "exit_day_estimated": left}
    notes = [_without(note, less) for note in checked.notes]
    known = [Note("contract_known", "kept", bound), Note("exit_known", "kept", left)]
    checked = dataclasses.replace(checked, table=table, notes=[*notes, *known])
    return with_stored_overlaps(connection, checked, settled.mapping.get("start_day", WHOLE_ROW))


def store_wide(storing: Storing) -> int:
    """Write attributes, contracts and exits of wide rows and return how many customers are new."""
    values = storing.values
    keys, new = customer_keys(storing.connection, values["customer_id"], storing.import_id)
    insert_attributes(storing, keys)
    end_contracts(storing.connection, values, keys, storing.import_id)
    bound = pc.is_valid(values["start_day"])
    of_bound = {"customer_key": keys[bound.to_numpy()].tolist()}
    insert_rows(storing, "contract", values.filter(bound), CONTRACT[1:], of_bound)
    left = pc.fill_null(values["has_left"], fill_value=False)
    gone = values.filter(left).drop_columns(["end_day"]).rename_columns({"exit_day": "day"})
    insert_rows(storing, "exit", gone, EXIT[:-1], {"customer_key": keys[left.to_numpy()].tolist()})
    insert_causes(storing, gone)
    return new


def _days_by_customer(connection: sqlite3.Connection, table: str, name: str) -> dict[str, list[dt.date]]:
    found: dict[str, list[dt.date]] = {}
    for customer, day in connection.execute(_DAYS.format(table, name)):
        found.setdefault(customer, []).append(dt.date.fromisoformat(day))
    return found


def _is_known(
    checked: Checked,
    name: str,
    stored: Mapping[str, Sequence[dt.date]],
    is_same: Callable[[dt.date, dt.date], bool],
) -> Mask:
    """Return which rows have a day (of a start, of leaving) that is stored for their customer."""
    known = np.zeros(checked.raw.rows, dtype=bool)
    if not stored:
        return known
    rows = checked.table.select(["customer_id", name]).to_pylist()
    for index, row in enumerate(rows):
        day = row[name]
        known[index] = day is not None and any(
            is_same(one, day) for one in stored.get(row["customer_id"], ())
        )
    return known


def _nulled(table: pa.Table, name: str, where: Mask) -> pa.Table:
    if not where.any():
        return table
    column = table[name]
    emptied = pc.if_else(pa.array(where), pa.scalar(None, column.type), column)
    return table.set_column(table.schema.get_field_index(name), name, emptied)


def _without(note: Note, less: Mapping[str, Mask]) -> Note:
    return dataclasses.replace(note, where=note.where & ~less[note.cause]) if note.cause in less else note
