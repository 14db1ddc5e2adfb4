"""How does a customer's chance to be here still fall with time?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.band import band_area, level_line
from dashboard.charts.layout import picture
from dashboard.theme import ACCENT


def leaving_curve_chart(curve: pd.DataFrame, months: int, axis: str) -> go.Figure:
    """Return the curve with its band and a line at an even chance; the month asked for is marked.

    ``curve`` has ``month`` (from 0), ``value``, ``low``, ``high`` and ``label``.
    """
    sizes = [9 if month == months else 0 for month in curve["month"]]
    line = go.Scatter(
        x=curve["month"],
        y=curve["value"],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2.5},
        marker={"color": ACCENT, "size": sizes, "line": {"width": 0}},
        hovertext=curve["label"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    return picture(
        [band_area(curve["month"], curve["low"], curve["high"]), line],
        220,
        shapes=[level_line(0.5, "dot")],
        xaxis={"title": {"text": axis}, "dtick": 6, "range": [0, len(curve) - 0.5]},
        yaxis={"tickformat": ".0%", "range": [0, 1.03], "tickvals": [0, 0.25, 0.5, 0.75, 1]},
    )
