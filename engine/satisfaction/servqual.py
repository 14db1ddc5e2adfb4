"""By how much does what customers perceive fall short of what they expected, dimension by dimension?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.satisfaction.answers import latest, on_one_scale
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate
from engine.satisfaction.roles import SERVQUAL

SERVQUAL_GAP = Formula(
    name="servqual_gap",
    latex=r"G_d = \frac{1}{n}\sum_i (P_{id} - E_{id}), \quad "
    r"G = \frac{1}{n}\sum_i \sum_d \frac{w_{id}}{100}\,(P_{id} - E_{id})",
)


@dataclass(frozen=True)
class Servqual:
    """Gaps (perception less expectation, in points of the scale) by dimension and over all.

    ``weighted`` uses each respondent's own importance points and is undefined where none were asked;
    ``missing`` are the dimensions without a single pair; ``each`` has a row a respondent.
    """

    gaps: dict[str, Estimate]
    perceptions: dict[str, Estimate]
    expectations: dict[str, Estimate]
    importance: dict[str, Estimate]
    unweighted: Estimate
    weighted: Estimate
    missing: tuple[str, ...]
    each: pd.DataFrame


def servqual(answers: pd.DataFrame, needed: int = MINIMUM_ANSWERS) -> Servqual:
    """Return the gaps of the last paired answers; who leaves out a dimension is not in the overall gap.

    Where they were asked on several scales, all stand on the one that most were given on.
    """
    last = on_one_scale(latest(answers[answers["role"].isin(SERVQUAL)]))
    pairs = last.dropna(subset=["score", "expectation"])
    means = pairs.assign(gap=pairs["score"] - pairs["expectation"]).pivot_table(
        index="respondent",
        columns="role",
        values=["gap", "score", "expectation", "importance"],
        aggfunc="mean",
    )
    gaps = _part(means, "gap")
    present = [name for name in SERVQUAL if gaps[name].notna().any()]
    points = _part(means, "importance")[present]
    # Points are meant to sum to 100; shares make every respondent weigh the same.
    shares = points.div(points.sum(axis=1, min_count=len(present)), axis=0)
    overall = gaps[present].mean(axis=1, skipna=False)
    weighted = (gaps[present] * shares).sum(axis=1, min_count=len(present))
    return Servqual(
        gaps=_estimates(gaps, needed),
        perceptions=_estimates(_part(means, "score"), needed),
        expectations=_estimates(_part(means, "expectation"), needed),
        importance=_estimates(_part(means, "importance"), needed),
        unweighted=_estimate(overall, needed),
        weighted=_estimate(weighted, needed),
        missing=tuple(name for name in SERVQUAL if name not in present),
        each=gaps.assign(overall=overall, weighted=weighted),
    )


def _part(means: pd.DataFrame, part: str) -> pd.DataFrame:
    columns = {name: means[(part, name)] for name in SERVQUAL if (part, name) in means.columns}
    return pd.DataFrame(columns, index=means.index).reindex(columns=list(SERVQUAL)).astype("float64")


def _estimates(frame: pd.DataFrame, needed: int) -> dict[str, Estimate]:
    return {str(name): _estimate(frame[name], needed) for name in frame}


def _estimate(values: pd.Series[Any], needed: int) -> Estimate:
    return mean_estimate(values.to_numpy(dtype=np.float64), needed=needed)
