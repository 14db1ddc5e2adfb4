"""Which day lies some months before another?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def months_before(days: NDArray[np.datetime64], months: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Return the same day of the month so many months before, or that month's last day."""
    first = days.astype("datetime64[M]") - months.astype("timedelta64[M]")
    last = (first + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    in_month = days - days.astype("datetime64[M]").astype("datetime64[D]")
    found: NDArray[np.datetime64] = np.minimum(first.astype("datetime64[D]") + in_month, last)
    return found
