"""What would customers lose by leaving, as far as the company's files record it?

Sunk costs are what they have put in: years, money, deposits. Switching costs are what leaving would cost
them: a contract that binds, a fee, points that lapse. Only what is recorded is told; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from engine.contracts import Relations
from engine.formulas import Formula
from engine.loyalty.memberships import days_as_customer
from engine.membership import is_among

HOLDING_COSTS = Formula(
    name="holding_costs",
    latex=r"\text{sunk: years, money, deposits put in}; \quad \text{switching: contracts, fees, points lost}",
)

KINDS: Final = ("sunk", "switching")
_NAMES: Final = {
    "sunk": re.compile(
        r"deposit|joining|setup|set_up|install|enrol|押金|入会费|安装费|开户费", re.IGNORECASE
    ),
    "switching": re.compile(
        r"contract|commitment|binding|minimum_term|notice|cancel|termination|exit_fee|early_fee|points|miles"
        r"|bonus_balance|合约|合同|违约|解约|最低|通知期|积分|里程",
        re.IGNORECASE,
    ),
}
_NUMERIC_FROM: Final = 0.9
_DAYS_A_YEAR: Final = 365.25
_COLUMNS: Final = ("kind", "source", "unit", "customers", "of", "median", "word", "with_word")
Row = tuple[str, str, str, int, int, float, str, int]


def holding_costs(customers: pd.DataFrame, known: Relations, as_of: dt.date) -> pd.DataFrame:
    """Return what is recorded of present customers: a row a source.

    ``kind`` is sunk or switching, ``source`` ``tenure``, ``spent``, ``contract``, ``fee`` or an attribute's
    name, ``unit`` years, money, number or word. ``customers`` of ``of`` have it, ``median`` is theirs; of
    words ``word`` is the most frequent, with ``with_word`` customers.
    """
    present = customers[customers["churn_state"] != "left"]
    of = len(present)
    years = days_as_customer(present, as_of).clip(lower=1.0) / _DAYS_A_YEAR
    rows: list[Row] = [
        _number("sunk", "tenure", "years", years, of),
        _number("sunk", "spent", "money", present["amount_total"], of),
        *_contracts(known.contracts, present["customer_id"], of),
        *_attributes(known.attributes, present["customer_id"], of),
    ]
    found = pd.DataFrame([row for row in rows if row[3]], columns=list(_COLUMNS))
    return found.sort_values("kind", kind="stable", ignore_index=True)


def _contracts(contracts: pd.DataFrame, present: pd.Series[str], of: int) -> Iterator[Row]:
    running = contracts[contracts["end_day"].isna() & is_among(contracts["customer_id"], present)]
    bound = int(running["customer_id"].nunique())
    yield "switching", "contract", "word", bound, of, np.nan, "", 0
    fees = running.groupby("customer_id")["fee_per_month"].sum(min_count=1)
    yield _number("switching", "fee", "money", fees, of)


def _attributes(attributes: pd.DataFrame, present: pd.Series[str], of: int) -> Iterator[Row]:
    held = attributes[is_among(attributes["customer_id"], present)]
    for name, rows in held.groupby("name"):
        kind = next((kind for kind in KINDS if _NAMES[kind].search(str(name))), None)
        if kind is None:
            continue
        values = rows.sort_values("known_on", kind="stable").drop_duplicates("customer_id", keep="last")
        filled = values["value"][values["value"].str.strip() != ""]
        numbers = pd.to_numeric(filled, errors="coerce")
        if numbers.notna().mean() >= _NUMERIC_FROM:
            yield _number(kind, str(name), "number", numbers, of)
        elif len(filled):
            counts = filled.value_counts()
            yield kind, str(name), "word", len(filled), of, np.nan, str(counts.index[0]), int(counts.iloc[0])


def _number(kind: str, source: str, unit: str, values: pd.Series[float], of: int) -> Row:
    """Return a source of numbers; nothing is recorded of whom it is zero."""
    known = values[values > 0]
    median = float(known.median()) if len(known) else np.nan
    return kind, source, unit, len(known), of, median, "", 0
