"""Which of several things gains how much, and how sure is each?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import as_text, picture, whiskers
from dashboard.theme import MEANING_COLOURS, NEUTRAL

_ROW_HEIGHT = 54


def intervals_chart(bars: pd.DataFrame) -> go.Figure:
    """Return a bar a row with its interval; the first row is on top.

    ``bars`` has ``name``, ``value``, ``low``, ``high``, ``meaning`` (good, bad, neutral) and
    ``label``, which stands above the bar: a phone has no room beside it.
    """
    rows = list(range(len(bars)))
    drawn = go.Bar(
        x=bars["value"],
        y=rows,
        orientation="h",
        width=0.34,
        marker={"color": [MEANING_COLOURS[str(one)] for one in bars["meaning"]], "cornerradius": 2},
        error_x=whiskers(bars["value"], bars["low"], bars["high"], NEUTRAL),
        hovertext=[
            as_text(f"{name}: {label}") for name, label in zip(bars["name"], bars["label"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    # Beside the bars only, so that no line runs through the names.
    zero = [
        {"type": "line", "x0": 0, "x1": 0, "y0": row - 0.2, "y1": row + 0.2, "line": {"color": NEUTRAL}}
        for row in rows
    ]
    return picture(
        [drawn],
        _ROW_HEIGHT * len(bars) + 40,
        annotations=_names(bars),
        shapes=zero,
        yaxis={"visible": False, "range": [len(bars) - 0.5, -0.7]},
        xaxis={"nticks": 5},
    )


def _names(bars: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": row - 0.42,
            "yanchor": "middle",
            "text": f"<b>{as_text(name)}</b>  {as_text(label)}",
            "showarrow": False,
        }
        for row, (name, label) in enumerate(zip(bars["name"], bars["label"], strict=True))
    ]
