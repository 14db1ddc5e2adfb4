"""Would the figures look different if those who did not answer had answered like their own kind?

Respondents are weighted so that their profile matches that of all customers, attribute by attribute.
This repairs what the profile explains and nothing else: both figures are shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.satisfaction.point_ranges import SMALLEST_GROUP

RAKING = Formula(
    name="raking",
    latex=r"w_i \leftarrow w_i \cdot \frac{N_{g(i)} / N}{\sum_{j \in g(i)} w_j / \sum_j w_j}"
    r"\quad \text{in turn over all attributes}",
    origin="estimated",
)

MOST_WEIGHT = 5.0
_ROUNDS, _CLOSE = 100, 1e-8


@dataclass(frozen=True)
class Weights:
    """Weights of respondents (mean 1), and how much they cost.

    ``effective`` is the number of equally weighted answers that are worth as much (Kish); ``used`` and
    ``left_out`` are the attributes that could and could not be matched.
    """

    values: NDArray[np.float64]
    effective: float
    used: tuple[str, ...]
    left_out: tuple[str, ...]


def response_weights(everybody: pd.DataFrame, answered: pd.DataFrame) -> Weights:
    """Return weights that make ``answered`` look like ``everybody`` in each column (categories as text).

    Groups of customers of whom fewer than five answered are joined, with those next in number until five
    answered; an attribute of which that leaves a single group is left out.
    """
    weights = np.ones(len(answered))
    targets: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
    used, left_out = [], []
    for name in everybody.columns:
        found = _groups(everybody[name], answered[name])
        if found is None:
            left_out.append(str(name))
        else:
            used.append(str(name))
            targets.append(found)
    for _ in range(_ROUNDS if targets else 0):
        before = weights
        for codes, shares in targets:
            now = np.bincount(codes, weights, minlength=len(shares)) / weights.sum()
            weights = weights * (shares / now)[codes]
        if np.abs(weights - before).max() < _CLOSE:
            break
    weights = np.minimum(weights / weights.mean(), MOST_WEIGHT) if len(weights) else weights
    weights = weights / weights.mean() if len(weights) else weights
    effective = float(weights.sum() ** 2 / (weights @ weights)) if len(weights) else 0.0
    return Weights(weights, effective, tuple(used), tuple(left_out))


def _groups(
    everybody: pd.Series[str], answered: pd.Series[str]
) -> tuple[NDArray[np.int64], NDArray[np.float64]] | None:
    everyone, some = everybody.fillna("").astype("str"), answered.fillna("").astype("str")
    counts = some.value_counts()
    known = everyone.value_counts()
    small = {name for name in known.index if counts.get(name, 0) < SMALLEST_GROUP}
    small |= {name for name in counts.index if name not in known.index}
    for name in sorted(set(known.index) - small, key=lambda name: (counts[name], name)):
        if not small or int(some.isin(small).sum()) >= SMALLEST_GROUP:
            break
        small.add(name)
    names = pd.Index(sorted(set(known.index) - small), dtype=object)
    size = len(names) + bool(small)
    if size < 2:
        return None
    # The small ones are together the last group.
    codes, every = (
        np.where(place < 0, len(names), place)
        for place in (names.get_indexer(column.astype("object")) for column in (some, everyone))
    )
    return codes, np.bincount(every, minlength=size) / len(every)
