"""Of those who came in a quarter, which share was there again so many quarters later?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import SEQUENCE

_ROW_HEIGHT = 34


def cohort_grid_chart(cells: pd.DataFrame, axis: str) -> go.Figure:
    """Return the triangle as a heat map; ``cells`` has ``cohort``, ``period``, ``share`` and ``label``."""
    share = cells.pivot_table(index="cohort", columns="period", values="share", aggfunc="first")
    label = cells.pivot_table(index="cohort", columns="period", values="label", aggfunc="first").fillna("")
    steps = [[place / (len(SEQUENCE) - 1), colour] for place, colour in enumerate(SEQUENCE)]
    grid = go.Heatmap(
        z=share.to_numpy(),
        x=[str(period) for period in share.columns],
        y=list(share.index),
        text=label.to_numpy(),
        texttemplate="%{text}",
        colorscale=steps,
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{y} + %{x}: %{text}<extra></extra>",
    )
    return picture(
        [grid],
        _ROW_HEIGHT * len(share) + 64,
        xaxis={"type": "category", "side": "top", "title": {"text": axis}},
        yaxis={"type": "category", "autorange": "reversed"},
        uniformtext={},
    )
