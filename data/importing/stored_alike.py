"""Which customers that the company has are written almost like the ids of a file?

An id that is stored as it stands is known, whatever else looks like it. Only for the others all
stored ids are gone through, in pieces, so that a large company costs time and no memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from data.database import driver_connection, reader
from data.importing.alike import Stored, keys_of

Look = Callable[[pa.StringArray], Stored]

_PIECE = 100_000
_AS_IT_STANDS = """
    SELECT c.customer_id FROM json_each(?) AS wanted JOIN customer AS c ON c.customer_id = wanted.value
"""
_ALL = "SELECT customer_id FROM customer ORDER BY customer_key"


def nothing_stored(texts: pa.StringArray) -> Stored:  # noqa: ARG001 - what every look takes
    """Return that no id is stored."""
    return {}


def stored_alike(slug: str) -> Look:
    """Return what finds, among a company's customers, those written almost like ids of a file."""

    def look(texts: pa.StringArray) -> Stored:
        with reader(slug) as session:
            connection = driver_connection(session)
            if connection.execute("SELECT 1 FROM customer LIMIT 1").fetchone() is None:
                return {}
            listed = json.dumps(texts.to_pylist(), ensure_ascii=False)
            known = pa.array((row[0] for row in connection.execute(_AS_IT_STANDS, (listed,))), pa.string())
            unknown = keys_of(texts.filter(pc.invert(pc.is_in(texts, known))))
            unknown = unknown.filter(pc.not_equal(unknown, ""))
            found: dict[str, str] = {}
            rows = connection.execute(_ALL if len(unknown) else f"{_ALL} LIMIT 0")
            while piece := rows.fetchmany(_PIECE):
                stored = pa.array((row[0] for row in piece), pa.string())
                keys = keys_of(stored)
                alike = pc.is_in(keys, unknown)
                pairs = zip(keys.filter(alike).to_pylist(), stored.filter(alike).to_pylist(), strict=True)
                for key, text in pairs:
                    found.setdefault(key, text)
            return found

    return look
