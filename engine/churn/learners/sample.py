"""From which customers does a learner learn, and on which later ones is it judged?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.landmarks import Episodes

Floats = NDArray[np.float64]

MOST_BEFORE, MOST_LATER = 15_000, 8_000
"""More rows would hardly change which learner is better; every so-many-th is taken."""

_VALUE = "value_12m"


@dataclass(frozen=True)
class Sample:
    """Customers as they were known on a day, whether they left within the months after, and their value.

    ``features`` has numbers and texts, NaN where unknown; ``churned`` and ``value`` (money, 0 where
    unknown) have its rows.
    """

    features: pd.DataFrame
    churned: NDArray[np.bool_]
    value: Floats

    @property
    def left(self) -> int:
        """Return how many left."""
        return int(self.churned.sum())

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.churned)


class Learned(Protocol):
    """A learner that has learned."""

    def probability(self, features: pd.DataFrame) -> Floats:
        """Return the chance to leave of each row, 0-1."""


def samples(every: Episodes, months: int) -> tuple[Sample, Sample]:
    """Return what to learn from and the later customers, for leaving within so many months.

    The later are those ``months`` before the end of what is known; who is learned from was
    followed to the end before that day, so that nothing later is known to any learner.
    """
    possible = every.standing.entry_month <= months
    return (
        _sample(every.rows(possible & (every.landmark >= 2 * months)), months, MOST_BEFORE),
        _sample(every.rows(possible & (every.landmark == months)), months, MOST_LATER),
    )


def sample_to_learn(every: Episodes, months: int) -> Sample:
    """Return all past customers who could leave within so many months and were followed as long."""
    possible = every.standing.entry_month <= months
    return _sample(every.rows(possible & (every.landmark >= months)), months, MOST_BEFORE)


def later_places(count: int) -> NDArray[np.int64]:
    """Return which of so many later customers are judged: every so-many-th."""
    return _places(count, MOST_LATER)


def _places(count: int, at_most: int) -> NDArray[np.int64]:
    return np.arange(0, count, max(1, -(-count // at_most)))


def _sample(rows: Episodes, months: int, at_most: int) -> Sample:
    taken = rows.rows(_places(len(rows.churned), at_most))
    features = taken.standing.features.reset_index(drop=True)
    value = features[_VALUE].to_numpy(dtype=np.float64) if _VALUE in features else np.zeros(len(features))
    left = taken.churned & (taken.duration_months <= months)
    return Sample(features, left, np.where(np.isfinite(value), value, 0.0))
