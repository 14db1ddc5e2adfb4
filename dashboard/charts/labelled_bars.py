"""How long is each bar, with its words above it, so that it is read on a phone as well?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL

_ROW_HEIGHT = 54


def labelled_bars_chart(bars: pd.DataFrame, usual: float | None = None) -> go.Figure:
    """Return one bar a row, its name and label above it; a dotted line where everybody lies.

    ``bars`` has ``code``, ``word``, ``value`` and ``label``; a bar carries its code.
    """
    # Codes may be numbers, which an axis would take for places.
    places = [f"row {number}" for number in range(len(bars))]
    traces: list[go.Bar | go.Scatter] = [
        go.Bar(
            x=bars["value"],
            y=places,
            orientation="h",
            customdata=bars["code"],
            marker={"color": ACCENT, "cornerradius": 3},
            hovertext=[f"{row.word}: {row.label}" for row in bars.itertuples()],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    ]
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yshift": 20, "showarrow": False}
    low, high = min(0.0, float(bars["value"].min())), max(float(bars["value"].max()), usual or 0.0, 1e-9)
    shapes = [] if usual is None else [_line_at(usual)]
    return picture(
        traces,
        _ROW_HEIGHT * len(bars) + 24,
        annotations=[
            {**place, "y": where, "text": f"<b>{row.word}</b>  {row.label}"}
            for where, row in zip(places, bars.itertuples(), strict=True)
        ],
        shapes=shapes,
        xaxis={"visible": False, "range": [low, high * 1.02]},
        yaxis={"autorange": "reversed", "visible": False, "type": "category"},
        bargap=0.72,
        margin={"t": 14, "l": 0},
    )


def _line_at(usual: float) -> dict[str, Any]:
    line = {"color": NEUTRAL, "width": 2, "dash": "dot"}
    return {
        "type": "line",
        "x0": usual,
        "x1": usual,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": line,
        "layer": "below",
    }
