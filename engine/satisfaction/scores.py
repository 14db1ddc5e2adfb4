"""How many are content, how many recommend us, how hard do we make it?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import Z_95, share_estimate
from engine.satisfaction.answers import latest, on_scale
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate

Floats = NDArray[np.float64]

CSAT = Formula(
    name="csat",
    latex=r"\mathrm{CSAT} = \frac{|\{i : y_i \ge \text{scale}_{\max} - b\}|}{n}, \quad"
    r" b = 1 \text{ from four points on}, \ 0 \text{ below}",
)
NPS = Formula(
    name="nps",
    latex=r"\mathrm{NPS} = \frac{|\{y_i \ge 9\}| - |\{y_i \le 6\}|}{n}",
)
CES = Formula(
    name="ces",
    latex=r"\mathrm{CES} = \frac{1}{n}\sum_i y_i",
)

PROMOTER_FROM, DETRACTOR_TO = 9, 6
FULL_SCALE = 3.0
"""From best to worst in points: on a shorter scale ("satisfied" or not) only the best is content."""
_ADDED = 3.0


@dataclass(frozen=True)
class NetPromoter:
    """The score (-1 to 1), its three groups, and what each of the points 0-10 contributes to it.

    ``points`` has ``score``, ``count``, ``share`` and ``contribution``; contributions sum to the score.
    """

    score: Estimate
    promoters: Estimate
    passives: Estimate
    detractors: Estimate
    points: pd.DataFrame


def csat(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> Estimate:
    """Return the share of respondents who tick one of the two best points of their scale.

    On a scale of fewer than four points it is the best point alone. Who was asked several such
    questions counts once, with the share of theirs: answers of one person are no independent ones.
    """
    last = latest(answers)
    last = last[counts_for_csat(last)]
    content = in_top_boxes(last).astype("float64").groupby(last["respondent"]).mean()
    if len(content) == len(last):
        return share_estimate(int(content.sum()), len(content), needed)
    return mean_estimate(content.to_numpy(dtype=np.float64), needed=needed)


def counts_for_csat(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether CSAT can be told from it."""
    return answers["score"].notna() & answers["scale_high"].notna()


def counts_for_nps(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether it is on a scale that ends at 10."""
    return answers["score"].notna() & (answers["scale_high"].fillna(10.0) == 10.0)


def in_top_boxes(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether it is one that CSAT counts."""
    short = answers["scale_high"] - answers["scale_low"] < FULL_SCALE
    return answers["score"] >= answers["scale_high"] - (~short).astype("float64")


def effort_score(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> Estimate:
    """Return the mean effort on the scale as asked (1-7 mostly); lower is easier.

    Where it was asked on several scales, all answers stand on the one that most were given on.
    """
    last = latest(answers)
    each = on_one_scale(last).groupby(last["respondent"]).mean().dropna()
    return mean_estimate(each.to_numpy(dtype=np.float64), needed=needed)


def on_one_scale(answers: pd.DataFrame) -> pd.Series[float]:
    """Return the scores on the scale that most answers were given on; as asked where there is but one."""
    scales = answers[["scale_low", "scale_high"]].value_counts()
    if len(scales) < 2:
        return answers["score"]
    low, high = scales.index[0]
    moved: pd.Series[float] = low + on_scale(answers) * (high - low)
    return moved


def net_promoter(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> NetPromoter:
    """Return the net promoter score of the last answers on a scale that ends at 10."""
    last = latest(answers)
    last = last[counts_for_nps(last)]
    counts = last["score"].round().value_counts().reindex(np.arange(11.0), fill_value=0)
    n = int(counts.sum())
    share = counts / n if n else counts.astype("float64") * math.nan
    sign = np.where(counts.index >= PROMOTER_FROM, 1.0, np.where(counts.index <= DETRACTOR_TO, -1.0, 0.0))
    points = pd.DataFrame(
        {
            "score": counts.index,
            "count": counts.to_numpy(),
            "share": share.to_numpy(),
            "contribution": sign * share.to_numpy(),
        }
    )
    promoters, detractors = int(counts[PROMOTER_FROM:].sum()), int(counts[: DETRACTOR_TO + 1].sum())
    return NetPromoter(
        net_promoter_estimate(promoters, detractors, n, needed),
        share_estimate(promoters, n, needed),
        share_estimate(n - promoters - detractors, n, needed),
        share_estimate(detractors, n, needed),
        points,
    )


def net_promoter_estimate(promoters: int, detractors: int, n: int, needed: int = MINIMUM_ANSWERS) -> Estimate:
    """Return the score with a 95 % interval; undefined below ``needed`` answers.

    Adjusted Wald: three answers are added before the interval is taken, a quarter of them promoters,
    a quarter detractors, so that a unanimous few are not sure of themselves. Source: Rocks (2016).
    """
    if n < needed:
        return Estimate(math.nan, n=n, needed=needed)
    more = n + _ADDED
    up, down = (promoters + _ADDED / 4) / more, (detractors + _ADDED / 4) / more
    half = Z_95 * math.sqrt((up + down - (up - down) ** 2) / more)
    low, high = max(-1.0, up - down - half), min(1.0, up - down + half)
    return Estimate((promoters - detractors) / n, low, high, n=n, needed=needed)
