"""How did a figure move from period to period, and how sure is each point of it?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import labels_above, picture, whiskers
from dashboard.presenters.answer_filters import quarter_code
from dashboard.theme import ACCENT

_MOST_LABELLED = 6


def trend_line_chart(trend: pd.DataFrame) -> go.Figure:
    """Return points with their intervals; ``trend`` has ``day value low high label hover``.

    A point carries the code of its quarter.
    """
    line = go.Scatter(
        x=trend["day"],
        y=trend["value"],
        mode="lines+markers",
        customdata=[quarter_code(day) for day in trend["day"]],
        hovertext=trend["hover"],
        line={"color": ACCENT, "width": 2},
        marker={"size": 8},
        error_y=whiskers(trend["value"], trend["low"], trend["high"], ACCENT),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    labels = labels_above(trend.assign(label=_labels(trend)), "day")
    low, high = float(trend["low"].min()), float(trend["high"].max())
    span = max(high - low, 1e-6)
    return picture(
        [line, labels],
        240,
        xaxis={"type": "date", "tickformat": "%Y-%m"},
        yaxis={"visible": False, "range": [low - 0.1 * span, high + 0.25 * span]},
        margin={"l": 24, "r": 24},
    )


def _labels(trend: pd.DataFrame) -> list[str]:
    """Return the labels of the points, of many only those of the first, the last and both extremes."""
    labels = [str(label) for label in trend["label"]]
    if len(labels) <= _MOST_LABELLED:
        return labels
    values = trend["value"].to_numpy()
    kept = {0, len(labels) - 1, int(values.argmin()), int(values.argmax())}
    return [label if number in kept else "" for number, label in enumerate(labels)]
