"""How many gave each point of the net promoter score, and what does each contribute to it?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import estimate_of, interval_words, written
from dashboard.presenters.satisfaction import Tables
from engine.satisfaction.scores import DETRACTOR_TO, PROMOTER_FROM

_NPS_GROUPS = {
    "promoters": (PROMOTER_FROM, 10),
    "passives": (DETRACTOR_TO + 1, PROMOTER_FROM - 1),
    "detractors": (0, DETRACTOR_TO),
}


def nps_points(tables: Tables, grounds: Grounds) -> pd.DataFrame:
    """Return what each point contributes to the NPS: ``score share contribution label kind``."""
    points = tables("nps_points")
    if points.empty or not points["count"].sum():
        return pd.DataFrame(columns=["score", "share", "contribution", "label", "kind"])
    formats = grounds.reader.formats
    kind = np.select(
        [points["score"] >= PROMOTER_FROM, points["score"] <= DETRACTOR_TO], ["good", "bad"], "neutral"
    )
    label = [formats.percent(share) for share in points["share"]]
    return points.assign(label=label, kind=kind)


def nps_groups(tables: Tables, grounds: Grounds) -> dict[AnswerFilters, str]:
    """Return promoters, passives and detractors in words, with their intervals; empty without NPS."""
    found = tables("satisfaction_figures")
    groups = {name: estimate_of(found, figure=f"nps_{name}", by="", group="") for name in _NPS_GROUPS}
    if not all(one.is_defined for one in groups.values()):
        return {}
    return {
        AnswerFilters("nps", lowest=_NPS_GROUPS[name][0], highest=_NPS_GROUPS[name][1]): grounds.reader.texts(
            f"answers.nps.{name}",
            share=written(one.value, "percent", grounds.reader),
            interval=interval_words(one, "percent", grounds.reader),
        )
        for name, one in groups.items()
    }


def nps_sum(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Return what each point contributes, best first, with the columns' labels and the sum in words."""
    points, reader = tables("nps_points"), grounds.reader
    if points.empty or not points["count"].sum():
        return pd.DataFrame(), {}, ""
    points = points[points["count"] > 0].sort_values("score", ascending=False)
    scores = [int(score) for score in points["score"]]
    rows = pd.DataFrame(
        {
            "score": [str(score) for score in scores],
            "share": [reader.formats.percent(share) for share in points["share"]],
            "contribution": [_points(one, reader) for one in points["contribution"]],
        },
        index=[AnswerFilters("nps", lowest=score, highest=score) for score in scores],
    )
    ups, downs = (float(points["contribution"].clip(*ends).sum()) for ends in ((0.0, None), (None, 0.0)))
    said = {"up": _points(ups, reader), "down": _points(downs, reader), "score": _points(ups + downs, reader)}
    labels = {str(name): reader.texts(f"answers.column.{name}") for name in rows}
    return rows, labels, reader.texts("answers.nps.sum", **said)


def _points(contribution: float, reader: Reader) -> str:
    return reader.formats.decimal(100.0 * contribution, 1)
