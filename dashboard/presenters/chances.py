"""How is a chance said, so that nobody reads "0.0 %" as certainty?"""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader, is_undefined
from dashboard.presenters.grounds import Grounds

LEAST_CHANCE: Final = 0.001
_WHOLE_FROM: Final = 0.1


def chance_words(chance: float, reader: Reader) -> str:
    """Return a chance as a percentage; one that would be rounded to nothing as "less than 0.1%"."""
    if is_undefined(chance):
        return UNDEFINED
    if 0.0 <= chance < LEAST_CHANCE:
        return reader.texts("customer_file.chance_under", chance=reader.formats.percent(LEAST_CHANCE))
    return reader.formats.percent(chance)


def leaving_words(chance: float, reader: Reader, *, short: bool = False) -> str:
    """Return a chance to leave: of none at all it is said that the rule allows none so soon.

    ``short`` leaves out the tenths of what is a tenth or more.
    """
    if chance == 0.0:
        return reader.texts("warning.not_yet")
    if short and chance >= _WHOLE_FROM:
        return reader.formats.percent(chance, 0)
    return chance_words(chance, reader)


def too_soon_words(customer: pd.Series, grounds: Grounds) -> str:
    """Return why the rule allows no leaving within the horizon; empty where it does."""
    silent = customer["days_since_last_purchase"]
    if customer["churn_probability"] != 0.0 or pd.isna(silent) or pd.isna(grounds.churn_after_days):
        return ""
    return grounds.reader.texts(
        "warning.too_soon",
        months=grounds.horizon_months,
        silent=int(silent),
        days=round(grounds.churn_after_days),
    )


def too_soon_of(customers: pd.DataFrame, grounds: Grounds) -> str:
    """Return how many may not leave within the horizon by the rule; empty where nobody is one of them."""
    count = int((customers["churn_probability"] == 0.0).sum())
    if not count or pd.isna(grounds.churn_after_days):
        return ""
    return grounds.reader.texts(
        "warning.too_soon_of",
        count=count,
        months=grounds.horizon_months,
        days=round(grounds.churn_after_days),
    )
