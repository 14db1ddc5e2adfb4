"""How does loyal behaviour rise with satisfaction?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL


def loyalty_curve_chart(points: pd.DataFrame, axis: str) -> go.Figure:
    """Return shares with intervals over the score; ``points``: ``score value low high smoothed label``."""
    shares = go.Scatter(
        x=points["score"],
        y=points["value"],
        mode="markers+text",
        text=points["label"],
        textposition="top center",
        cliponaxis=False,
        marker={"size": 9, "color": ACCENT},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": points["high"] - points["value"],
            "arrayminus": points["value"] - points["low"],
            "color": ACCENT,
            "thickness": 1,
        },
        hovertemplate="%{x}: %{text}<extra></extra>",
    )
    smooth = go.Scatter(
        x=points["score"],
        y=points["smoothed"],
        mode="lines",
        line={"color": NEUTRAL, "width": 2, "dash": "dot"},
        hoverinfo="skip",
    )
    return picture(
        [smooth, shares],
        280,
        xaxis={"title": {"text": axis}},
        yaxis={"visible": False, "range": [0, 1.15]},
        margin={"l": 16, "r": 16},
    )
