"""How does a list of customers, as somebody filtered it, become a file?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.usecases.spreadsheets import Kind, table_file


def list_file(customers: pd.DataFrame, as_of: dt.date, kind: Kind) -> bytes:
    """Return the listed customers with every figure of the assessment, the id, name and day first.

    Internal numbers stay here; texts that a spreadsheet would run as formulas are made harmless.
    """
    foremost = [name for name in ("customer_id", "name") if name in customers]
    figures = [name for name in customers.columns if name not in {*foremost, "customer_key"}]
    dated = customers[foremost + figures]
    dated.insert(len(foremost), "as_of", pd.Timestamp(as_of))
    return table_file(dated, kind).content
