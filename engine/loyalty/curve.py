"""How does loyalty rise with satisfaction, and where does it hardly rise at all?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.loyalty.indifference import Levels, Zone, isotonic, zone_of_indifference
from engine.rates import share_estimate
from engine.satisfaction.consequences import slope_estimate

SATISFACTION_CURVE = Formula(
    name="satisfaction_curve",
    latex=r"\text{zone of indifference}: [s_a, s_b] \text{ with } \frac{L(s_b) - L(s_a)}{s_b - s_a} <"
    r" \tfrac12\,\frac{L(s_{\max}) - L(s_{\min})}{s_{\max} - s_{\min}}",
    origin="estimated",
)

MINIMUM_A_LEVEL = 10
MOST_LEVELS = 21


@dataclass(frozen=True)
class SatisfactionCurve:
    """Loyal share by level of satisfaction, and the zone of indifference within it.

    ``levels``: ``score``, ``customers``, ``loyal``, ``share``, ``low``, ``high``, ``smoothed``;
    ``zone`` is None where there is none, or none can be told; ``one_point`` what one point of the scale goes
    with, over all levels (a slope in shares, with its interval).
    """

    levels: pd.DataFrame
    zone: Zone | None
    one_point: Estimate


def satisfaction_curve(
    scores: pd.Series[float], loyal: pd.Series[float], rng: np.random.Generator
) -> SatisfactionCurve:
    """Return how the share of the loyal goes with the score; ``loyal`` is 1.0, 0.0 or NaN a customer.

    Scores of more than 21 different values are rounded to whole numbers first. A zone takes loyalty that
    rises with satisfaction (the interval of ``one_point`` is above 0); ``rng`` draws how sure its ends are.
    """
    known = scores.notna() & loyal.notna()
    score, is_loyal = scores[known], loyal[known]
    if score.nunique() > MOST_LEVELS:
        score = score.round()
    grouped = is_loyal.groupby(score).agg(["size", "sum"])
    pairs = zip(grouped["sum"].astype(int).tolist(), grouped["size"].tolist(), strict=True)
    found = [share_estimate(count, customers, MINIMUM_A_LEVEL) for count, customers in pairs]
    levels = pd.DataFrame(
        {
            "score": grouped.index.to_numpy(dtype=np.float64),
            "customers": grouped["size"].to_numpy(),
            "loyal": grouped["sum"].to_numpy(),
            "share": [one.value for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
        }
    )
    counts = [levels[name].to_numpy(dtype=np.float64) for name in ("score", "customers", "loyal")]
    levels["smoothed"] = isotonic(counts[2] / counts[1], counts[1]) if len(levels) else np.empty(0)
    slope = slope_estimate(score.to_numpy(dtype=np.float64), is_loyal.to_numpy(dtype=np.float64))
    full = Levels(*(one[counts[1] >= MINIMUM_A_LEVEL] for one in counts))
    rises = slope.is_defined and slope.low > 0.0
    return SatisfactionCurve(levels, zone_of_indifference(full, rng) if rises else None, slope)
