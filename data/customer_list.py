"""Who are the customers, with what was last known of each?"""

from __future__ import annotations

import json

import pandas as pd

from data.database import driver_connection, reader
from data.merges import kept_keys
from data.viewer import Viewer

_CUSTOMERS = "SELECT customer_key, customer_id FROM customer ORDER BY customer_key"
_ATTRIBUTES = """
    SELECT customer_key, attributes, known_on FROM customer_attributes ORDER BY known_on, attributes_key
"""


def customer_list(viewer: Viewer, slug: str) -> pd.DataFrame:
    """Return one row a customer: ``customer_id`` and a column each free attribute, as last known.

    Attributes are text, empty where nothing is known; a masked viewer gets the ids alone. A
    later file replaces what it says and leaves the other attributes as they were. Merged customers
    are one row; of one day the words of the one they are read as count.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        connection = driver_connection(session)
        kept = kept_keys(connection)
        customers = [row for row in connection.execute(_CUSTOMERS) if row[0] not in kept]
        dated = [] if viewer.masked else connection.execute(_ATTRIBUTES).fetchall()
    known: dict[int, dict[str, str]] = {}
    names: dict[str, None] = {}
    if kept:
        dated.sort(key=lambda row: (row[2], row[0] not in kept))
    for key, written, _ in dated:
        attributes = json.loads(written)
        known.setdefault(kept.get(key, key), {}).update(attributes)
        names.update(dict.fromkeys(attributes))
    columns = {name: [known.get(key, {}).get(name) or "" for key, _ in customers] for name in names}
    return pd.DataFrame(
        {"customer_id": [customer_id for _, customer_id in customers], **columns}, dtype="str"
    )
