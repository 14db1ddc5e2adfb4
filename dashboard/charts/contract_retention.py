"""Which share of contract customers stays on, by tenure, as it was seen and as three models have it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture, whiskers
from dashboard.theme import ACCENT, GOOD, NEUTRAL, STATE_COLOURS

_LINES: Final = {
    "geometric": (NEUTRAL, "dot"),
    "weibull": (STATE_COLOURS["leaning"], "dash"),
    "hazard": (GOOD, "solid"),
}


def contract_retention_chart(curve: pd.DataFrame, names: Mapping[str, str], axis: str) -> go.Figure:
    """Return what was seen with its interval, and the models as lines.

    ``curve`` has ``tenure``, ``seen``, ``low``, ``high``, ``label`` and a column a model; ``names`` says
    what is seen and each model are called.
    """
    lines = [
        go.Scatter(
            x=curve["tenure"],
            y=curve[model],
            mode="lines",
            name=names[model],
            line={"color": colour, "dash": dash, "width": 2},
            hovertemplate="%{fullData.name}: %{y:.1%}<extra></extra>",
        )
        for model, (colour, dash) in _LINES.items()
    ]
    seen = go.Scatter(
        x=curve["tenure"],
        y=curve["seen"],
        mode="markers",
        name=names["seen"],
        marker={"color": ACCENT, "size": 8},
        error_y=whiskers(curve["seen"], curve["low"], curve["high"], ACCENT),
        customdata=curve["code"],
        hovertext=curve["label"],
        hovertemplate="%{hovertext}<extra></extra>",
    )
    return picture(
        [*lines, seen],
        340,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "reversed"},
        xaxis={"title": {"text": axis}, "dtick": 12},
        yaxis={"tickformat": ".1%", "nticks": 6},
    )
