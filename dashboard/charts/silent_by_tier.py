"""Where among the value tiers is the value that falls silent?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import TIER_COLOURS

_ROW_HEIGHT = 54


def silent_by_tier_chart(silent: pd.DataFrame) -> go.Figure:
    """Return one bar a tier, as long as the value of its customers that are leaning to leave.

    ``silent`` has ``code``, ``word``, ``value`` and ``label``; a bar carries its tier's code.
    The label stands above the bar, so that it is read on a phone as well.
    """
    bars = go.Bar(
        x=silent["value"],
        y=silent["code"],
        orientation="h",
        customdata=silent["code"],
        marker={"color": [TIER_COLOURS[code] for code in silent["code"]], "cornerradius": 3},
        hovertext=[f"{row.word}: {row.label}" for row in silent.itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yshift": 20, "showarrow": False}
    low, high = min(0.0, float(silent["value"].min())), max(1.0, float(silent["value"].max()))
    return picture(
        [bars],
        _ROW_HEIGHT * len(silent) + 24,
        annotations=[
            {**place, "y": row.code, "text": f"<b>{row.word}</b>  {row.label}"} for row in silent.itertuples()
        ],
        xaxis={"visible": False, "range": [low, high]},
        yaxis={"autorange": "reversed", "visible": False},
        bargap=0.72,
        margin={"t": 14, "l": 0},
    )
