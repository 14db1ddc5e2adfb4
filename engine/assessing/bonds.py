"""From when to when was each customer bound by contract, and when did they leave?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from engine.churn.contract_spans import OPEN, contract_spans, customer_days
from engine.contracts import Relations
from engine.formulas import Formula

CONTRACT_END = Formula(
    name="contract_end",
    latex=r"\text{left}: \max_{c \in i} \text{end}_c \le t \ \vee\ "
    r"\max_{c \in i} \text{start}_c \le \text{exit}_i \le t",
)


def bonds(known: Relations, as_of: dt.date) -> pd.DataFrame:
    """Return ``contract_start_day`` and ``contract_end_day`` by ``customer_id``.

    The end is the day on which the last of all contracts ended, or an earlier recorded exit that no
    contract followed; NaT while the customer is bound. Who has an exit on record but no contract has
    an end alone. ``known`` are the facts up to ``as_of``: an end to come is unknown, and an end of
    the last month is one where it isn't likely a renewal (``contract_spans``).
    """
    contracts = known.contracts[known.contracts["customer_id"].notna()]
    by_customer = contracts.groupby("customer_id")
    start, last_start = by_customer["start_day"].min(), by_customer["start_day"].max()
    exits = known.exits.groupby("customer_id")["day"].max()
    end = _last_ends(contracts, known.exits, as_of)
    found = pd.DataFrame({"contract_start_day": start, "last_start": last_start, "end": end, "exit": exits})
    # An exit before the last contract began was taken back by it.
    gone = found["exit"].mask(found["exit"] < found["last_start"])
    found["contract_end_day"] = found[["end"]].assign(exit=gone).min(axis=1)
    return found[["contract_start_day", "contract_end_day"]].astype("datetime64[s]")


def _last_ends(contracts: pd.DataFrame, exits: pd.DataFrame, as_of: dt.date) -> pd.Series[pd.Timestamp]:
    """Return by ``customer_id`` the day on which the last contract ended, NaT while one runs."""
    ids = pd.Index(contracts["customer_id"].unique())
    own = exits[exits["customer_id"].isin(ids)]
    keys = np.sort(customer_days(ids.get_indexer(own["customer_id"]), own["day"]))
    rows = pd.DataFrame(
        {
            "customer": ids.get_indexer(contracts["customer_id"]),
            "on": contracts["start_day"],
            "ended_on": contracts["end_day"],
        }
    )
    spans = contract_spans(rows, keys, as_of)
    ends = pd.Series(spans[:, 2]).groupby(spans[:, 0]).max()
    days = ends.where(ends < OPEN).astype("float64")
    return pd.Series(pd.to_datetime(days, unit="D").to_numpy(), index=ids[days.index], dtype="datetime64[s]")
