"""Of those who came in a quarter, which share was there again so many quarters later?"""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import SEQUENCE

_ROW_HEIGHT: Final = 34
_LEAST_SCALE: Final = 0.2


def cohort_grid_chart(cells: pd.DataFrame, axis: str) -> go.Figure:
    """Return the triangle as a heat map of which a click chooses a cell.

    ``cells`` has ``cohort``, ``period``, ``share``, ``label``, ``code`` and ``hover``.
    """
    share = cells.pivot_table(index="cohort", columns="period", values="share", aggfunc="first", sort=False)
    share = share[sorted(share.columns)]
    label = cells.pivot_table(index="cohort", columns="period", values="label", aggfunc="first")
    steps = [[place / (len(SEQUENCE) - 1), colour] for place, colour in enumerate(SEQUENCE)]
    grid = go.Heatmap(
        z=share.to_numpy(),
        x=[str(period) for period in share.columns],
        y=list(share.index),
        text=label.reindex(index=share.index, columns=share.columns).fillna("").to_numpy(),
        texttemplate="%{text}",
        textfont={"size": 11},
        colorscale=steps,
        zmin=0,
        zmax=max(float(cells["share"].max()), _LEAST_SCALE),
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    return picture(
        [grid, _places(cells)],
        _ROW_HEIGHT * len(share) + 64,
        # The marks' own size would push the cells away from their names.
        xaxis={
            "type": "category",
            "side": "top",
            "title": {"text": axis},
            "range": [-0.5, share.shape[1] - 0.5],
        },
        yaxis={"type": "category", "range": [len(share) - 0.5, -0.5]},
        uniformtext={},
    )


def _places(cells: pd.DataFrame) -> go.Scatter:
    # A heat map's cells can't be chosen: unseen marks on them can.
    unseen = {"marker": {"opacity": 0}}
    return go.Scatter(
        x=cells["period"].astype(str),
        y=cells["cohort"],
        mode="markers",
        customdata=cells["code"],
        hovertext=cells["hover"],
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"symbol": "square", "size": _ROW_HEIGHT - 4, "opacity": 0},
        selected=unseen,
        unselected=unseen,
    )
