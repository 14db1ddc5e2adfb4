"""What do people complain about, quarter by quarter?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.presenters.answer_filters import quarter_code
from dashboard.theme import ACCENT, BAD, GOOD, NEUTRAL

_COLOURS = {"product": ACCENT, "service": "#BE8A1E", "communication": GOOD, "care": BAD, "other": NEUTRAL}
_WRITTEN_FROM = 5


def cause_quarters_chart(quarters: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """Return one column a quarter, its groups of causes stacked and named above the picture.

    ``quarters`` has ``day group count label``; ``names`` the groups' words in their order. A part of a
    column carries the code of its quarter and group.
    """
    bars = [
        go.Bar(
            x=part["day"],
            y=part["count"],
            customdata=[f"{quarter_code(day)}|{group}" for day in part["day"]],
            name=names[group],
            text=[count if count >= _WRITTEN_FROM else "" for count in part["count"]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            marker={"color": _COLOURS[group], "cornerradius": 2},
            hovertext=part["label"],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        for group in names
        if len(part := quarters[quarters["group"] == group])
    ]
    return picture(
        bars,
        300,
        barmode="stack",
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        xaxis={"type": "date", "tickformat": "%Y-%m", "dtick": "M3"},
        yaxis={"visible": False},
        margin={"t": 36},
        bargap=0.28,
    )
