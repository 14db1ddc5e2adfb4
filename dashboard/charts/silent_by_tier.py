"""Where among the value tiers is the value that falls silent?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import quiet
from dashboard.theme import TIER_COLOURS

_ROW_HEIGHT = 54


def silent_by_tier_chart(silent: pd.DataFrame) -> go.Figure:
    """Return one bar a tier, as long as the value of its customers that are leaning to leave.

    ``silent`` has ``code``, ``word``, ``value`` and ``label``; a bar carries its tier's code.
    The label stands above the bar, so that it is read on a phone as well.
    """
    figure = go.Figure(
        go.Bar(
            x=silent["value"],
            y=silent["code"],
            orientation="h",
            customdata=silent["code"],
            marker={"color": [TIER_COLOURS[code] for code in silent["code"]], "cornerradius": 3},
            hovertext=[f"{row.word}: {row.label}" for row in silent.itertuples()],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    for row in silent.itertuples():
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=row.code,
            yshift=20,
            text=f"<b>{row.word}</b>  {row.label}",
            showarrow=False,
        )
    low, high = min(0.0, float(silent["value"].min())), max(1.0, float(silent["value"].max()))
    figure.update_xaxes(visible=False, range=[low, high])
    figure.update_yaxes(autorange="reversed", visible=False)
    quiet(figure, _ROW_HEIGHT * len(silent) + 24)
    return figure.update_layout(bargap=0.72, margin={"t": 14, "l": 0})
