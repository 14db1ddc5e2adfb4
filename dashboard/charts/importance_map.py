"""Which items matter, and how well do we do on them: the map with its four fields?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import as_text, picture
from dashboard.theme import ACCENT, BAD, NEUTRAL

_HEIGHT = 420
# What a label takes, as shares of the stretch that the points lie on.
_ROOM = (0.24, 0.06)


def importance_map_chart(items: pd.DataFrame, fields: Mapping[str, str], axes: tuple[str, str]) -> go.Figure:
    """Return items as points: performance to the right, importance upwards, cut at the means.

    ``items`` has ``item_id``, ``performance``, ``share``, ``field`` and ``label``; ``fields`` names the
    four fields, ``axes`` what runs to the right and upwards.
    """
    colours = [BAD if field == "fix_first" else ACCENT for field in items["field"]]
    x, y = items["performance"], items["share"]
    points = go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        text=_labels(items),
        textposition="top center",
        customdata=items["item_id"],
        hovertext=items["label"].map(as_text),
        marker={"size": 12, "color": colours},
        cliponaxis=False,
        hovertemplate="%{hovertext}<extra></extra>",
    )
    left, right, low, high = _bounds(x, y)
    line = {"color": NEUTRAL, "width": 1, "dash": "dot"}
    return picture(
        [points],
        _HEIGHT,
        xaxis={"range": [left, right], "title": {"text": axes[0]}, "tickformat": ".0%"},
        yaxis={"range": [low, high], "title": {"text": axes[1]}, "tickformat": ".0%"},
        shapes=[
            {"type": "line", "x0": x.mean(), "x1": x.mean(), "y0": 0, "y1": 1, "yref": "paper", "line": line},
            {"type": "line", "y0": y.mean(), "y1": y.mean(), "x0": 0, "x1": 1, "xref": "paper", "line": line},
        ],
        annotations=_corners(fields),
        uniformtext={},
    )


def _labels(items: pd.DataFrame) -> list[str]:
    """Return the labels that have room, the most important items first; the others show theirs on touch."""
    wide, tall = (
        max(float(items[name].max() - items[name].min()), 0.02) for name in ("performance", "share")
    )
    placed: list[tuple[float, float]] = []
    found = dict.fromkeys(range(len(items)), "")
    rows = list(zip(items["performance"] / wide, items["share"] / tall, items["label"], strict=True))
    for number in (-items["share"]).argsort(kind="stable"):
        x, y, label = rows[number]
        if all(abs(x - other) > _ROOM[0] or abs(y - above) > _ROOM[1] for other, above in placed):
            found[number] = as_text(label)
            placed.append((x, y))
    return list(found.values())


def _corners(fields: Mapping[str, str]) -> list[dict[str, Any]]:
    places = {
        "fix_first": (0.0, 1.0, "left", "top"),
        "keep_up": (1.0, 1.0, "right", "top"),
        "low_priority": (0.0, 0.0, "left", "bottom"),
        "possible_overkill": (1.0, 0.0, "right", "bottom"),
    }
    alike = {"xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": 11}}
    return [
        {**alike, "x": x, "y": y, "xanchor": across, "yanchor": up, "text": f"<i>{fields[code]}</i>"}
        for code, (x, y, across, up) in places.items()
    ]


def _bounds(x: pd.Series[float], y: pd.Series[float]) -> tuple[float, float, float, float]:
    wide, tall = max(float(x.max() - x.min()), 0.02), max(float(y.max() - y.min()), 0.02)
    return (
        float(x.min()) - 0.25 * wide,
        float(x.max()) + 0.25 * wide,
        float(y.min()) - 0.2 * tall,
        float(y.max()) + 0.25 * tall,
    )
