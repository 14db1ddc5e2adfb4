"""On which day did customers leave, by what leaving meant when they were warned of, and did they return?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import pandas as pd

from engine.churn.contract_spans import times_under_contract
from engine.contracts import Relations


@dataclass(frozen=True)
class Past:
    """What is known of leaving up to ``known_to``.

    ``relations`` are the facts up to then, ``silences`` as ``kept_silences``, and ``customers`` has
    ``customer_id churn_state last_purchase_day`` of today.
    """

    known_to: dt.date
    relations: Relations
    silences: pd.DataFrame
    customers: pd.DataFrame


def left_after(day: dt.date, past: Past, rule_days: float) -> pd.Series[pd.Timestamp]:
    """Return by ``customer_id`` the first day after ``day`` on which they left; only those who did.

    That is the day on which a silence crossed ``rule_days``, the rule in force when the warning was
    given, whether or not they bought again later. With ``rule_days`` of NaN it is the end of their
    contracts. A recorded exit counts either way.
    """
    if math.isnan(rule_days):
        ended = times_under_contract(past.relations, past.known_to)
        ends = ended.rename(columns={"ended_on": "left_on"})
    else:
        ends = _crossings(past.silences, math.floor(rule_days))
    exits = past.relations.exits[["customer_id", "day"]].rename(columns={"day": "left_on"})
    every = pd.concat([ends, exits], ignore_index=True)
    later = every[(every["left_on"] > pd.Timestamp(day)) & (every["left_on"] <= pd.Timestamp(past.known_to))]
    return later.groupby("customer_id")["left_on"].min()


def has_returned(gone: pd.Series[pd.Timestamp], past: Past, rule_days: float) -> pd.Series[bool]:
    """Return by ``customer_id`` who of those who left on the days ``gone`` has been a customer since.

    Who bought again, or where contracts tell (``rule_days`` of NaN), who is under contract. A purchase on
    the day of a recorded exit belongs to the time before it.
    """
    now = past.customers.set_index("customer_id").reindex(gone.index)
    if math.isnan(rule_days):
        return now["churn_state"].isin(["staying", "leaning"])
    exits = pd.MultiIndex.from_frame(past.relations.exits[["customer_id", "day"]])
    has_said = pd.MultiIndex.from_arrays([gone.index, gone]).isin(exits)
    return (now["last_purchase_day"] > gone) | (now["last_purchase_day"].eq(gone) & ~has_said)


def _crossings(silences: pd.DataFrame, rule_days: int) -> pd.DataFrame:
    left_on = silences["day"] + pd.Timedelta(days=rule_days + 1)
    crossed = silences["day_after"].isna() | (left_on <= silences["day_after"])
    return pd.DataFrame({"customer_id": silences["customer_id"], "left_on": left_on})[crossed]
