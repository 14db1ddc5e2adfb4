"""Is all that is known of leaving one table of one day, and what does that table say of each customer?

Such a table has a row a customer and says who has left by its day, not when. There is then no past day
at which anybody could be looked at as they were, so nothing can be said of time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.chronicle import chronicle
from engine.churn.profile_features import attribute_columns, contract_columns
from engine.contracts import Relations, Tables

Flags = NDArray[np.bool_]

MOSTLY_UNDATED = 0.8
"""With so large a share of all exits known only as "left by this day", one day is all that is known."""

_OF_A_CONTRACT = ("contract_tenure_months", "fee_per_month", "tariff")


@dataclass(frozen=True)
class OneDayTable:
    """The table as it was on its day; ``features`` has a row a customer, indexed by ``customer_id``.

    ``left`` says who had left by then; everybody else of the table was still there.
    """

    day: dt.date
    features: pd.DataFrame
    left: Flags


def day_of_table(known: Relations) -> dt.date | None:
    """Return the day by which most exits are known to have happened, and no more; None where there is none.

    ``known`` are the facts of the day asked for.
    """
    exits = known.exits
    undated = exits.loc[exits["is_day_estimated"] == 1.0, "day"]
    counts = undated.dt.normalize().value_counts()
    if counts.empty or counts.iloc[0] < MOSTLY_UNDATED * len(exits):
        return None
    day: dt.date = counts.index[0].date()
    return day


def one_day_table(tables: Tables, as_of: dt.date) -> OneDayTable | None:
    """Return the table of one day that is all there is, or None where more is known, or less.

    In it are customers of whom an attribute was noted on its day, or, without attributes, who have a
    contract; and whoever had left. Contracts and attributes of later days stay out: only those who
    stayed have them.
    """
    known = tables.relations.up_to(as_of)
    day = day_of_table(known)
    if day is None:
        return None
    at = chronicle(tables, day).landmark(0)
    found = contract_columns(at)
    columns = {name: found.by_name[name] for name in _OF_A_CONTRACT if name in found.by_name}
    columns |= attribute_columns(at).by_name
    ids = at.chronicle.customer_ids
    gone = ids.isin(
        known.exits.loc[known.exits["day"] < pd.Timestamp(day) + pd.Timedelta(days=1), "customer_id"]
    )
    listed = _listed(known, day, ids) | gone
    frame = pd.DataFrame(columns, index=pd.Index(ids, name="customer_id"))
    texts = [str(name) for name in frame if frame[name].dtype == object]
    return OneDayTable(day, frame.astype(dict.fromkeys(texts, "str"))[listed], gone[listed])


def _listed(known: Relations, day: dt.date, ids: pd.Index) -> Flags:
    noted = known.attributes
    own = noted.loc[noted["known_on"].dt.normalize() == pd.Timestamp(day), "customer_id"]
    if own.empty:
        begun = known.contracts["start_day"] <= pd.Timestamp(day)
        own = known.contracts.loc[begun, "customer_id"]
    return np.asarray(ids.isin(own.unique()), dtype=bool)
