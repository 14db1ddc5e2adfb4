"""How many gave which points of the scale, and which of them count for and against us?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import MEANING_COLOURS


def score_points_chart(points: pd.DataFrame) -> go.Figure:
    """Return a column for each range of points, which carries its code.

    ``points`` has ``code`` (such as ``0-3``), ``share``, ``label``, ``hover`` and ``kind`` (good, bad...).
    """
    columns = go.Bar(
        x=points["code"].str.replace("-", "–"),
        y=points["share"],
        text=points["label"],
        customdata=points["code"],
        hovertext=points["hover"],
        textposition="outside",
        cliponaxis=False,
        marker={"color": [MEANING_COLOURS[kind] for kind in points["kind"]], "cornerradius": 3},
        hovertemplate="%{x}: %{hovertext}<extra></extra>",
    )
    most = max(float(points["share"].max()), 0.01)
    return picture(
        [columns],
        240,
        xaxis={"type": "category"},
        yaxis={"visible": False, "range": [0, 1.2 * most]},
        margin={"t": 16},
    )
