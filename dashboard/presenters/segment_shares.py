"""How many customers does each segment hold, what are they worth, and how is that written?"""

from __future__ import annotations

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.terms import ORDERS, term_of
from engine.value.matrix import group_table


def segment_shares(customers: pd.DataFrame, column: str, reader: Reader) -> pd.DataFrame:
    """Return one row a segment of ``column`` (tier, class, stage or state), in its own order.

    The engine's group table with ``code``, ``word``, ``value_each`` (NaN without customers), a
    label for each share (``..._share_label``) and for counts and values with their shares
    (``customers_label``, ``value_label``). Segments without customers are there with zeros.
    """
    table = group_table(customers, column, ORDERS[column]).rename(columns={column: "code"})
    table["word"] = [term_of(column, code, reader.texts) for code in table["code"]]
    table["value_each"] = table["current_value"] / table["customers"].where(table["customers"] > 0)
    formats = reader.formats
    for share in ("customer_share", "current_value_share", "potential_value_share"):
        table[f"{share}_label"] = [formats.percent(value, 0) for value in table[share]]
    counts = [formats.count(count) for count in table["customers"]]
    table["customers_label"] = _joined(counts, table["customer_share_label"])
    values = [formats.money(value) for value in table["current_value"]]
    table["value_label"] = _joined(values, table["current_value_share_label"])
    return table


def said(table: pd.DataFrame, message_id: str, reader: Reader) -> str:
    """Return a picture's figures as a sentence, for readers who don't see it."""
    parts = [
        reader.texts(
            "segments.alt.part",
            name=row.word,
            customers=row.customer_share_label,
            value=row.current_value_share_label,
        )
        for row in table.itertuples()
    ]
    return reader.texts(message_id, parts=reader.texts("segments.alt.and").join(parts))


def _joined(values: list[str], shares: pd.Series) -> list[str]:
    return [f"{value} · {share}" for value, share in zip(values, shares, strict=True)]
