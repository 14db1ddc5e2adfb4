"""Do suggestions find more than the list of best sellers, however long the list?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture, whiskers
from dashboard.theme import ACCENT, NEUTRAL


def hit_rates_chart(hits: pd.DataFrame, names: tuple[str, str], axis: str) -> go.Figure:
    """Return two points a length of the list: suggestions with their interval, and best sellers.

    ``hits`` has ``length`` (text), ``rate``, ``low``, ``high``, ``label``, ``popular_rate`` and
    ``popular_label``; ``names`` says what the two are, ``axis`` what runs along the bottom.
    """
    own = go.Scatter(
        x=hits["length"],
        y=hits["rate"],
        name=names[0],
        mode="lines+markers+text",
        text=hits["label"],
        textposition="top center",
        line={"color": ACCENT, "width": 2},
        marker={"size": 9},
        error_y=whiskers(hits["rate"], hits["low"], hits["high"], ACCENT),
        hovertemplate=f"{names[0]}: %{{text}}<extra></extra>",
    )
    popular = go.Scatter(
        x=hits["length"],
        y=hits["popular_rate"],
        name=names[1],
        mode="lines+markers+text",
        text=hits["popular_label"],
        textposition="bottom center",
        line={"color": NEUTRAL, "width": 2, "dash": "dot"},
        marker={"size": 9, "symbol": "square"},
        hovertemplate=f"{names[1]}: %{{text}}<extra></extra>",
    )
    top = float(max(hits["high"].max(), hits["popular_rate"].max()))
    return picture(
        [own, popular],
        320,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={"type": "category", "title": {"text": axis}},
        yaxis={"visible": False, "range": [-0.12 * top, top * 1.15]},
        margin={"t": 30},
    )
