"""How many gave which points of the net promoter score, and what do these contribute to it?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import estimate_of, interval_words, written
from dashboard.presenters.satisfaction import Tables
from engine.satisfaction.point_ranges import SMALLEST_GROUP, are_told, givers
from engine.satisfaction.scores import DETRACTOR_TO, NPS_KINDS, PROMOTER_FROM, points_of_score

_KINDS = dict(zip(("promoters", "passives", "detractors"), reversed(NPS_KINDS), strict=True))


def nps_points(tables: Tables, grounds: Grounds) -> pd.DataFrame:
    """Return what neighbouring points contribute to the NPS: ``code share label hover kind``.

    ``code`` is the range of points as an address holds it. Empty without a score, or where one of its
    groups is too small to be told apart.
    """
    points, formats = _points(tables), grounds.reader.formats
    kind = np.select(
        [points["lowest"] >= PROMOTER_FROM, points["highest"] <= DETRACTOR_TO], ["good", "bad"], "neutral"
    )
    hover = [
        grounds.reader.texts("answers.bar", share=formats.percent(share), count=int(count))
        for share, count in zip(points["share"], points["count"], strict=True)
    ]
    return pd.DataFrame(
        {
            "code": [asked.scores for asked in _asked(points)],
            "share": points["share"],
            # Columns are narrow on a phone; the table says all to the tenth.
            "label": [formats.percent(share, 1 if 0 < share < 0.01 else 0) for share in points["share"]],
            "hover": hover,
            "kind": kind,
        }
    )


def nps_groups(tables: Tables, grounds: Grounds) -> dict[AnswerFilters, str]:
    """Return promoters, passives and detractors in words, with their intervals.

    Empty where the points are.
    """
    found, reader = tables("satisfaction_figures"), grounds.reader
    if _points(tables).empty:
        return {}
    groups = {name: estimate_of(found, figure=f"nps_{name}", by="", group="") for name in _KINDS}
    return {
        AnswerFilters("nps").with_range(_KINDS[name]): reader.texts(
            f"answers.nps.{name}",
            share=written(one.value, "percent", reader),
            interval=interval_words(one, "percent", reader),
        )
        for name, one in groups.items()
    }


def nps_not_told(tables: Tables, grounds: Grounds) -> str:
    """Return why the groups of a score that is known are not told; empty where they are."""
    if not _has_score(tables) or len(_points(tables)):
        return ""
    return grounds.reader.texts("answers.nps.few", count=SMALLEST_GROUP)


def nps_sum(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Return what points contribute, best first, with the columns' labels and the sum in words."""
    reader = grounds.reader
    points = _points(tables)[::-1]
    rows = pd.DataFrame(
        {
            "score": [asked.scores.replace("-", "–") for asked in _asked(points)],
            "answers": [reader.formats.count(count) for count in points["count"]],
            "share": [reader.formats.percent(share) for share in points["share"]],
            "contribution": [_in_points(one, reader) for one in points["contribution"]],
        },
        index=pd.Index(_asked(points), dtype=object),
    )
    ups, downs = (float(points["contribution"].clip(*ends).sum()) for ends in ((0.0, None), (None, 0.0)))
    said = {
        name: _in_points(one, reader)
        for name, one in {"up": ups, "down": downs, "score": ups + downs}.items()
    }
    labels = {str(name): reader.texts(f"answers.column.{name}") for name in rows}
    return rows, labels, reader.texts("answers.nps.sum", **said)


def _points(tables: Tables) -> pd.DataFrame:
    """Return the stored table of points; no rows without a score, or where its groups are not told."""
    points = tables("nps_points")
    if "score" in points:
        # Assessments made before points were put together told each alone.
        each = points.loc[points.index.repeat(points["count"]), "score"].reset_index(drop=True)
        gave = givers(each, each.index.to_series())
        points = points_of_score(each, gave)[: None if are_told(gave, NPS_KINDS) else 0]
    return points if _has_score(tables) else points[:0]


def _has_score(tables: Tables) -> bool:
    return estimate_of(tables("satisfaction_figures"), figure="nps", by="", group="").is_defined


def _asked(points: pd.DataFrame) -> list[AnswerFilters]:
    ranges = zip(points["lowest"], points["highest"], strict=True)
    return [AnswerFilters("nps").with_range((int(low), int(high))) for low, high in ranges]


def _in_points(contribution: float, reader: Reader) -> str:
    return reader.formats.decimal(100.0 * contribution, 1)
