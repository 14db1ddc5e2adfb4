"""What did customers get of what they expected: ``c = b / a``?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import share_estimate
from engine.satisfaction.answers import latest
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate

SATISFACTION_RATIO = Formula(
    name="satisfaction_ratio",
    latex=r"c_i = \frac{b_i}{a_i}, \quad \text{dissatisfied}: c < 0.95, \ \text{delighted}: c \ge 1.20",
)

SATISFIED_FROM, DELIGHTED_FROM = 0.95, 1.20
RATIO_GROUPS = ("dissatisfied", "satisfied", "delighted")
RATIO_BANDS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.05), (1.05, 1.2), (1.2, 1.5), (1.5, math.inf))
"""From, and below; the cut-offs of the groups are among them."""


@dataclass(frozen=True)
class RatioResult:
    """Satisfaction as a ratio, by respondent; or as a gap where the scale has no true zero.

    ``each`` has ``respondent``, ``customer_id``, ``ratio`` and ``group``; ``without_expectation``
    counts answers whose expectation is missing or 0, ``without_zero`` those on scales that don't begin
    at 0, of which ``gap`` is the mean of perception less expectation.
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
    n = len(each)
    groups = {name: share_estimate(int((each["group"] == name).sum()), n, needed) for name in RATIO_GROUPS}
    paired = last[last["expectation"].notna() & ~has_zero]
    gap = (paired["score"] - paired["expectation"]).to_numpy(dtype=np.float64)
    return RatioResult(
        mean=mean_estimate(each["ratio"].to_numpy(dtype=np.float64), needed=needed),
        groups=groups,
        each=each,
        gap=mean_estimate(gap, needed=needed),
        without_expectation=int((~has_expectation).sum()),
        without_zero=int((has_expectation & ~has_zero).sum()),
    )


def ratio_table(answers: pd.DataFrame) -> pd.DataFrame:
    """Return how the ratio is spread: ``band count share`` (0-1) and, the same in each row, what is left out.

    ``without_expectation`` and ``without_zero`` are as ``RatioResult`` has them; no row where nobody has one.
    """
    found = satisfaction_ratio(answers[answers["role"] == "experience"])
    bands = ratio_bands(found.each["ratio"])
    counts = bands.value_counts().reindex(range(len(RATIO_BANDS)), fill_value=0)
    table = pd.DataFrame({"band": counts.index, "count": counts.to_numpy()})[: None if len(bands) else 0]
    return table.assign(
        share=table["count"] / max(len(bands), 1),
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


def _has_expectation(answers: pd.DataFrame) -> pd.Series[bool]:
    return answers["expectation"].notna() & (answers["expectation"] != 0.0)


def ratio_groups(ratios: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return dissatisfied, satisfied or delighted; None where the ratio is undefined."""
    groups = np.full(len(ratios), "satisfied", dtype=object)
    groups[ratios < SATISFIED_FROM] = "dissatisfied"
    groups[ratios >= DELIGHTED_FROM] = "delighted"
    groups[np.isnan(ratios)] = None
    return groups
