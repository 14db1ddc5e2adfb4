"""What did this customer buy, and what is known of them since when?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.paging import part_of

LINES_A_PAGE: Final = 25


@dataclass(frozen=True)
class TransactionsView:
    """One page of transactions as text, the newest first; columns that hold nothing are left out."""

    rows: pd.DataFrame
    labels: dict[str, str]
    pages: int
    place: str
    left_out: str


def transactions_view(
    transactions: pd.DataFrame, as_of: dt.date, page: int, reader: Reader
) -> TransactionsView:
    """Return page ``page`` (from 1) of the transactions up to ``as_of``; later ones are counted only."""
    texts = reader.texts
    visible = transactions[pd.to_datetime(transactions["day"]) <= pd.Timestamp(as_of)]
    later = len(transactions) - len(visible)
    part = part_of(visible, page, LINES_A_PAGE)
    rows = _written(part.rows, reader)
    return TransactionsView(
        rows=rows,
        labels={name: texts(f"customer_file.transactions.{name}") for name in rows.columns},
        pages=part.pages,
        place=texts("customer_file.transactions.place", **part.numbers) if len(visible) else "",
        left_out=texts("customer_file.transactions.later", count=later) if later else "",
    )


def attribute_rows(attributes: Iterable[tuple[str, str, dt.date]], reader: Reader) -> pd.DataFrame:
    """Return free attributes as a table: heading, content, and since when it is known."""
    texts = reader.texts
    names = [texts(f"customer_file.attributes.{name}") for name in ("attribute", "value", "known_on")]
    rows = [(label, text, reader.formats.day(known_on)) for label, text, known_on in attributes]
    return pd.DataFrame(rows, columns=names)


def _written(shown: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    formats = reader.formats
    product = shown["product_label"].where(shown["product_label"].notna(), shown["product_id"])
    cells = {
        "day": [formats.day(day) for day in shown["day"]],
        "amount": [formats.money_in_full(amount) for amount in shown["amount"]],
        "margin": [formats.money_in_full(margin) for margin in shown["margin"]],
        "product": _texts(product),
        "quantity": [
            formats.decimal(number, 0 if number == round(number) else 2)
            for number in shown["quantity"].fillna(0)
        ],
        "channel": _texts(shown["channel"]),
        "order_id": _texts(shown["order_id"]),
    }
    known = {"day": True, "amount": True, "product": product.notna().any()}
    for name in ("margin", "quantity", "channel", "order_id"):
        known[name] = bool(shown[name].notna().any())
    return pd.DataFrame({name: texts for name, texts in cells.items() if known[name]})


def _texts(values: pd.Series) -> list[str]:
    return [value if isinstance(value, str) else UNDEFINED for value in values]
