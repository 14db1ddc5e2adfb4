"""Which share of those who came is there again, quarter by quarter after the first?"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import ACCENT, NEUTRAL

_BAND: Final = "rgba(91,110,225,0.16)"


def retention_curves_chart(curve: pd.DataFrame, years: pd.DataFrame, axis: str) -> go.Figure:
    """Return the curve of all with the band of its interval, and a thin line a year of the first purchase.

    Both have ``period share label code hover``, the curve ``low`` and ``high``, the others their ``year``.
    """
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    band = [
        go.Scatter(x=curve["period"], y=curve["high"], **edge),
        go.Scatter(x=curve["period"], y=curve["low"], fill="tonexty", fillcolor=_BAND, **edge),
    ]
    thin = [_line(part, NEUTRAL, 1.2, 5) for _, part in years.groupby("year")]
    ends = years.groupby("year").tail(1)
    named = [
        {"x": row.period, "y": row.share, "text": str(row.year), "xanchor": "left", "xshift": 6, "yshift": 8}
        for row in ends.itertuples()
    ]
    return picture(
        [*band, *thin, _line(curve, ACCENT, 2.5, 8)],
        300,
        annotations=[{**one, "showarrow": False, "font": {"size": 11}} for one in named],
        xaxis={"title": {"text": axis}, "dtick": 1 if len(curve) <= 12 else 4},
        yaxis={"tickformat": ".0%", "rangemode": "tozero", "nticks": 5},
        margin={"r": 40},
    )


def _line(marks: pd.DataFrame, colour: str, width: float, size: int) -> go.Scatter:
    own: dict[str, Any] = {
        "line": {"color": colour, "width": width},
        "marker": {"size": size, "color": colour},
    }
    return go.Scatter(
        x=marks["period"],
        y=marks["share"],
        mode="lines+markers",
        customdata=marks["code"],
        hovertext=marks["hover"],
        hovertemplate="%{hovertext}<extra></extra>",
        **own,
    )
