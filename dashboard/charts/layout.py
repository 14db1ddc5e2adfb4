"""How does every picture keep quiet, so that its marks are what one sees?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import FONT

_LAYOUT: Final[Mapping[str, Any]] = {
    "showlegend": False,
    "dragmode": False,
    "hovermode": "closest",
    "margin": {"l": 4, "r": 4, "t": 8, "b": 4},
    "bargap": 0.34,
    "font": {"family": FONT, "size": 13},
    # Pixel sizes fit a phone only when text may leave the plotting area.
    "uniformtext": {"minsize": 10, "mode": "show"},
}
_AXIS: Final[Mapping[str, Any]] = {
    "showgrid": False,
    "zeroline": False,
    "fixedrange": True,
    "automargin": True,
    "title": {"text": ""},
}


def picture(traces: Sequence[Any], height: int, **layout: Any) -> go.Figure:
    """Return a figure without legend, grid, zoom and frame, at a fixed height in pixels.

    ``layout`` is the picture's own, which goes before what all have in common: axes, margins
    and notes, each as a dict. It is handed over whole, and the traces as well, because a
    figure that is changed afterwards (``update_layout`` and the like) takes ten times as long.
    Margins grow with the labels, so that none is cut on a phone. Colours of text and paper
    come from the reader's theme.
    """
    axes = {name: layout.get(name, {}) for name in ("xaxis", "yaxis", *layout) if name[1:5] == "axis"}
    quiet_axes = {name: {**_AXIS, **own} for name, own in axes.items()}
    margin = {**_LAYOUT["margin"], **layout.get("margin", {})}
    return go.Figure(traces, {**_LAYOUT, **layout, **quiet_axes, "margin": margin, "height": height})


def as_text(words: object) -> str:
    """Return words in which Plotly finds no markup: names and causes are what somebody typed."""
    return str(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def labels_above(points: pd.DataFrame, at: str) -> go.Scatter:
    """Return the ``label`` of each point above its interval, which would cross it else.

    ``points`` has ``high`` and ``label``; ``at`` names the column of their places across.
    """
    return go.Scatter(
        x=points[at],
        y=points["high"],
        mode="text",
        text=points["label"],
        textposition="top center",
        cliponaxis=False,
        hoverinfo="skip",
    )


def whiskers(value: pd.Series[float], low: pd.Series[float], high: pd.Series[float], colour: str) -> Any:
    """Return the error bars of points or bars at ``value`` whose interval is ``low`` to ``high``."""
    return {
        "type": "data",
        "symmetric": False,
        "array": high - value,
        "arrayminus": value - low,
        "color": colour,
        "thickness": 1.2,
        "width": 3,
    }
