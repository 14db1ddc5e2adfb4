"""Which answers or customers does a figure of Overview count, and how many are they?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.customer_filters import CustomerFilters, count_matching
from dashboard.presenters.index_bands import INDEX_BANDS
from dashboard.presenters.people_behind import People
from dashboard.presenters.retention import BEHIND_RATES
from dashboard.presenters.terms import LOYALTIES, STATES
from engine.figures import TOP_SHARE
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.value.concentration import top_cutoff

_TOP: Final = "top_20_percent_share"
_KNOWN_LOYALTY: Final = CustomerFilters(loyalty=LOYALTIES)
_WITH_INDEX: Final = CustomerFilters(loyal=tuple(INDEX_BANDS))
_WITH_BENEFIT: Final = CustomerFilters(gain=tuple(INDEX_BANDS))


@dataclass(frozen=True)
class Counted:
    """Whom a figure counts, and of whom these are a share."""

    filters: CustomerFilters
    of: CustomerFilters | None = None


COUNTED: Final[Mapping[str, Counted]] = {
    "active_customers_12m": Counted(CustomerFilters(bought=True)),
    "current_value_total": Counted(CustomerFilters()),
    "lifetime_value_total": Counted(CustomerFilters(to_come=True)),
    "retention_rate": Counted(CustomerFilters(kept=("kept",)), BEHIND_RATES["retention_rate"]),
    "leaning_customers": Counted(CustomerFilters(state=("leaning",))),
    "growth_rate": Counted(CustomerFilters(two_years=True)),
    "worth_contacting_customers": Counted(CustomerFilters(worth=True)),
    "left_share": Counted(CustomerFilters(state=("left",)), CustomerFilters(state=STATES)),
    "repeat_purchase_rate": Counted(CustomerFilters(times=("again",)), BEHIND_RATES["repeat_purchase_rate"]),
    "true_loyalty_share": Counted(CustomerFilters(loyalty=("true",)), _KNOWN_LOYALTY),
    "loyalty_index": Counted(_WITH_INDEX),
    "benefit_index": Counted(_WITH_BENEFIT),
}
"""Figures that count customers, with these; who are the best is told by what they are worth."""

ANSWERED: Final[Mapping[str, tuple[AnswerFilters, CustomerFilters]]] = {
    "csat": (AnswerFilters("csat"), CustomerFilters()),
    "nps": (AnswerFilters("nps"), CustomerFilters()),
    "true_loyalty_share": (AnswerFilters("true_loyalty_share"), _KNOWN_LOYALTY),
    "loyalty_index": (AnswerFilters("loyalty_index"), _WITH_INDEX),
    "benefit_index": (AnswerFilters("benefit_index"), _WITH_BENEFIT),
}
"""Figures that rest on answers: on which, and of whom where only customers count."""


def counted(name: str, customers: pd.DataFrame) -> Counted | None:
    """Return whom a figure counts; None where it is told by answers alone."""
    return _best(customers) if name == _TOP else COUNTED.get(name)


def people_counted(name: str, customers: pd.DataFrame, reader: Reader) -> tuple[People, ...]:
    """Return the ways to those whom a figure counts, and to those of whom they are a share.

    Nobody is listed who can't be told of: an older assessment may not say who they are. Of fewer than
    five people only what they answered would be learnt, so a share of answers leads to all of them.
    """
    found = counted(name, customers)
    if found is None:
        return ()
    own = count_matching(customers, found.filters)
    ways = [People(reader.texts("overview.behind.counted", count=own), found.filters)] if own else []
    if found.of is None:
        return tuple(ways)
    every = count_matching(customers, found.of)
    is_small = name in ANSWERED and own < SMALLEST_GROUP
    shown = [] if is_small else ways
    of = [People(reader.texts("overview.behind.of", count=every), found.of)] if every else []
    return (*shown, *of)


def _best(customers: pd.DataFrame) -> Counted | None:
    """Return the best fifth, with all who are worth the same as the last of them."""
    cutoff = top_cutoff(customers["current_value"].to_numpy(dtype="float64"), TOP_SHARE)
    if math.isnan(cutoff):
        return None
    # An address holds whole cents: rounded up, the last of them would be left out.
    return Counted(CustomerFilters(value_from=math.floor(round(100.0 * cutoff, 6)) / 100.0))
