"""How many leavers does a score find, and how many stayers are asked with them, from the top down?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import NotEnoughDataError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """Customers in the order of a score, highest first, equal scores in one group.

    ``order`` has their places, shape (n,); ``starts`` where each group begins, shape (g,);
    ``churned`` who left, 0 or 1, in that order.
    """

    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    churned: Floats

    @classmethod
    def of(cls, score: Floats, churned: NDArray[np.bool_]) -> Ranked:
        """Return the ranking.

        Raises
        ------
        NotEnoughDataError
            All left or all stayed: there is nothing to tell apart.
        """
        if churned.all() or not churned.any():
            count = int(min(churned.sum(), len(churned) - churned.sum()))
            raise NotEnoughDataError("error.one_outcome_only", count=count, needed=1)
        order = np.argsort(-score, kind="stable")
        ordered = score[order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        return cls(order, starts, churned[order].astype(np.float64))

    def counts(self, weights: Floats | None = None) -> tuple[Floats, Floats]:
        """Return leavers and stayers of each group; ``weights`` of shape (n,) or (b, n) count customers."""
        weight = np.ones(len(self.order)) if weights is None else weights[..., self.order]
        left = np.add.reduceat(weight * self.churned, self.starts, axis=-1)
        stayed = np.add.reduceat(weight * (1.0 - self.churned), self.starts, axis=-1)
        return left, stayed


def hull(left: Floats, stayed: Floats) -> tuple[Floats, Floats]:
    """Return the corners of the convex hull of the ROC curve: leavers and stayers asked, from none to all.

    Groups whose share of leavers rises as the score falls are pooled until it doesn't; these
    pools are the segments of the hull (Fawcett & Niculescu-Mizil 2007, Machine Learning 68).
    """
    from scipy.optimize import isotonic_regression

    size = left + stayed
    there = size > 0
    left, size = left[there], size[there]
    blocks = isotonic_regression(left / size, weights=size, increasing=False).blocks
    asked = np.append(0.0, np.cumsum(size))[blocks]
    found = np.append(0.0, np.cumsum(left))[blocks]
    return found, asked - found
