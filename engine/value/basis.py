"""What does "value" mean for this company: margin as recorded, margin as assumed, or sales?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from engine.errors import ContractBrokenError, NotEnoughDataError
from engine.formulas import Formula
from engine.purchases import span

if TYPE_CHECKING:
    from engine.contracts import Tables

Basis = Literal["margin", "assumed_margin", "sales"]
RateOrigin = Literal["none", "typed", "measured"]

VALUE_BASIS = Formula(
    name="value_basis",
    latex=r"v_j = \begin{cases} \text{margin}_j & \text{if known}"
    r" \\ \rho \cdot \text{amount}_j & \text{otherwise}"
    r" \end{cases}, \quad \rho = \rho_{\text{typed}} \ \text{or} \ "
    r"\frac{\sum_{\text{known}} \text{margin}}{\sum_{\text{known}} \text{amount}}",
)


@dataclass(frozen=True)
class History:
    """What the facts up to ``as_of`` span, and which value they can tell.

    ``margin_rate`` fills rows without a margin; it is NaN where none is needed or known.
    """

    first_day: dt.date
    last_day: dt.date
    rows: int
    margin_known_share: float
    basis: Basis
    margin_rate: float
    rate_origin: RateOrigin


def history(tables: Tables, as_of: dt.date, margin_rate: float | None) -> History:
    """Return the span of the facts up to ``as_of`` and the basis of value they allow.

    With some margins known and no typed rate, the rate of the known rows fills the others; with
    none known and no rate, value is sales.

    Raises
    ------
    NotEnoughDataError
        There is no transaction up to ``as_of``.
    ContractBrokenError
        A customer, a day or an amount is missing.
    """
    found = tables.execute(span(tables.transactions, as_of)).iloc[0]
    if found["broken_rows"]:
        raise ContractBrokenError("error.cells_missing", count=int(found["broken_rows"]))
    if not found["rows"]:
        raise NotEnoughDataError("error.no_transactions", as_of=as_of)
    basis, rate, origin = _basis(found["known_rows"], found["rows"], _measured_rate(found), margin_rate)
    return History(
        first_day=_day(found["first_day"]),
        last_day=_day(found["last_day"]),
        rows=int(found["rows"]),
        margin_known_share=float(found["known_rows"] / found["rows"]),
        basis=basis,
        margin_rate=rate,
        rate_origin=origin,
    )


def _measured_rate(found: pd.Series[int]) -> float:
    amount, margin = found["known_amount"], found["known_margin"]
    return float(margin / amount) if amount > 0 and margin > 0 else math.nan


def _basis(known: int, rows: int, measured: float, typed: float | None) -> tuple[Basis, float, RateOrigin]:
    if known == rows:
        return "margin", math.nan, "none"
    if typed is not None:
        return "assumed_margin", typed, "typed"
    if not math.isnan(measured):
        return "assumed_margin", measured, "measured"
    return "sales", math.nan, "none"


def _day(value: dt.date) -> dt.date:
    day: dt.date = pd.Timestamp(value).date()
    return day
