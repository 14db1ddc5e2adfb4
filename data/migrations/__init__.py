"""The history of both sets of tables, from the first on.

``HEADS`` is what this version of the app expects; comparing it costs one query, and Alembic
is imported only when a database is older.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["company", "registry"]

HEADS: dict[Kind, str] = {"company": "0010", "registry": "0001"}
