"""What is left of a column of answers on its scale, and why are other cells no score?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.importing.problems import Mask
from data.importing.scales import Scale, Scales
from data.importing.scores import Scores


@dataclass(frozen=True)
class AnswerCells:
    """The scores of a column by row, NaN where there is none on the scale, and why."""

    numbers: NDArray[np.float64]
    is_not_applicable: Mask
    is_outside: Mask
    is_unreadable: Mask
    is_missing: Mask

    def floats(self) -> pa.Array:
        """Return the scores, null where there is none."""
        return pa.array(self.numbers, pa.float64(), mask=np.isnan(self.numbers))


def on_scale(found: Scores, scale: Scale | None, codes: frozenset[float]) -> AnswerCells:
    """Return a column of one question; without a scale every number is taken."""
    low, high = (scale.low, scale.high) if scale else (-np.inf, np.inf)
    each = np.ones(len(found.numbers))
    return _between(found, low * each, high * each, np.isin(found.numbers, list(codes)))


def on_scales(found: Scores, names: Sequence[str], codes: NDArray[np.int64], scales: Scales) -> AnswerCells:
    """Return a column of many questions, each cell on the scale of its row's question.

    ``codes`` has one place in ``names`` a row.
    """
    known = [scales.by_item.get(name) for name in names]
    low = np.array([scale.low if scale else -np.inf for scale in known])[codes]
    high = np.array([scale.high if scale else np.inf for scale in known])[codes]
    is_code = np.zeros(len(codes), dtype=bool)
    for place, name in enumerate(names):
        if chosen := scales.codes.get(name):
            is_code |= (codes == place) & np.isin(found.numbers, list(chosen))
    return _between(found, low, high, is_code)


def _between(
    found: Scores, low: NDArray[np.float64], high: NDArray[np.float64], is_code: Mask
) -> AnswerCells:
    outside = ((found.numbers < low) | (found.numbers > high)) & ~is_code
    return AnswerCells(
        np.where(is_code | outside, np.nan, found.numbers),
        found.is_not_applicable | is_code,
        outside,
        found.is_unreadable,
        found.is_missing,
    )
