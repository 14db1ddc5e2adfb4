"""What has a customer told or shown that points at a factor, whether or not that makes it the cause?"""

from __future__ import annotations

import dataclasses
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_list import CustomerList
from dashboard.presenters.terms import term
from engine.churn.factors import FACTORS, LONG_WAIT_DAYS, UNCLEAR

INCIDENTS: Final = "incidents"
_MOST: Final = 6


def told_lines(incidents: pd.DataFrame, customer: pd.Series, reader: Reader) -> tuple[str, ...]:
    """Return a sentence an incident of a customer, the latest first, six at most."""
    if incidents.empty:
        return ()
    own = incidents[incidents["customer_id"] == customer["customer_id"]]
    latest = own.sort_values("day", ascending=False, kind="stable").head(_MOST)
    return tuple(_sentence(row, reader) for _, row in latest.iterrows())


def with_told(
    listed: CustomerList, customers: pd.DataFrame, incidents: pd.DataFrame, reader: Reader
) -> CustomerList:
    """Return a list whose customers without a clear cause show what they told last, if anything."""
    unclear = customers[(customers["cause"] == UNCLEAR) & customers["customer_key"].isin(listed.rows.index)]
    if incidents.empty or unclear.empty:
        return listed
    own = incidents[incidents["customer_id"].isin(unclear["customer_id"])].sort_values("day", kind="stable")
    counts, last = own.groupby("customer_id").size(), own.drop_duplicates("customer_id", keep="last")
    said = {
        row["customer_id"]: _short(row, int(counts[row["customer_id"]]), reader) for _, row in last.iterrows()
    }
    keys = unclear.set_index("customer_key")["customer_id"].map(said).dropna()
    rows = listed.rows.copy()
    rows.loc[keys.index, "cause"] = keys
    return dataclasses.replace(listed, rows=rows)


def _short(row: pd.Series, count: int, reader: Reader) -> str:
    kind = "told.short" if count == 1 else "told.short_of_more"
    month = reader.formats.month(row["day"].date())
    return reader.texts(kind, last=_about(row, reader), month=month, more=count - 1)


def _sentence(row: pd.Series, reader: Reader) -> str:
    return reader.texts("told.line", day=reader.formats.day(row["day"].date()), what=_about(row, reader))


def _about(row: pd.Series, reader: Reader) -> str:
    if row["kind"] == "contact":
        return str(row["about"])
    factor = term("cause", row["factor"], reader.texts) if row["factor"] in FACTORS else ""
    kind = row["kind"] if factor else "complaint_unnamed"
    return reader.texts(f"told.{kind}", factor=factor, days=LONG_WAIT_DAYS)
