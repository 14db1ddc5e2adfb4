"""How did a figure move from period to period, and how sure is each point of it?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT


def trend_line_chart(trend: pd.DataFrame) -> go.Figure:
    """Return points with their intervals; ``trend`` has ``day``, ``value``, ``low``, ``high``, ``label``."""
    line = go.Scatter(
        x=trend["day"],
        y=trend["value"],
        mode="lines+markers+text",
        text=trend["label"],
        textposition="top center",
        cliponaxis=False,
        line={"color": ACCENT, "width": 2},
        marker={"size": 8},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": trend["high"] - trend["value"],
            "arrayminus": trend["value"] - trend["low"],
            "color": ACCENT,
            "thickness": 1,
            "width": 4,
        },
        hovertemplate="%{text}<extra></extra>",
    )
    low, high = float(trend["low"].min()), float(trend["high"].max())
    span = max(high - low, 1e-6)
    return picture(
        [line],
        240,
        xaxis={"type": "date", "tickformat": "%Y-%m"},
        yaxis={"visible": False, "range": [low - 0.1 * span, high + 0.25 * span]},
        margin={"l": 24, "r": 24},
    )
