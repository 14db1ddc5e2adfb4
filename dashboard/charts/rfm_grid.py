"""Where in the grid of recency and frequency are the customers, and where is the value?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import SEQUENCE

_LARGEST = 46
_SMALLEST = 12


def rfm_chart(cells: pd.DataFrame, axes: tuple[str, str]) -> go.Figure:
    """Return a disc a cell: its area is the number of customers, its depth their value a head.

    ``cells`` has ``code``, ``recency``, ``frequency``, ``customers``, ``value_each``, ``label``
    and ``hover``; ``axes`` names recency (across) and frequency (up).
    """
    most = float(cells["customers"].max())
    sizes = _SMALLEST + (_LARGEST - _SMALLEST) * (cells["customers"] / most) ** 0.5
    depth = cells["value_each"].rank(pct=True)
    discs = go.Scatter(
        x=cells["recency"],
        y=cells["frequency"],
        mode="markers+text",
        text=cells["label"],
        textposition="middle center",
        textfont={"size": 12, "color": ["#FFFFFF" if share > 0.55 else "#1B2333" for share in depth]},
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
