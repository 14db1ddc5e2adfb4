"""Who is on file without being in an assessment, and how are products called?"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.database import driver_connection, reader
from data.merges import kept_keys
from data.relations import relations_of
from data.viewer import Viewer

_CUSTOMERS = "SELECT customer_key, customer_id FROM customer ORDER BY customer_key"
_LABELS = """
    SELECT p.product_id, coalesce(
        (SELECT d.label FROM product_details AS d WHERE d.product_key = p.product_key AND d.label IS NOT NULL
            ORDER BY d.details_key DESC LIMIT 1), p.label)
    FROM product AS p ORDER BY p.product_key
"""


def others_on_file(viewer: Viewer, slug: str, known: Collection[int]) -> tuple[pd.Series, pd.DataFrame]:
    """Return the customers who are not among ``known`` numbers, and what is known of them.

    The first is the number by ``customer_id``, without merged customers; the second has the columns
    of ``engine.contracts.Relations.attributes``, empty for a masked viewer.
    """
    viewer.require_read(slug)
    with reader(slug) as session:
        connection = driver_connection(session)
        merged = kept_keys(connection)
        rows = connection.execute(_CUSTOMERS).fetchall()
        others = {customer_id: key for key, customer_id in rows if key not in merged and key not in known}
        keys = pd.Series(others, dtype="int64", name="customer_key").rename_axis("customer_id")
        attributes = relations_of(viewer, session).attributes if others else pd.DataFrame()
    if attributes.empty:
        return keys, pd.DataFrame(columns=["customer_id", "known_on", "name", "value"])
    return keys, attributes[attributes["customer_id"].isin(keys.index)].reset_index(drop=True)


def product_labels(viewer: Viewer, slug: str) -> pd.Series:
    """Return how each product is called by ``product_id``, the id itself where it has no name."""
    viewer.require_read(slug)
    with reader(slug) as session:
        rows = driver_connection(session).execute(_LABELS).fetchall()
    named = {product_id: label or product_id for product_id, label in rows}
    return pd.Series(named, dtype="str", name="label").rename_axis("product_id")
