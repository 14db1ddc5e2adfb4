"""How does a figure go over the months, and how sure is that?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL


def band_chart(series: pd.DataFrame, height: int = 260) -> go.Figure:
    """Return a line with its band; ``series`` has ``month``, ``value``, ``low``, ``high`` and ``label``."""
    line = go.Scatter(
        x=series["month"],
        y=series["value"],
        mode="lines",
        line={"color": ACCENT, "width": 2.5},
        hovertext=series["label"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    zero = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "line": {"color": NEUTRAL, "width": 1},
    }
    return picture([band_area(series), line], height, shapes=[zero], xaxis={"nticks": 8}, yaxis={"nticks": 5})


def band_area(series: pd.DataFrame) -> go.Scatter:
    """Return the area between ``low`` and ``high`` of each ``month``, for the line that lies in it."""
    return go.Scatter(
        x=[*series["month"], *series["month"][::-1]],
        y=[*series["high"], *series["low"][::-1]],
        fill="toself",
        fillcolor=ACCENT,
        opacity=0.18,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )
