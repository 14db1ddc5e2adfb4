"""What would customers lose by leaving, and what have they gained, as far as the company's files record it?

Sunk costs are what they have put in: years, money, deposits. Switching costs are what leaving would cost
them: a contract that binds, a fee, points that lapse. Measured benefits are time or money saved and faults
avoided; of business customers the growth of their own business may be known too. Only what is recorded is
told; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from engine.contracts import Relations
from engine.formulas import Formula
from engine.membership import is_among
from engine.tenure import days_as_customer

HOLDING_COSTS = Formula(
    name="holding_costs",
    latex=r"\text{sunk: years, money, deposits put in}; \quad \text{switching: contracts, fees, points lost}",
)

KINDS: Final = ("sunk", "switching")
GAINS: Final = ("benefit", "business")
"""What customers gain, and how their own business grows: recorded in attributes alone."""
ATTRIBUTE: Final = "attribute."
"""What begins the source that is an attribute; one may be called as a source of the contracts."""

_NAMES: Final = {
    "sunk": re.compile(
        r"deposit|joining|setup|set_up|install|enrol|押金|入会费|安装费|开户费", re.IGNORECASE
    ),
    "switching": re.compile(
        r"contract|commitment|binding|minimum_term|notice|cancel|termination|exit_fee|early_fee|points|miles"
        r"|bonus_balance|合约|合同|违约|解约|最低|通知期|积分|里程",
        re.IGNORECASE,
    ),
    "benefit": re.compile(
        r"(^|_)saved|savings?(_|$)|avoided|prevented|节省|节约|省下|避免|减少的?故障", re.IGNORECASE
    ),
    "business": re.compile(
        r"(own|their|business|sales|revenue|turnover|company)_growth|growth_of_(own|their|business|sales|revenue)"
        r"|(业务|营收|销售|营业额|生意)(增长|增速)",
        re.IGNORECASE,
    ),
}
_NUMERIC_FROM: Final = 0.9
_DAYS_A_YEAR: Final = 365.25
_COLUMNS: Final = ("kind", "source", "unit", "customers", "of", "median", "word", "with_word")


@dataclass(frozen=True)
class Holding:
    """What one source records: ``recorded`` by customer id, of those of whom it records anything.

    ``kind`` is one of ``KINDS`` or ``GAINS``, ``source`` ``tenure``, ``spent``, ``contract``, ``fee`` or
    ``attribute.`` and its name, ``unit`` years, money, number or word; a running contract is a word
    without one.
    """

    kind: str
    source: str
    unit: str
    recorded: pd.Series

    @property
    def has_own_values(self) -> bool:
        """Whether what it records of a customer stands nowhere else in an assessment."""
        return self.source not in ("tenure", "spent", "contract")


def holdings(customers: pd.DataFrame, known: Relations, as_of: dt.date) -> tuple[Holding, ...]:
    """Return what is recorded of present customers, sunk costs first; who has left holds nothing.

    What they gain comes last, so that every source is listed once.
    """
    present = customers[customers["churn_state"] != "left"].set_index("customer_id", drop=False)
    years = days_as_customer(present, as_of).clip(lower=1.0) / _DAYS_A_YEAR
    found = (
        _number("sunk", "tenure", "years", years),
        _number("sunk", "spent", "money", present["amount_total"]),
        *_contracts(known.contracts, present["customer_id"]),
        *_attributes(known.attributes, present["customer_id"]),
    )
    return tuple(one for kind in (*KINDS, *GAINS) for one in found if one.kind == kind and len(one.recorded))


def holding_costs(found: tuple[Holding, ...], of: int) -> pd.DataFrame:
    """Return a row a source: ``kind source unit``, and how many customers of ``of`` present ones have it.

    ``median`` is theirs; of words ``word`` is the most frequent, with ``with_word`` customers.
    """
    return pd.DataFrame([_row(one, of) for one in found], columns=list(_COLUMNS))


def holdings_by_customer(found: tuple[Holding, ...], customer_ids: pd.Series[str]) -> pd.Series[str]:
    """Return the sources of each customer, one a line, in the order of ``customer_ids``; null without any.

    After an equals sign stands what a source records that the assessment says nowhere else.
    """
    lines = pd.Series("", index=pd.Index(customer_ids), dtype=object)
    for one in found:
        own = one.recorded.index
        said = f"\n{one.source}"
        lines.loc[own] += said + "=" + _texts(one.recorded) if one.has_own_values else said
    texts = lines.str.removeprefix("\n")
    return texts.where(texts != "", None).astype("str")


def _row(one: Holding, of: int) -> tuple[object, ...]:
    count, values = len(one.recorded), one.recorded
    if one.unit != "word":
        return one.kind, one.source, one.unit, count, of, float(values.median()), "", 0
    words = values[values != ""].value_counts()
    most = (str(words.index[0]), int(words.iloc[0])) if len(words) else ("", 0)
    return one.kind, one.source, one.unit, count, of, np.nan, *most


def _texts(values: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(values):
        return values.map("{:.12g}".format)
    return values.str.split().str.join(" ")


def _contracts(contracts: pd.DataFrame, present: pd.Series[str]) -> Iterator[Holding]:
    running = contracts[contracts["end_day"].isna() & is_among(contracts["customer_id"], present)]
    bound = running["customer_id"].unique()
    yield Holding("switching", "contract", "word", pd.Series("", index=bound, dtype=object))
    fees = running.groupby("customer_id")["fee_per_month"].sum(min_count=1)
    yield _number("switching", "fee", "money", fees)


def _attributes(attributes: pd.DataFrame, present: pd.Series[str]) -> Iterator[Holding]:
    held = attributes[is_among(attributes["customer_id"], present)]
    for name, rows in held.groupby("name"):
        kind = next((kind for kind in (*KINDS, *GAINS) if _NAMES[kind].search(str(name))), None)
        if kind is None:
            continue
        source = f"{ATTRIBUTE}{name}"
        latest = rows.sort_values("known_on", kind="stable").drop_duplicates("customer_id", keep="last")
        values = latest.set_index("customer_id")["value"].str.strip()
        filled = values[values != ""]
        numbers = pd.to_numeric(filled, errors="coerce")
        if numbers.notna().mean() >= _NUMERIC_FROM:
            # A business that shrinks or stands still is as much on record as one that grows.
            kept = numbers.dropna() if kind == "business" else numbers[numbers > 0]
            yield Holding(kind, source, "number", kept)
        elif kind in KINDS:
            yield Holding(kind, source, "word", filled)


def _number(kind: str, source: str, unit: str, values: pd.Series[float]) -> Holding:
    """Return a source of numbers; nothing is recorded of whom it is zero."""
    return Holding(kind, source, unit, values[values > 0])
