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
from engine.satisfaction.answers import latest, on_one_scale
from engine.satisfaction.intervals import (
    MINIMUM_ANSWERS,
    mean_by_person,
    mean_estimate,
    share_by_person,
)
from engine.satisfaction.point_ranges import Givers, Range, are_told, givers, point_ranges

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
NPS_KINDS: tuple[Range, ...] = (
    (0, DETRACTOR_TO),
    (DETRACTOR_TO + 1, PROMOTER_FROM - 1),
    (PROMOTER_FROM, 10),
)
"""Points of detractors, passives and promoters."""
FULL_SCALE = 3.0
"""From best to worst in points: on a shorter scale ("satisfied" or not) only the best is content."""
_ADDED = 3.0


@dataclass(frozen=True)
class NetPromoter:
    """The score (-1 to 1), its three groups, and what each of the points 0-10 contributes to it.

    ``points`` is as ``points_of_score`` has it. Where one of the groups has somebody, but fewer than five
    people, the groups are undefined and there are no points: the score and one of them tell the others.
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
    return mean_estimate(content.to_numpy(dtype=np.float64), needed=needed, within=(0.0, 1.0))


def counts_for_csat(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether CSAT can be told from it."""
    return answers["score"].notna() & answers["scale_high"].notna()


def counts_for_nps(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether it is a point 0-10 on a scale that ends at 10."""
    return nps_points(answers).notna()


def nps_points(answers: pd.DataFrame) -> pd.Series[float]:
    """Return the whole point (0-10) that each answer counts as; NaN where the score can't be told from it."""
    whole = answers["score"].round()
    return whole.where(whole.between(0, 10) & (answers["scale_high"].fillna(10.0) == 10.0))


def nps_signs(points: pd.Series[float]) -> pd.Series[float]:
    """Return what each whole point counts: 1 of a promoter, -1 of a detractor, 0 between."""
    return points.ge(PROMOTER_FROM).astype("float64") - points.le(DETRACTOR_TO).astype("float64")


def in_top_boxes(answers: pd.DataFrame) -> pd.Series[bool]:
    """Return of each answer whether it is one that CSAT counts."""
    short = answers["scale_high"] - answers["scale_low"] < FULL_SCALE
    return answers["score"] >= answers["scale_high"] - (~short).astype("float64")


def effort_score(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> Estimate:
    """Return the mean effort on the scale as asked (1-7 mostly); lower is easier.

    Where it was asked on several scales, all answers stand on the one that most were given on.
    """
    last = latest(answers)
    each = on_one_scale(last)["score"].groupby(last["respondent"]).mean().dropna()
    return mean_estimate(each.to_numpy(dtype=np.float64), needed=needed)


def net_promoter(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> NetPromoter:
    """Return the net promoter score of the last answers on a scale that ends at 10.

    Who was asked several such questions gave several answers; the intervals then rest on people.
    """
    last = latest(answers)
    last = last.assign(score=nps_points(last)).dropna(subset="score")
    people, kinds = last["respondent"], [last["score"].between(*kind) for kind in NPS_KINDS]
    gave = givers(last["score"], people)
    is_broken_out = are_told(gave, NPS_KINDS)
    untold = Estimate(math.nan, n=people.nunique(), needed=needed)
    detractors, passives, promoters = (
        share_by_person(one, people, needed) if is_broken_out else untold for one in kinds
    )
    score = net_promoter_estimate(int(kinds[-1].sum()), int(kinds[0].sum()), len(last), needed)
    if people.nunique() < len(last):
        score = mean_by_person(nps_signs(last["score"]), people, needed, within=(-1.0, 1.0))
    points = points_of_score(last["score"], gave).iloc[: None if is_broken_out else 0]
    return NetPromoter(score, promoters, passives, detractors, points)


def points_of_score(scores: pd.Series[float], gave: Givers) -> pd.DataFrame:
    """Return what neighbouring points contribute to the score: ``lowest highest count share contribution``.

    Each row is of nobody or of at least five people where its whole kind is; both ends are in it.
    Contributions sum to the score. ``scores`` are whole, ``gave`` is who gave each point.
    """
    ranges = point_ranges(gave, NPS_KINDS)
    points = pd.DataFrame(ranges, columns=["lowest", "highest"])
    counts = np.array([int(scores.between(*one).sum()) for one in ranges])
    shares = counts / len(scores) if len(scores) else np.full(len(ranges), math.nan)
    sign = np.select([points["lowest"] >= PROMOTER_FROM, points["highest"] <= DETRACTOR_TO], [1.0, -1.0], 0.0)
    return points.assign(count=counts, share=shares, contribution=sign * shares)


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
