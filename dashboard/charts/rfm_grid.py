"""Where in the grid of recency and frequency are the customers, and where is the value?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ON_MARKS, SEQUENCE

_LARGEST = 46
_SMALLEST = 12
_WHITE_FROM = 0.7


def rfm_chart(cells: pd.DataFrame, axes: tuple[str, str]) -> go.Figure:
    """Return a disc a cell: its area is the number of customers, its depth their value a head.

    ``cells`` has ``code``, ``recency``, ``frequency``, ``customers``, ``value_each``, ``label``
    and ``hover``; ``axes`` names recency (across) and frequency (up).
    """
    most = float(cells["customers"].max())
    sizes = _SMALLEST + (_LARGEST - _SMALLEST) * (cells["customers"] / most) ** 0.5
    # In as many steps as the hue has: between two of them neither black nor white can be read.
    steps = len(SEQUENCE) - 1
    depth = (cells["value_each"].rank(pct=True) * steps).round() / steps
    discs = go.Scatter(
        x=cells["recency"],
        y=cells["frequency"],
        mode="markers+text",
        text=cells["label"],
        textposition="middle center",
        textfont={"size": 12, "color": ["#FFFFFF" if share > _WHITE_FROM else ON_MARKS for share in depth]},
        customdata=cells["code"],
        hovertext=cells["hover"],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "size": sizes,
            "opacity": 1.0,
            "color": depth,
            "colorscale": list(SEQUENCE),
            "cmin": 0,
            "cmax": 1,
            "line": {"width": 0},
        },
    )
    across, up = (
        {"title": {"text": name}, "tickvals": [1, 2, 3, 4, 5], "range": [0.4, 5.6]} for name in axes
    )
    return picture([discs], 400, xaxis=across, yaxis=up)
