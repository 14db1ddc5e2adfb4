"""Against which cause does it pay most to act?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL

_ROW_HEIGHT = 46


def gain_by_cause_chart(causes: pd.DataFrame) -> go.Figure:
    """Return one bar a cause, as long as what contacting its customers brings.

    ``causes`` has ``code``, ``word``, ``gain`` and ``label``; a bar carries its cause's code. The
    label stands above the bar, so that it is read on a phone as well.
    """
    bars = go.Bar(
        x=causes["gain"],
        y=causes["code"],
        orientation="h",
        customdata=causes["code"],
        marker={
            "color": [NEUTRAL if code == "unclear" else ACCENT for code in causes["code"]],
            "cornerradius": 3,
        },
        hovertext=[f"{row.word}: {row.label}" for row in causes.itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    names = [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row.code,
            "yshift": 18,
            "text": f"<b>{row.word}</b>  {row.label}",
            "showarrow": False,
        }
        for row in causes.itertuples()
    ]
    return picture(
        [bars],
        _ROW_HEIGHT * len(causes) + 24,
        annotations=names,
        xaxis={"visible": False, "range": [0, max(1.0, float(causes["gain"].max()))]},
        yaxis={"autorange": "reversed", "visible": False},
        bargap=0.74,
        margin={"t": 14, "l": 0},
    )
