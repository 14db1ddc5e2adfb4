"""Did as many leave as was said?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture, whiskers
from dashboard.theme import ACCENT, NEUTRAL


def calibration_chart(bins: pd.DataFrame, names: tuple[str, str]) -> go.Figure:
    """Return what happened against what was predicted; on the line, both are alike.

    ``bins`` has ``predicted``, ``observed``, ``low``, ``high`` and ``label``, and ``code`` where a click on
    a point leads on; ``names`` are those of the axes, across and up.
    """
    most = min(1.0, 1.1 * float(bins[["predicted", "high"]].max().max()))
    ideal = go.Scatter(
        x=[0.0, most], y=[0.0, most], mode="lines", line={"color": NEUTRAL, "dash": "dot"}, hoverinfo="skip"
    )
    found = go.Scatter(
        x=bins["predicted"],
        y=bins["observed"],
        mode="markers",
        cliponaxis=False,
        marker={"color": ACCENT, "size": 9},
        error_y=whiskers(bins["observed"], bins["low"], bins["high"], ACCENT),
        hovertext=bins["label"],
        customdata=bins.get("code"),
        hovertemplate="%{hovertext}<extra></extra>",
    )
    axis = {"range": [0, most], "tickformat": ".0%", "nticks": 6}
    return picture(
        [ideal, found],
        320,
        xaxis={**axis, "title": {"text": names[0]}},
        yaxis={**axis, "title": {"text": names[1]}},
    )
