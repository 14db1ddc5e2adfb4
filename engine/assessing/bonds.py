"""From when to when was each customer bound by contract, and when did they leave?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from engine.churn.contract_spans import times_under_contract
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
    times = times_under_contract(known, as_of).drop_duplicates("customer_id", keep="last")
    end = times.set_index("customer_id")["ended_on"]
    found = pd.DataFrame({"contract_start_day": start, "last_start": last_start, "end": end, "exit": exits})
    # An exit before the last contract began was taken back by it.
    gone = found["exit"].mask(found["exit"] < found["last_start"])
    found["contract_end_day"] = found[["end"]].assign(exit=gone).min(axis=1)
    return found[["contract_start_day", "contract_end_day"]].astype("datetime64[s]")
