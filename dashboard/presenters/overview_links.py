"""Which answers or customers does a figure of Overview count?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.index_bands import INDEX_BANDS
from dashboard.presenters.retention import BEHIND_RATES
from dashboard.presenters.terms import LOYALTIES

ANSWERED: Final = ("csat", "nps")
"""Figures that count answers, by the name under which these are listed."""

COUNTED: Final[Mapping[str, CustomerFilters]] = {
    **BEHIND_RATES,
    "leaning_customers": CustomerFilters(state=("leaning",)),
    "left_share": CustomerFilters(state=("left",)),
    "true_loyalty_share": CustomerFilters(loyalty=LOYALTIES),
    "loyalty_index": CustomerFilters(loyal=tuple(INDEX_BANDS)),
    "benefit_index": CustomerFilters(gain=tuple(INDEX_BANDS)),
}
"""Figures that count customers, with these."""
