"""Who is still a customer, and at which pace does everybody's fate come nearer?

Every customer carries what is left of their unit-exponential threshold. A month takes the month's
hazard off it; who reaches zero has left. Measures and grievances scale the hazard from their
moment on, so the leaving moves but the luck stays. Months hold for all at once in arrays; only an
event within the month touches a single customer, by three operations on memory that the arrays share.
"""

from __future__ import annotations

from collections.abc import MutableSequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.simulation.fates import Floats

Rows = NDArray[np.int64]


def shared(numbers: Floats) -> MutableSequence[float]:
    """Return an array's own memory as a sequence: single cells of it cost a third of the array's."""
    return cast(MutableSequence[float], memoryview(cast(Any, numbers)))


class Windows:
    """One kind of effect on the hazard: at most one running per customer, the latest counts.

    ``factor`` holds until month ``until``; ``now`` is what of it applies in the present month, in
    which it may end.
    """

    def __init__(self, size: int) -> None:
        self.factor = np.ones(size)
        self.until = np.zeros(size)
        self.now = np.ones(size)
        self.factor_of = shared(self.factor)
        self.until_of = shared(self.until)
        self.now_of = shared(self.now)

    def open_month(self, month: int) -> tuple[Rows, Floats]:
        """Return whose hazard is scaled in this month, and by how much."""
        rows = np.flatnonzero(self.until > month)
        share = np.minimum(self.until[rows] - month, 1.0)
        self.now.fill(1.0)
        self.now[rows] = 1.0 + (self.factor[rows] - 1.0) * share
        return rows, self.now[rows]


class Lives:
    """All customers of one run, month by month."""

    def __init__(self, thresholds: Floats, is_there: NDArray[np.bool_]) -> None:
        size = len(thresholds)
        self.alive = is_there.copy()
        self.left_month = np.full(size, np.iinfo(np.int16).max, dtype=np.int16)
        self.residual = np.where(is_there, thresholds, np.inf)
        self.rate = np.zeros(size)
        self.offers = Windows(size)
        self.grievances = Windows(size)
        self.extra = 0.0
        self.month = 0
        self._thresholds = thresholds
        self._residual_of = shared(self.residual)
        self._rate_of = shared(self.rate)

    def join(self, rows: Rows) -> None:
        """Let new customers in at the beginning of a month."""
        self.alive[rows] = True
        self.residual[rows] = self._thresholds[rows]

    def open_month(self, month: int, hazard: Floats, extra: float) -> None:
        """Set everybody's pace for the month: hazard x running effects + what talk adds."""
        self.month, self.extra = month, extra
        np.multiply(hazard, self.alive, out=self.rate)
        for windows in (self.offers, self.grievances):
            rows, factors = windows.open_month(month)
            self.rate[rows] *= factors
        if extra:
            np.maximum(self.rate + extra * self.alive, 0.0, out=self.rate)

    def has_left(self, customer: int, elapsed: float) -> bool:
        """Whether a customer has left by this share of the present month."""
        return self._residual_of[customer] <= self._rate_of[customer] * elapsed

    def scale(self, windows: Windows, customer: int, factor: float, lasting: float, elapsed: float) -> None:
        """Put a factor on one customer's hazard from now on, for so many months."""
        before = self._rate_of[customer]
        after = (before - self.extra) * (factor / windows.now_of[customer]) + self.extra
        after = max(after, 0.0)
        # The past of the month went at the old pace; shifting the threshold says so once and for all.
        self._residual_of[customer] += (after - before) * elapsed
        self._rate_of[customer] = after
        windows.now_of[customer] = windows.factor_of[customer] = factor
        windows.until_of[customer] = self.month + elapsed + lasting

    def scale_rows(
        self, windows: Windows, rows: Rows, factors: Floats, lasting: float, elapsed: Floats
    ) -> None:
        """Do the same for many customers at once; those who have left by then are left alone."""
        here = self.residual[rows] > self.rate[rows] * elapsed
        rows, factors, elapsed = rows[here], factors[here], elapsed[here]
        before = self.rate[rows]
        after = np.maximum((before - self.extra) * (factors / windows.now[rows]) + self.extra, 0.0)
        self.residual[rows] += (after - before) * elapsed
        self.rate[rows] = after
        windows.now[rows] = windows.factor[rows] = factors
        windows.until[rows] = self.month + elapsed + lasting

    def close_month(self) -> Rows:
        """Take the month off everybody's threshold and return who has left."""
        left = np.flatnonzero(self.alive & (self.residual <= self.rate))
        self.residual -= self.rate
        self.alive[left] = False
        self.residual[left] = -1.0
        self.rate[left] = 0.0
        self.left_month[left] = self.month
        return left
