"""Who is a customer by a day: contract, fee, tariff, and attributes of any type as they were known then?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.attribute_kinds import attribute_kinds, named_days
from engine.churn.chronicle import Landmark
from engine.churn.purchase_features import Columns

Floats = NDArray[np.float64]

_DAYS_A_MONTH = 30.4375
PREFIX = "attribute: "
"""Begins the name of a column made from an attribute."""


def contract_columns(at: Landmark) -> Columns:
    """Return tenure, the age of the contract in force, fee, tariff, and what the fee was before."""
    found = Columns()
    if at.chronicle.rows["contracts"].empty:
        return found
    rows = at.known("contracts")
    tenure = _months_since(at, rows.groupby("customer")["on"].min())
    found.add("contract_tenure_months", tenure)
    found.add("contracts_signed", _placed(at, rows.groupby("customer").size().astype("float64")))
    last = rows.drop_duplicates("customer", keep="last").set_index("customer")
    found.add("contract_age_months", _months_since(at, last["on"]))
    fee = _placed(at, last["fee_per_month"])
    found.add("fee_per_month", fee, "price")
    before = rows.groupby("customer")["fee_per_month"].shift(1)
    earlier = _placed(at, before.set_axis(rows["customer"]).groupby(level=0).last())
    with np.errstate(divide="ignore", invalid="ignore"):
        found.add("fee_change", np.where((fee > 0) & (earlier > 0), np.log(fee / earlier), np.nan), "price")
        billed = at.total("amount", 3) / 3.0
        found.add("billed_per_fee_3m", np.where(fee > 0, billed / fee, np.nan), "price")
        found.add("billed_per_fee_1m", np.where(fee > 0, at.total("amount", 1) / fee, np.nan), "price")
    tariff = last["tariff"].astype(object).reindex(range(at.size))
    found.add("tariff", np.asarray(tariff.where(tariff.notna(), None), dtype=object))
    return found


def attribute_columns(at: Landmark) -> Columns:
    """Return attributes by name as last known by then; unknown ones are undefined.

    Numbers stay numbers, days become the months from the landmark to them, anything else is a text.
    """
    found = Columns()
    every = at.chronicle.rows["attributes"]
    if every.empty:
        return found
    rows = at.known("attributes").drop_duplicates(["customer", "name"], keep="last")
    kinds = at.chronicle.attribute_kinds
    by_name = dict(iter(rows.groupby("name")))
    for name in sorted(every["name"].dropna().unique()):
        own = by_name.get(name, rows.iloc[:0]).set_index("customer")["value"]
        if kinds[name] == "number":
            values = pd.to_numeric(own, errors="coerce").astype("float64")
            found.add(f"{PREFIX}{name}", _placed(at, values))
        elif kinds[name] == "day":
            found.add(f"{PREFIX}{name}", -_months_since(at, named_days(own)))
        else:
            texts = own.astype(object).reindex(range(at.size))
            found.add(f"{PREFIX}{name}", np.asarray(texts.where(texts.notna(), None), dtype=object))
    return found


def days_to_come(rows: pd.DataFrame, day: np.datetime64) -> dict[str, int]:
    """Return by attribute in how many rows a day later than ``day`` stands."""
    kinds = attribute_kinds(rows)
    named = rows[rows["name"].map(kinds) == "day"]
    later = named[named_days(named["value"]) > pd.Timestamp(day)]
    return {str(name): int(count) for name, count in later["name"].value_counts().sort_index().items()}


def _months_since(at: Landmark, days: pd.Series[pd.Timestamp]) -> Floats:
    months = (pd.Timestamp(at.day) - days).dt.days / _DAYS_A_MONTH
    return _placed(at, months)


def _placed(at: Landmark, values: pd.Series[float]) -> Floats:
    found = np.full(at.size, np.nan)
    found[values.index.to_numpy(dtype=np.int64)] = values.to_numpy(dtype=np.float64)
    return found
