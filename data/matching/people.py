"""What is known of every customer that tells people apart, as last known?"""

from __future__ import annotations

import json

import pandas as pd

from data.database import driver_connection, reader
from data.matching.fields import FIELDS, identifying
from data.viewer import Viewer

_CUSTOMERS = "SELECT customer_key, customer_id FROM customer ORDER BY customer_key"
_ATTRIBUTES = "SELECT customer_key, attributes FROM customer_attributes ORDER BY known_on, attributes_key"


def people(viewer: Viewer, slug: str) -> pd.DataFrame:
    """Return one row a customer of the files, merged ones too: key, id and ``FIELDS`` as texts.

    Raises
    ------
    NotAllowedError
        Names are compared; a masked viewer may not see them.
    """
    viewer.require_unmasked(slug)
    known: dict[int, dict[str, str]] = {}
    with reader(slug) as session:
        connection = driver_connection(session)
        customers = connection.execute(_CUSTOMERS).fetchall()
        for key, written in connection.execute(_ATTRIBUTES):
            known.setdefault(key, {}).update(identifying(json.loads(written)))
    nothing: dict[str, str] = {}
    columns = {field: [known.get(key, nothing).get(field, "") for key, _ in customers] for field in FIELDS}
    frame = pd.DataFrame(
        {"customer_key": [key for key, _ in customers], "customer_id": [id_ for _, id_ in customers]}
        | columns
    )
    return frame.astype({"customer_key": "int64"} | dict.fromkeys(("customer_id", *FIELDS), "str"))
