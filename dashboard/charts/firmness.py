"""How firmly does each tier hold?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ON_MARKS

_ROW_HEIGHT = 62


def firmness_chart(bands: pd.DataFrame, colours: dict[str, str]) -> go.Figure:
    """Return a bar a tier, parted into who sits firmly, who likely does and who stands at a border.

    ``bands`` has ``code``, ``tier``, ``band``, ``word``, ``share``, ``label`` and ``hover``; the
    bars are as long as each other, so that one sees which tier holds.
    """
    traces = [
        go.Bar(
            x=part["share"],
            y=part["tier"],
            orientation="h",
            name=part["word"].iloc[0],
            customdata=part["code"],
            text=part["label"],
            textposition="inside",
            insidetextanchor="middle",
            textfont={"color": ON_MARKS},
            hovertext=part["hover"],
            hovertemplate="%{hovertext}<extra></extra>",
            marker={"color": colours[str(band)], "cornerradius": 2},
        )
        for band, part in bands.groupby("band", sort=False)
    ]
    tiers = list(dict.fromkeys(bands["tier"]))
    return picture(
        traces,
        _ROW_HEIGHT * len(tiers) + 40,
        barmode="stack",
        bargap=0.5,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        xaxis={"visible": False, "range": [0, 1]},
        yaxis={"autorange": "reversed"},
        margin={"t": 34},
    )
