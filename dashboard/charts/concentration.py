"""How much of the value do the most valuable customers bring?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import NEUTRAL

_PERCENT = ".0%"


def concentration_chart(curve: pd.DataFrame, colours: dict[str, str], marks: pd.DataFrame) -> go.Figure:
    """Return the concentration curve, coloured by class, with measured points on it.

    ``curve`` has ``customer_share``, ``value_share`` and ``code`` (the class of the stretch that
    ends there); ``marks`` has ``customer_share``, ``value_share``, ``label`` and ``code``.
    """
    equal = go.Scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": NEUTRAL, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    measured = go.Scatter(
        x=marks["customer_share"],
        y=marks["value_share"],
        mode="markers+text",
        text=marks["label"],
        textposition="bottom right",
        customdata=marks["code"],
        marker={"size": 10, "color": [colours[code] for code in marks["code"]]},
        hovertemplate="%{text}<extra></extra>",
    )
    stretches = [_stretch(curve, code, colours) for code in curve["code"].unique()]
    highest = max(1.05, float(curve["value_share"].max()) * 1.05)
    steps = {"tickformat": _PERCENT, "dtick": 0.2}
    return picture(
        [equal, *stretches, measured],
        380,
        xaxis={"range": [0, 1.02], **steps},
        yaxis={"range": [0, highest], **steps},
    )


def _stretch(curve: pd.DataFrame, code: str, colours: dict[str, str]) -> go.Scatter:
    """Return one class's stretch of the curve, joined to the end of the one before."""
    places = curve.index[curve["code"] == code]
    points = curve.loc[max(places.min() - 1, curve.index.min()) : places.max()]
    return go.Scatter(
        x=points["customer_share"],
        y=points["value_share"],
        mode="lines",
        line={"color": colours[code], "width": 4},
        fill="tozeroy",
        fillcolor=_faded(colours[code]),
        customdata=[code] * len(points),
        hovertemplate="%{x:.0%} → %{y:.0%}<extra></extra>",
    )


def _faded(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.14)"
