"""Do the questions that are meant to measure one thing belong together?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.satisfaction.answers import answer_matrix, on_scale
from engine.satisfaction.intervals import MINIMUM_ANSWERS
from engine.satisfaction.roles import GROUPS, REVERSED

CRONBACH_ALPHA = Formula(
    name="cronbach_alpha",
    latex=r"\alpha = \frac{k}{k-1}\left(1 - \frac{\sum_j s_j^2}{s_{\text{sum}}^2}\right), \quad"
    r" \frac{1-\alpha}{1-\hat\alpha} \sim F_{n-1,\,(n-1)(k-1)}",
)

SCALES = ("servqual", "value", "cost", "cause", "loyalty")
"""Groups of roles that are meant to measure one thing together."""

ACCEPTABLE_ALPHA = 0.70
"""Below this a scale is called not reliable (Nunnally & Bernstein 1994)."""


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of the items of one role or group; ``without`` is alpha when an item is left out.

    ``n`` of the estimate counts respondents who answered all of its items; ``is_poor`` where alpha is
    below 0.7.
    """

    role: str
    items: tuple[str, ...]
    alpha: Estimate
    without: dict[str, float]

    @property
    def is_poor(self) -> bool:
        """Whether a figure of this scale deserves a warning."""
        return self.alpha.is_defined and self.alpha.value < ACCEPTABLE_ALPHA


def scale_reliability(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> list[Reliability]:
    """Return the reliability of every role, and of every group of roles, that two items or more ask.

    A group's items may have different scales and directions, so they count as shares of their scale, 1
    the end that is good for the company; its name is ``group_`` and the group's.
    """
    scored = answers.dropna(subset=["role", "score"])
    found = [
        reliability(str(role), answer_matrix(rows), needed)
        for role, rows in scored.groupby("role", sort=True)
        if rows["item_id"].nunique() >= 2
    ]
    shares = on_scale(scored)
    alike = scored.assign(score=shares.where(~scored["role"].isin(REVERSED), 1.0 - shares))
    for group in SCALES:
        rows = alike[alike["role"].isin(GROUPS[group])]
        if rows["role"].nunique() >= 2:
            found.append(reliability(f"group_{group}", answer_matrix(rows), needed))
    return found


def reliability(role: str, scores: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> Reliability:
    """Return alpha of a scale from one row a respondent and one column an item."""
    whole = scores.dropna()
    items = tuple(str(name) for name in scores.columns)
    alpha = alpha_estimate(whole.to_numpy(dtype=np.float64), needed)
    without = {}
    if len(items) > 2 and alpha.is_defined:
        without = {
            name: cronbach_alpha(whole.drop(columns=name).to_numpy(dtype=np.float64))
            for name in whole.columns
        }
    return Reliability(role, items, alpha, without)


def cronbach_alpha(scores: np.ndarray) -> float:
    """Return alpha of whole answers, shape (respondents, items); NaN where nobody differs."""
    k = scores.shape[1]
    of_sum = float(scores.sum(axis=1).var(ddof=1)) if len(scores) > 1 else 0.0
    if k < 2 or of_sum <= 0.0:
        return math.nan
    return float(k / (k - 1) * (1.0 - float(scores.var(axis=0, ddof=1).sum()) / of_sum))


def alpha_estimate(scores: np.ndarray, needed: int = MINIMUM_ANSWERS, level: float = 0.95) -> Estimate:
    """Return alpha with Feldt's interval; undefined below ``needed`` respondents.

    Source: Feldt (1965), eq. 14, exact for normal, parallel items.
    """
    from scipy.stats import f

    n, k = scores.shape
    if n < needed:
        return Estimate(math.nan, n=n, needed=needed, level=level)
    alpha = cronbach_alpha(scores)
    tail = (1.0 - level) / 2.0
    freedom = (n - 1, (n - 1) * (k - 1))
    low = 1.0 - (1.0 - alpha) * float(f.ppf(1.0 - tail, *freedom))
    high = 1.0 - (1.0 - alpha) * float(f.ppf(tail, *freedom))
    return Estimate(alpha, low, high, n=n, needed=needed, level=level)
