"""What happened between a customer and the company beside purchases, day by day?

What a customer said is personal, and so are an agent's name and what was promised in free words; a
masked viewer gets none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from sqlmodel import select

from data.database import driver_connection, reader
from data.merges import keys_of
from data.tables.company import WorkspaceSettings
from data.viewer import Viewer

EVENT_COLUMNS = ("day", "sort", "parts", "words", "import_id")
_OF_CUSTOMER = "WHERE customer_key IN (SELECT value FROM json_each(?))"
# Of each sort: the day, what the customer said, the import, and then the parts, by name.
_ASKED: dict[str, tuple[str, tuple[str, ...]]] = {
    "contract_start": (
        f"""SELECT start_day, NULL, import_id, tariff, fee_per_month_minor, is_start_estimated, contract_id
        FROM contract {_OF_CUSTOMER}""",
        ("tariff", "fee_per_month", "is_estimated", "contract_id"),
    ),
    "contract_end": (
        f"""SELECT end_day, NULL, import_id, tariff, contract_id FROM contract {_OF_CUSTOMER}
        AND end_day IS NOT NULL""",
        ("tariff", "contract_id"),
    ),
    "contact": (
        f"""SELECT day, NULL, import_id, channel, purpose, stage, cost_minor, result, agent, promise
        FROM contact {_OF_CUSTOMER}""",
        ("channel", "purpose", "stage", "cost", "result", "agent", "promise"),
    ),
    "rescue": (
        f"""SELECT day, NULL, import_id, measure, is_control, cost_minor, responded, accepted, outcome,
        outcome_amount_minor FROM rescue {_OF_CUSTOMER}""",
        ("measure", "is_control", "cost", "responded", "accepted", "outcome", "outcome_amount"),
    ),
    "exit": (
        f"""SELECT day, words, import_id, exit_kind, is_day_estimated,
        (SELECT json_group_array(cause) FROM exit_cause AS x WHERE x.exit_key = exit.exit_key)
        FROM exit {_OF_CUSTOMER}""",
        ("exit_kind", "is_estimated", "causes"),
    ),
}
_MONEY = ("fee_per_month", "cost", "outcome_amount")
_FLAGS = ("is_estimated", "is_control", "responded", "accepted")
# Free text, which may name a person.
_PERSONAL = ("agent", "promise")


def events(viewer: Viewer, slug: str, key: int) -> pd.DataFrame:
    """Return a customer's contracts, contacts, rescues and exits, those of its merged ones too.

    One row an event, newest first: ``day``, ``sort`` (contract_start, contract_end, contact, rescue,
    exit), ``parts`` (a dict of what is known: texts, amounts in currency units, yes and no, causes as a
    list), ``words`` (what the customer said, or None) and ``import_id``.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        units = 10.0 ** session.exec(select(WorkspaceSettings.currency_exponent)).one()
        connection = driver_connection(session)
        keys = json.dumps(keys_of(connection, key))
        rows = [
            (day, sort, dict(_parts(names, cells, units)), words, import_id)
            for sort, (statement, names) in _ASKED.items()
            for day, words, import_id, *cells in connection.execute(statement, (keys,))
        ]
    if viewer.masked:
        rows = [(day, sort, _masked(parts), None, import_id) for day, sort, parts, _, import_id in rows]
    return newest_first(pd.DataFrame(rows, columns=list(EVENT_COLUMNS)))


def newest_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Return events with their days as such, the newest first; events of one day stay in their order."""
    dated = frame.assign(day=pd.to_datetime(frame["day"]))
    return dated.sort_values("day", ascending=False, kind="stable", ignore_index=True)


def _masked(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if name not in _PERSONAL}


def _parts(names: Sequence[str], cells: Sequence[Any], units: float) -> Iterator[tuple[str, Any]]:
    for name, cell in zip(names, cells, strict=True):
        if cell is None:
            continue
        if name in _MONEY:
            yield name, cell / units
        elif name in _FLAGS:
            yield name, bool(cell)
        elif name == "causes":
            yield name, json.loads(cell)
        else:
            yield name, cell
