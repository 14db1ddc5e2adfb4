"""What do boosted trees make of the months ahead, with the month as one column more?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.landmarks import Episodes, Standing
from engine.churn.lead_months import LeadMonths

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Matrix = NDArray[np.float32]

MOST_ROWS = 200_000
"""Months of customers to learn from: every month of leaving, of the others as many as fit, weighted up."""

_TREES, _LEAVES, _RATE, _SMALLEST_LEAF = 80, 10, 0.07, 100
_NO_CONTRACT = -100.0


@dataclass(frozen=True)
class Coded:
    """How columns become numbers for trees: texts by their place among those seen, new ones unknown."""

    texts: dict[str, pd.Index]

    @classmethod
    def learned(cls, frame: pd.DataFrame, kept: Sequence[str]) -> Coded:
        """Return the coding of the columns ``kept``; of numbers it only keeps the names."""
        empty = pd.Index([], dtype=object)
        is_text = {name: not pd.api.types.is_numeric_dtype(frame[name]) for name in kept}
        seen = {name: pd.Index(frame[name].dropna().value_counts().index[:200], dtype=object)
                if is_text[name] else empty for name in kept}  # fmt: skip
        return cls(seen)

    def matrix(self, frame: pd.DataFrame) -> Matrix:
        """Return the numbers; NaN where unknown."""
        columns = []
        for name, seen in self.texts.items():
            if pd.api.types.is_numeric_dtype(frame[name]):
                columns.append(frame[name].to_numpy(dtype=np.float32))
            else:
                place = seen.get_indexer(pd.Index(frame[name].to_numpy(dtype=object)))
                columns.append(np.where(place >= 0, place, np.nan).astype(np.float32))
        return np.column_stack(columns)


def fit_boosted(episodes: Episodes, matrix: Matrix, weights: Floats, rng: np.random.Generator) -> Any:
    """Return the fitted trees: scikit-learn's HistGradientBoostingClassifier on months of customers."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, left, share = _months(episodes, matrix, rng)
    place, table = rows
    weight = weights[place] * np.where(left, 1.0, 1.0 / share)
    trees = HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_SMALLEST_LEAF,
        early_stopping=False,
        random_state=int(rng.integers(2**31)),
    )
    return trees.fit(table, left, sample_weight=weight)


def boosted_hazards(trees: Any, standing: Standing, matrix: Matrix, months: tuple[int, int]) -> Floats:
    """Return the chance to leave in each of ``months[0]`` months ahead, of which ``months[1]`` observed."""
    leads = LeadMonths(standing.entry_month, standing.contract_age_months)
    every = np.arange(len(matrix))
    made = np.zeros((len(matrix), months[0]))
    for month in range(1, months[0] + 1):
        if month > 1 and month > max(months[1], int(standing.entry_month.max(initial=1))):
            made[:, month - 1] = made[:, month - 2]
            continue
        table = _with_month(standing, matrix, every, leads.frozen(month, months[1]))
        chance = trees.predict_proba(table)[:, 1]
        made[:, month - 1] = np.where(month >= standing.entry_month, chance, 0.0)
    return made


def _months(
    episodes: Episodes, matrix: Matrix, rng: np.random.Generator
) -> tuple[tuple[Ints, Matrix], NDArray[np.bool_], float]:
    entry = episodes.standing.entry_month
    total = int(np.maximum(episodes.duration_months - entry + 1, 0).sum())
    share = min(1.0, max(MOST_ROWS - episodes.events, 1) / max(total - episodes.events, 1))
    places, tables, lefts = [], [], []
    for month in range(1, int(episodes.duration_months.max(initial=0)) + 1):
        at = np.flatnonzero((entry <= month) & (episodes.duration_months >= month))
        left = episodes.churned[at] & (episodes.duration_months[at] == month)
        kept = left | (rng.random(len(at)) < share)
        at, left = at[kept], left[kept]
        places.append(at)
        lefts.append(left)
        tables.append(_with_month(episodes.standing, matrix, at, month))
    return (np.concatenate(places), np.concatenate(tables)), np.concatenate(lefts), share


def _with_month(standing: Standing, matrix: Matrix, at: Ints, month: int | Ints) -> Matrix:
    ahead = month if isinstance(month, int) else month[at]
    age = standing.contract_age_months[at] + ahead
    columns = [
        ahead - standing.entry_month[at],
        np.broadcast_to(ahead, len(at)),
        np.where(np.isfinite(age), age, _NO_CONTRACT),
    ]
    return np.column_stack([matrix[at], *columns]).astype(np.float32)
