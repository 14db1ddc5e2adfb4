"""How does a list of customers, as somebody filtered it, become a file?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.usecases.spreadsheets import Kind, table_file
from engine.assessment_columns import CODED_COLUMNS


def list_file(customers: pd.DataFrame, as_of: dt.date, kind: Kind) -> bytes:
    """Return the listed customers with every figure of the assessment, the id, name and day first.

    Internal numbers and codes stay here; texts that a spreadsheet would run as formulas are made harmless.
    """
    foremost = [name for name in ("customer_id", "name") if name in customers]
    inner = {*foremost, "customer_key", *CODED_COLUMNS}
    figures = [name for name in customers.columns if name not in inner]
    dated = customers[foremost + figures]
    dated.insert(len(foremost), "as_of", pd.Timestamp(as_of))
    return table_file(dated, kind).content
