"""Do the same groups come out again when the customers are drawn anew?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula

Labels = NDArray[np.int64]
Floats = NDArray[np.float64]
Partition = Callable[[NDArray[np.int64]], Labels]
"""Groups everybody by what the rows handed in say alone."""

CLUSTER_STABILITY = Formula(
    name="cluster_stability",
    latex=r"\bar\gamma_c = \frac1B \sum_{b=1}^{B} \max_{c'} "
    r"\frac{|c \cap c'_b|}{|c \cup c'_b|}, \quad \text{stable: } \bar\gamma_c \ge 0.75",
    source="Hennig (2007), Computational Statistics & Data Analysis 52(1), sec. 2",
    origin="estimated",
)

STABLE = 0.75
HOPELESS = 0.60
_LEAST_DRAWS = 8


@dataclass(frozen=True)
class Stability:
    """How well each group is found again: its mean Jaccard similarity, and the agreement of the whole.

    ``jaccard`` has shape (groups,), 0-1; ``agreement`` is the mean adjusted Rand index.
    """

    jaccard: Floats
    agreement: float

    @property
    def is_stable(self) -> bool:
        """Whether every single group is found again."""
        return bool((self.jaccard >= STABLE).all())


def resampled_stability(
    groups: Labels, partition: Partition, rng: np.random.Generator, draws: int
) -> Stability:
    """Return how well ``groups`` are found again when the customers are drawn anew with replacement.

    After eight draws a grouping with a group below 0.60 is given up: more would not save it.

    Parameters
    ----------
    groups
        Numbers from 0, shape (n,).
    partition
        Given the rows of a resample, shape (n,), returns the group of all n customers.
    """
    count, done = int(groups.max()) + 1, 0
    found, agreements = np.zeros((draws, count)), np.zeros(draws)
    for draw in range(draws):
        other = partition(rng.choice(len(groups), len(groups)))
        table = crossed(groups, other)
        found[draw] = best_jaccard(table)
        agreements[draw] = adjusted_rand(table)
        done = draw + 1
        if done == _LEAST_DRAWS and found[:done].mean(axis=0).min() < HOPELESS:
            break
    return Stability(found[:done].mean(axis=0), float(agreements[:done].mean()))


def crossed(groups: Labels, other: Labels) -> Floats:
    """Return how many are in each group of the one and each group of the other, shape (g, h)."""
    table = np.zeros((int(groups.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (groups, other), 1.0)
    return table


def best_jaccard(table: Floats) -> Floats:
    """Return for each row's group the Jaccard similarity with the column's group most like it."""
    union = table.sum(axis=1)[:, None] + table.sum(axis=0)[None, :] - table
    similarity: Floats = (table / np.maximum(union, 1.0)).max(axis=1)
    return similarity


def adjusted_rand(table: Floats) -> float:
    """Return the agreement of two groupings beyond chance: 1 the same, 0 as by chance.

    Source: Hubert & Arabie (1985), Journal of Classification 2, eq. 5.
    """
    pairs = _pairs(table).sum()
    rows, columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    every = float(_pairs(np.array([table.sum()]))[0])
    expected = rows * columns / every if every > 0 else 0.0
    most = (rows + columns) / 2.0
    return float((pairs - expected) / (most - expected)) if most > expected else 1.0


def _pairs(counts: Floats) -> Floats:
    pairs: Floats = counts * (counts - 1.0) / 2.0
    return pairs
