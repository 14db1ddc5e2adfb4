"""What changes from month to month ahead, whoever the customer is?

The time since leaving became possible, and the age of the contract. Both are cut into steps, so that
a month of follow-up costs two places in an array and no column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Months since leaving became possible at which the hazard may step; the last step has no end.
SINCE_EDGES = np.array([1, 2, 3, 6, 9, 12, 18])
# Months of the contract at which it may: terms of one and two years end here, and are left after.
AGE_EDGES = np.array([3.0, 6.0, 11.0, 12.0, 13.0, 14.0, 18.0, 22.0, 23.0, 24.0, 25.0, 26.0, 30.0, 36.0, 48.0])
FADING_MONTHS = 3.0


@dataclass(frozen=True)
class LeadMonths:
    """Of each customer, the first month in which leaving is possible and the contract's age now."""

    entry_month: Ints
    contract_age_months: Floats

    @property
    def since_steps(self) -> int:
        """Return how many steps of time there are; the first month of a silence rule has its own."""
        return len(SINCE_EDGES) + 2

    @property
    def age_steps(self) -> int:
        """Return how many steps of contract age there are, none at all included."""
        return len(AGE_EDGES) + 2

    def frozen(self, month: int, observed_months: int) -> Ints:
        """Return for each row the month whose hazard stands for ``month``: none later than was observed."""
        return np.minimum(month, np.maximum(observed_months, self.entry_month))

    def steps(self, month: int | Ints, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """Return for month ``month`` ahead the two steps of each row, and how fresh its facts still are.

        Freshness is exp(-(months since leaving became possible) / 3): what was known fades.
        """
        entry = self.entry_month[rows]
        since = month - entry
        first = np.searchsorted(SINCE_EDGES, since, side="right")
        # To reach the rule without a purchase is one thing, to have come back and gone again another.
        first = np.where((since == 0) & (entry > 1), len(SINCE_EDGES) + 1, first)
        age = self.contract_age_months[rows]
        known = np.isfinite(age)
        second = np.searchsorted(AGE_EDGES, np.where(known, age + month, 0.0), side="right")
        second = np.where(known, second, len(AGE_EDGES) + 1)
        fresh = np.exp(-np.maximum(since, 0) / FADING_MONTHS)
        return first.astype(np.int64), second.astype(np.int64), fresh
