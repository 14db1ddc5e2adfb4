"""How are contracts, contacts, rescues, exits, products and targets written and found again?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

import pyarrow as pa

from data.importing import contracts, exits, products, targets
from data.importing.bulk_insert import BulkInsert, bulk_load
from data.importing.cells import cells_of
from data.importing.checked import Checked
from data.importing.contract_ends import OWN_END, with_stored_overlaps
from data.importing.free_attributes import json_rows
from data.importing.keys import customer_keys, keys_of
from data.importing.kind import Storing
from data.importing.problems import WHOLE_ROW
from data.importing.settled import Settled
from data.importing.stored_rows import Identity, stored_by

_OF_CUSTOMER = 'FROM "{0}" AS t JOIN customer AS c ON c.customer_key = t.customer_key'
CONTRACT = ("contract_id", "start_day", "is_start_estimated", "end_day", "fee_per_month_minor", "tariff")
_CONTACT = ("day", "channel", "purpose", "stage", "cost_minor", "result", "agent", "promise", "row_id")
_RESCUE = (
    "day",
    "measure",
    "is_control",
    "cost_minor",
    "responded",
    "accepted",
    "outcome",
    "outcome_amount_minor",
    "row_id",
)
EXIT = ("day", "is_day_estimated", "exit_kind", "words", "row_id")
_DETAILS = ("label", "category", "price_minor", "cost_minor")


def _by_id(table: str, name: str, others: tuple[str, ...]) -> Identity:
    """Return that rows of a table are known by an id of their own."""
    named = ", ".join(f"c.{one}" if one == "customer_id" else _column(one) for one in others)
    rows = f"SELECT t.{name}, {named} {_OF_CUSTOMER.format(table)} WHERE t.{name} IS NOT NULL"
    return Identity(rows, (name,), others, name)


def _by_customer(table: str, key: tuple[str, ...], others: tuple[str, ...] = ()) -> Identity:
    """Return that rows of a table are known by their customer and what else is in the key."""
    named = ", ".join(_column(one) for one in (*key[1:], *others))
    return Identity(f"SELECT c.customer_id, {named} {_OF_CUSTOMER.format(table)}", key, others)


def _column(name: str) -> str:
    return OWN_END if name == "end_day" else f"t.{name}"


_SAME_CONTRACTS = stored_by(
    _by_id(
        "contract", "contract_id", ("customer_id", "start_day", "end_day", "fee_per_month_minor", "tariff")
    ),
    _by_customer("contract", contracts.KEY),
)
stored_contacts = stored_by(_by_id("contact", "row_id", ("customer_id", *_CONTACT[:-1])))
stored_rescues = stored_by(
    _by_id("rescue", "row_id", ("customer_id", *_RESCUE[:-1])),
)
stored_exits = stored_by(
    _by_id("exit", "row_id", ("customer_id", "day", "exit_kind", "words")),
    _by_customer("exit", exits.KEY, ("exit_kind", "words")),
)
stored_products = stored_by(
    Identity(
        "SELECT p.product_id, d.label, d.category, d.price_minor, d.cost_minor FROM product_details AS d "
        "JOIN product AS p ON p.product_key = d.product_key ORDER BY d.details_key",
        products.KEY,
        _DETAILS,
    )
)
stored_targets = stored_by(
    Identity(
        "SELECT figure, first_day, last_day, planned_value, owner FROM target",
        targets.KEY,
        ("planned_value", "owner"),
    )
)


def stored_contracts(connection: sqlite3.Connection, checked: Checked, settled: Settled) -> Checked:
    """Return the check with contracts that are stored as duplicates and overlaps with stored ones named."""
    checked = _SAME_CONTRACTS(connection, checked, settled)
    return with_stored_overlaps(connection, checked, settled.mapping.get("start_day", WHOLE_ROW))


def store_contracts(storing: Storing) -> int:
    """Write contracts and return how many customers are new."""
    return _store_facts(storing, "contract", CONTRACT)


def store_contacts(storing: Storing) -> int:
    """Write contacts and return how many customers are new."""
    return _store_facts(storing, "contact", _CONTACT)


def store_rescues(storing: Storing) -> int:
    """Write rescues and return how many customers are new."""
    return _store_facts(storing, "rescue", _RESCUE)


def store_exits(storing: Storing) -> int:
    """Write exits with their causes and return how many customers are new."""
    new = _store_facts(storing, "exit", EXIT)
    insert_causes(storing, storing.values)
    return new


def store_products(storing: Storing) -> int:
    """Write what a file says of products; those that nothing has named before are made."""
    values = storing.values
    keys, _ = keys_of(
        storing.connection, "product", values["product_id"].cast(pa.string()).to_pylist(), storing.import_id
    )
    attributes = [json.dumps(row, ensure_ascii=False) for row in json_rows(values)]
    insert_rows(storing, "product_details", values, _DETAILS, {"product_key": keys, "attributes": attributes})
    return 0


def store_targets(storing: Storing) -> int:
    """Write targets; they are about no customer."""
    insert_rows(
        storing, "target", storing.values, ("figure", "first_day", "last_day", "planned_value", "owner"), {}
    )
    return 0


def _store_facts(storing: Storing, table: str, names: tuple[str, ...]) -> int:
    keys, new = customer_keys(storing.connection, storing.values["customer_id"], storing.import_id)
    insert_rows(storing, table, storing.values, names, {"customer_key": keys.tolist()})
    return new


def insert_rows(
    storing: Storing,
    table: str,
    values: pa.Table,
    names: tuple[str, ...],
    given: Mapping[str, Sequence[object]],
) -> None:
    """Write columns of checked rows, and those ``given``, under the line of each."""
    columns: dict[str, Sequence[object] | None] = dict(given) | {
        name: cells_of(values[name]) for name in (*names, "line")
    }
    filled = {name: cells for name, cells in columns.items() if cells is not None}
    insert = BulkInsert(table, tuple(filled), storing.import_id)
    if values.num_rows:
        with bulk_load(storing.connection, table, values.num_rows):
            rows = zip(*filled.values(), strict=True)
            insert.rows(storing.connection, rows, values.num_rows, storing.progress)


def insert_causes(storing: Storing, values: pa.Table) -> None:
    """Write the causes of exits just written, found again by their lines."""
    asked = "SELECT line, exit_key FROM exit WHERE import_id = ?"
    keys = dict(storing.connection.execute(asked, (storing.import_id,)))
    lines, causes = values["line"].to_pylist(), values["causes"].to_pylist()
    storing.connection.executemany(
        "INSERT INTO exit_cause (exit_key, cause) VALUES (?, ?)",
        ((keys[line], cause) for line, named in zip(lines, causes, strict=True) for cause in named or ()),
    )
