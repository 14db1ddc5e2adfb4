"""How does the chance of still being a customer fall with silence, by how often somebody bought?"""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL, STATE_COLOURS

_COLOURS: Final = {"one": NEUTRAL, "some": STATE_COLOURS["leaning"], "many": ACCENT}


def alive_by_silence_chart(groups: pd.DataFrame, axes: tuple[str, str]) -> go.Figure:
    """Return a line a group.

    ``groups`` has ``code`` (of the customers behind a point), ``group``, ``word``, ``months``,
    ``chance`` and ``label``.
    """
    lines = [
        go.Scatter(
            x=rows["months"],
            y=rows["chance"],
            mode="lines+markers",
            cliponaxis=False,
            name=rows["word"].iloc[0],
            line={"color": _COLOURS[str(group)], "width": 2},
            marker={"size": 7},
            customdata=rows["code"],
            hovertext=rows["label"],
            hovertemplate="%{hovertext}<extra></extra>",
        )
        for group, rows in groups.groupby("group", sort=False)
    ]
    return picture(
        lines,
        320,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"title": {"text": axes[0]}, "dtick": 6, "rangemode": "tozero"},
        yaxis={"title": {"text": axes[1]}, "tickformat": ".0%", "range": [0, 1.04], "nticks": 6},
    )
