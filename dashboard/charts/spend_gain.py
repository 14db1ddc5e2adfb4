"""What does each budget bring, and where does the next unit bring back less than one?"""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.band import band_area
from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, GOOD, NEUTRAL


def spend_gain_chart(points: pd.DataFrame, best: float, names: tuple[str, str, str]) -> go.Figure:
    """Return gain over spending with its band, the line on which a unit brings back one, and the best point.

    ``points`` has ``spend``, ``gain``, ``gain_low``, ``gain_high``, ``label``; ``best`` is the
    spending beyond which a unit brings back less than one (NaN: none); ``names`` are those of the
    axes, across and up, and of the best point.
    """
    band = band_area(points["spend"], points["gain_low"], points["gain_high"])
    line = go.Scatter(
        x=points["spend"],
        y=points["gain"],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2.5},
        hovertext=points["label"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    most = float(points["spend"].max())
    even = go.Scatter(
        x=[0.0, most], y=[0.0, most], mode="lines", line={"color": NEUTRAL, "dash": "dot"}, hoverinfo="skip"
    )
    layout: dict[str, object] = {
        "xaxis": {"title": {"text": names[0]}},
        "yaxis": {"title": {"text": names[1]}},
    }
    layout |= _mark(best, names[2])
    return picture([band, even, line], 340, **layout)


def _mark(best: float, name: str) -> dict[str, object]:
    """Return the line at the best point with its name; nothing where there is none."""
    if math.isnan(best):
        return {}
    line = {"type": "line", "yref": "paper", "x0": best, "x1": best, "y0": 0, "y1": 1}
    note = {"x": best, "y": 1, "yref": "paper", "text": name, "showarrow": False, "xanchor": "left"}
    return {
        "shapes": [{**line, "line": {"color": GOOD, "width": 1.5, "dash": "dash"}}],
        "annotations": [{**note, "font": {"color": GOOD}}],
    }
