"""What holds a customer, and which indicators tell of their loyalty: who has it, and what is recorded?

An assessment lists both one a line, each with its value after an equals sign where it has one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from engine.loyalty.holding_costs import ATTRIBUTE

HOLDING_CODE: Final = re.compile(rf"tenure|spent|contract|fee|{re.escape(ATTRIBUTE)}\w{{1,300}}")
"""What an address may name: what contracts and purchases record, or an attribute by its name."""

_RECORDED: Final = ("tenure", "spent", "contract", "fee")


def has_any(column: str, customers: pd.DataFrame, codes: Sequence[str]) -> pd.Series[bool]:
    """Return of whom ``column`` lists one of the codes; nobody where an assessment does not say it."""
    if column not in customers:
        return pd.Series(False, index=customers.index)
    either = "|".join(re.escape(code) for code in codes)
    listed: pd.Series[bool] = (
        customers[column].astype("str").str.contains(rf"(?m:^(?:{either})(?:=|$))", regex=True, na=False)
    )
    return listed.astype(bool)


def holding_words(code: str, reader: Reader) -> str:
    """Return what holds customers in words, an attribute as it was headed in its file."""
    if code in _RECORDED:
        return reader.texts(f"loyalty.holding.source.{code}")
    name = code.removeprefix(ATTRIBUTE)
    return reader.headings.get(name) or name.replace("_", " ")


def with_own_values(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of which a customer's value stands nowhere else."""
    return tuple(code for code in codes if code not in ("tenure", "spent", "contract"))


def recorded(customers: pd.DataFrame, code: str, reader: Reader) -> list[str]:
    """Return what is recorded of each customer in the reader's numbers; a fee is money."""
    values = customers["holdings"].str.extract(rf"(?m:^{re.escape(code)}=(.*)$)", expand=False)
    numbers = pd.to_numeric(values, errors="coerce")
    return [
        UNDEFINED if pd.isna(text) else str(text) if pd.isna(number) else _written(number, code, reader)
        for text, number in zip(values, numbers, strict=True)
    ]


def _written(number: float, code: str, reader: Reader) -> str:
    if code == "fee":
        return reader.formats.money(number)
    return reader.formats.decimal(number, 0 if number.is_integer() else 2)
