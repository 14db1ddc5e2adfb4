"""What do those who left have in common, and how many of those like them left?

Counts of a table, nothing more: a trait that goes with leaving need not be its cause, and what looks
paradoxical stands here like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.leakage import strengths
from engine.rates import share_estimate

Flags = NDArray[np.bool_]

TRAIT_COLUMNS = ("column", "strength", "text", "low", "high", "customers", "left", "share_low", "share_high")
MOST_COLUMNS = 12
FEWEST = 30
"""A trait of fewer customers is not shown."""

_SEVERAL = 6
_BANDS = np.array([0.25, 0.5, 0.75])


def traits_of_leavers(features: pd.DataFrame, left: Flags) -> pd.DataFrame:
    """Return a row a trait (``TRAIT_COLUMNS``) of the columns that alone rank leavers best.

    ``strength`` is the column's AUC (0.5-1); a trait is a ``text``, or a number from ``low`` to
    ``high``, both included; ``left`` counts leavers among its ``customers``, with Wilson's interval
    of their share (95 %).
    """
    ranked = sorted(strengths(features, left).items(), key=lambda one: (-one[1], one[0]))
    rows = [
        (name, strength, *trait)
        for name, strength in ranked[:MOST_COLUMNS]
        for trait in _traits(features[name], left)
    ]
    found = pd.DataFrame(rows, columns=list(TRAIT_COLUMNS))
    return found.astype({"column": "str", "text": "str", "customers": "int64", "left": "int64"})


def _traits(
    values: pd.Series[str], left: Flags
) -> Iterator[tuple[str | None, float, float, int, int, float, float]]:
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.to_numpy(dtype=np.float64)
        for low, high in _bands(numbers[np.isfinite(numbers)]):
            own = (numbers >= low) & (numbers <= high)
            if own.sum() >= FEWEST:
                yield (None, low, high, *_counted(own, left))
        return
    counts = values.value_counts()
    for text in sorted(counts.index[counts >= FEWEST]):
        yield (str(text), np.nan, np.nan, *_counted((values == text).to_numpy(dtype=bool), left))


def _bands(known: NDArray[np.float64]) -> Iterator[tuple[float, float]]:
    """Yield each number where there are few, else the quarters, from the least that occurs to the most."""
    distinct = np.unique(known)
    if len(distinct) <= _SEVERAL:
        yield from ((float(number), float(number)) for number in distinct)
        return
    edges = np.unique(np.quantile(known, _BANDS, method="inverted_cdf"))
    place = np.searchsorted(edges, distinct)
    for band in np.unique(place):
        own = distinct[place == band]
        yield float(own[0]), float(own[-1])


def _counted(own: Flags, left: Flags) -> tuple[int, int, float, float]:
    gone = int(left[own].sum())
    share = share_estimate(gone, int(own.sum()), needed=1)
    return int(own.sum()), gone, share.low, share.high
