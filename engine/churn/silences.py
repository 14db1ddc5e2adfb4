"""How long was each customer silent, where it was long enough to count as having left?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import ibis

    from engine.contracts import Tables

SILENCES = "silences"
"""Name of the table that an assessment keeps."""

_KEPT_SHARE = 0.5


def long_silences(facts: ibis.Table, days: int) -> ibis.Table:
    """Return ``customer_id day day_after`` of purchases that no other followed within so many days.

    ``day_after`` is that of the next purchase; without one the silence is open, however short.
    """
    bought = facts.filter(facts.is_purchase).select("customer_id", "day").distinct()
    following = bought.group_by("customer_id").order_by("day").mutate(day_after=bought.day.lead())
    gap = following.day_after.delta(following.day, unit="day")
    # Without a purchase after there is no gap, which is a long silence as well.
    return following.filter((gap > days).fill_null(True))


def kept_silences(tables: Tables, facts: ibis.Table, rule_days: float) -> pd.DataFrame:
    """Return the silences by which warnings given under another rule can be judged later.

    Columns of ``long_silences``, from half of the rule in force on: a rule is estimated anew each
    time, and longer histories make it longer. Empty where no rule tells who left.
    """
    if not rule_days > 0.0:
        return pd.DataFrame()
    found = tables.execute(long_silences(facts, math.floor(kept_days(rule_days))))
    days = {name: found[name].astype("datetime64[s]") for name in ("day", "day_after")}
    return found.assign(**days).sort_values(["customer_id", "day"], ignore_index=True)


def kept_days(rule_days: float) -> float:
    """Return how long a silence must be for an assessment under a rule to keep it."""
    return rule_days * _KEPT_SHARE
