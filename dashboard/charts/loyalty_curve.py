"""How does loyal behaviour rise with satisfaction?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import labels_above, picture, whiskers
from dashboard.theme import ACCENT, NEUTRAL


def loyalty_curve_chart(
    points: pd.DataFrame, axis: str, zone: tuple[float, float] | None = None
) -> go.Figure:
    """Return shares with intervals over the score, the zone of indifference shaded.

    ``points`` has ``score value low high smoothed label hover`` and the ``code`` that a point carries.
    """
    shares = go.Scatter(
        x=points["score"],
        y=points["value"],
        mode="markers",
        customdata=points["code"],
        marker={"size": 9, "color": ACCENT},
        error_y=whiskers(points["value"], points["low"], points["high"], ACCENT),
        hovertext=points["hover"],
        hovertemplate="%{x}: %{hovertext}<extra></extra>",
    )
    smooth = go.Scatter(
        x=points["score"],
        y=points["smoothed"],
        mode="lines",
        line={"color": NEUTRAL, "width": 2, "dash": "dot"},
        hoverinfo="skip",
    )
    return picture(
        [smooth, shares, labels_above(points, "score")],
        280,
        shapes=[_shade(*zone)] if zone else [],
        xaxis={"title": {"text": axis}},
        yaxis={"visible": False, "range": [0, 1.15]},
        margin={"l": 16, "r": 16},
    )


def _shade(low: float, high: float) -> dict[str, Any]:
    place = {"x0": low, "x1": high, "y0": 0, "y1": 1, "yref": "paper"}
    return {
        "type": "rect",
        **place,
        "fillcolor": NEUTRAL,
        "opacity": 0.14,
        "line": {"width": 0},
        "layer": "below",
    }
