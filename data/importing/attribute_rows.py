"""How is what is known of customers on a day written?"""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from data.importing.bulk_insert import BulkInsert
from data.importing.cells import day_texts_of
from data.importing.free_attributes import attribute_headings, json_rows
from data.importing.keys import customer_keys
from data.importing.kind import Storing


def store_attributes(storing: Storing) -> int:
    """Write what a file of customers says and return how many of them are new."""
    keys, new = customer_keys(storing.connection, storing.values["customer_id"], storing.import_id)
    insert_attributes(storing, keys)
    return new


def insert_attributes(storing: Storing, keys: NDArray[np.int64]) -> None:
    """Write the free attributes of each row's customer, and under which heading each came first."""
    headings = attribute_headings(storing.checked.raw, storing.settled)
    storing.connection.executemany(
        "INSERT OR IGNORE INTO attribute_definition (name, label, import_id) VALUES (?, ?, ?)",
        ((name, heading, storing.import_id) for name, heading in headings.items()),
    )
    values = storing.values
    written = (json.dumps(row, ensure_ascii=False) for row in json_rows(values))
    rows = zip(keys.tolist(), day_texts_of(values["known_on"]), written, strict=True)
    insert = BulkInsert("customer_attributes", ("customer_key", "known_on", "attributes"), storing.import_id)
    insert.rows(storing.connection, rows, values.num_rows, storing.progress)
