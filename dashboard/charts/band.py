"""How does a figure go over the months, and how sure is that?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL


def band_chart(series: pd.DataFrame, across: str, height: int = 260) -> go.Figure:
    """Return a line with its band; ``series`` has ``month``, ``value``, ``low``, ``high`` and ``label``.

    ``across`` names what is counted across.
    """
    line = go.Scatter(
        x=series["month"],
        y=series["value"],
        mode="lines",
        line={"color": ACCENT, "width": 2.5},
        hovertext=series["label"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    band = band_area(series["month"], series["low"], series["high"])
    zero = level_line(0.0)
    return picture(
        [band, line],
        height,
        shapes=[zero],
        xaxis={"nticks": 8, "title": {"text": across}},
        yaxis={"nticks": 5},
    )


def level_line(at: float, dash: str = "solid") -> dict[str, Any]:
    """Return a quiet line across the picture at a height."""
    line = {"color": NEUTRAL, "width": 1, "dash": dash}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}


def band_area(across: pd.Series, low: pd.Series, high: pd.Series) -> go.Scatter:
    """Return the area between ``low`` and ``high`` over ``across``, for the line that lies in it."""
    return go.Scatter(
        x=[*across, *across[::-1]],
        y=[*high, *low[::-1]],
        fill="toself",
        fillcolor=ACCENT,
        opacity=0.18,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )
