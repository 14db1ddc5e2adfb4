"""How does a model of single customers have retention go with tenure?

Everybody's next months are put at the tenure at which they fall: who has been there for 14 months now
tells of the 15th to the 26th. That is the retention rate by tenure of today's customers as the model
has it, with all that it knows of them, to be held against models that know the tenure alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MONTHS_AHEAD = 12
_YEAR = 12


def retention_by_tenure(tenure_months: Floats, stays: Floats) -> pd.DataFrame:
    """Return ``customers`` to be expected at the start of a month of tenure, and ``retention_rate``.

    Indexed by the month of tenure (1, 2 ...).

    Parameters
    ----------
    tenure_months
        Completed months of today's customers, shape (n,).
    stays
        Chance to be there still after 1, 2 ... months, shape (n, months); 12 months are looked at.
    """
    months = min(MONTHS_AHEAD, stays.shape[1])
    after = stays[:, :months]
    before = np.column_stack([np.ones(len(after)), after[:, :-1]])
    place = np.floor(tenure_months).astype(np.int64)[:, None] + np.arange(1, months + 1)
    begun, stayed = (np.bincount(place.ravel(), weights=part.ravel()) for part in (before, after))
    rate = np.divide(stayed, begun, out=np.full(len(begun), np.nan), where=begun > 0)
    found = pd.DataFrame({"customers": begun, "retention_rate": rate})
    return found.iloc[1:].rename_axis("period")


def residual_months(stays: Floats, discount_rate_per_year: float) -> Floats:
    """Return the months to come of each customer, discounted, shape (n,).

    As ``discounted_expected_residual_lifetime`` has it: the first month to come isn't discounted, and
    the sum has no end; past the last month said, the last year's share stays each year.
    """
    last = stays.shape[1]
    monthly = (1.0 + discount_rate_per_year) ** (-1.0 / _YEAR)
    year_before = stays[:, last - _YEAR - 1]
    yearly = np.divide(stays[:, -1], year_before, out=np.zeros(len(stays)), where=year_before > 0)
    going = yearly ** (1.0 / _YEAR) * monthly
    # If nobody leaves and money of later is worth as much, the sum has no end.
    rest = np.divide(going, 1.0 - going, out=np.full(len(stays), np.nan), where=going < 1.0)
    tail = stays[:, -1] * monthly ** (last - 1) * rest
    found: Floats = stays @ monthly ** np.arange(last) + tail
    return found
