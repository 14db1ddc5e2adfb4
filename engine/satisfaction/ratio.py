"""What did customers get of what they expected: ``c = b / a``?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.satisfaction.answers import latest, on_one_scale
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_by_person, share_by_person
from engine.satisfaction.point_ranges import Range, are_told, givers, point_ranges

SATISFACTION_RATIO = Formula(
    name="satisfaction_ratio",
    latex=r"c_i = \frac{b_i}{a_i}, \quad \text{dissatisfied}: c < 0.95, \ \text{delighted}: c \ge 1.20",
)

EXPERIENCE_GAP = Formula(
    name="experience_gap",
    latex=r"g = \frac{1}{n}\sum_i (b_i - a_i)",
)

SATISFIED_FROM, DELIGHTED_FROM = 0.95, 1.20
RATIO_GROUPS = ("dissatisfied", "satisfied", "delighted")
RATIO_BANDS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.05), (1.05, 1.2), (1.2, 1.5), (1.5, math.inf))
"""From, and below; the cut-offs of the groups are among them."""
BANDS_OF_GROUPS: tuple[Range, ...] = ((0, 2), (3, 4), (5, 6))
"""The first and the last band of each group."""


@dataclass(frozen=True)
class RatioResult:
    """Satisfaction as a ratio, by respondent; or as a gap where the scale has no true zero.

    ``each`` has ``respondent``, ``customer_id``, ``ratio`` and ``group``; ``without_expectation``
    counts answers whose expectation is missing or 0, ``without_zero`` those on scales that don't begin
    at 0, of which ``gap`` is the mean of perception less expectation. ``groups`` are undefined where one
    of them has somebody, but fewer than five: the others would tell of them.
    """

    mean: Estimate
    groups: dict[str, Estimate]
    each: pd.DataFrame
    gap: Estimate
    without_expectation: int
    without_zero: int


def satisfaction_ratio(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> RatioResult:
    """Return ``c`` of each respondent with its distribution over the three groups."""
    last = latest(answers)
    last = last[last["score"].notna()]
    has_expectation, has_zero = _has_expectation(last), last["scale_low"] == 0.0
    usable = last[has_ratio(last)]
    ratio = usable["score"] / usable["expectation"]
    each = pd.DataFrame(
        {
            "respondent": usable["respondent"],
            "customer_id": usable["customer_id"],
            "ratio": ratio,
            "group": ratio_groups(ratio.to_numpy(dtype=np.float64)),
        }
    ).reset_index(drop=True)
    people = each["respondent"]
    gave = givers(ratio_bands(each["ratio"]), people)
    is_broken_out = are_told(gave, BANDS_OF_GROUPS)
    untold = Estimate(math.nan, n=people.nunique(), needed=needed)
    groups = {
        name: share_by_person(each["group"] == name, people, needed) if is_broken_out else untold
        for name in RATIO_GROUPS
    }
    paired = on_one_scale(last[has_gap(last)])
    gap = paired["score"] - paired["expectation"]
    return RatioResult(
        mean=mean_by_person(each["ratio"], people, needed, within=(0.0, math.inf)),
        groups=groups,
        each=each,
        gap=mean_by_person(gap, paired["respondent"], needed),
        without_expectation=int((~has_expectation).sum()),
        without_zero=int((has_expectation & ~has_zero).sum()),
    )


def ratio_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return how the ratio is spread: ``first last count share`` (0-1) and, the same in each row, the rest.

    A row is of the bands from ``first`` to ``last``: of nobody, or of at least five people. Bands of
    different groups are put together only where a group has somebody, but fewer than five. The rest is
    ``without_expectation``, ``without_zero`` as ``RatioResult`` has them. No row where nobody has a ratio.
    """
    found = satisfaction_ratio(answers[answers["role"] == "experience"])
    bands = ratio_bands(found.each["ratio"])
    gave = givers(bands, found.each["respondent"])
    apart = BANDS_OF_GROUPS if are_told(gave, BANDS_OF_GROUPS) else ((0, len(RATIO_BANDS) - 1),)
    ranges = point_ranges(gave, apart) if len(bands) else []
    table = pd.DataFrame(ranges, columns=["first", "last"], dtype="int64")
    return table.assign(
        count=[int(bands.between(*one).sum()) for one in ranges],
        share=lambda rows: rows["count"] / max(len(bands), 1),
        without_expectation=found.without_expectation,
        without_zero=found.without_zero,
    )


def ratio_bands(ratios: pd.Series[float]) -> pd.Series[int]:
    """Return the number of each ratio's band."""
    starts = [low for low, _ in RATIO_BANDS]
    return pd.Series(np.searchsorted(starts, ratios, side="right") - 1, index=ratios.index, dtype="int64")


def has_ratio(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether it is over an expectation, on a scale with a true zero."""
    return answers["score"].notna() & _has_expectation(answers) & (answers["scale_low"] == 0.0)


def has_gap(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether it stands beside an expectation on a scale without a true zero."""
    return answers["score"].notna() & answers["expectation"].notna() & (answers["scale_low"] != 0.0)


def _has_expectation(answers: pd.DataFrame) -> pd.Series[bool]:
    return answers["expectation"].notna() & (answers["expectation"] != 0.0)


def ratio_groups(ratios: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return dissatisfied, satisfied or delighted; None where the ratio is undefined."""
    groups = np.full(len(ratios), "satisfied", dtype=object)
    groups[ratios < SATISFIED_FROM] = "dissatisfied"
    groups[ratios >= DELIGHTED_FROM] = "delighted"
    groups[np.isnan(ratios)] = None
    return groups
