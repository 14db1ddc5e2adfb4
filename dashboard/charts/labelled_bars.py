"""How long is each bar, with its words above it, so that it is read on a phone as well?"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import as_text, picture
from dashboard.theme import ACCENT, NEUTRAL

_ROW_HEIGHT: Final = 54
_LINE_HEIGHT: Final = 18
_BAR_HEIGHT: Final = 15
# So many letters fit on a phone's line; 13 pixels of them are some 6.5 pixels wide, Chinese ones twice that.
_LETTERS_A_LINE: Final = 52


def labelled_bars_chart(bars: pd.DataFrame, usual: float | None = None) -> go.Figure:
    """Return one bar a row, its name and label above it; a dotted line where everybody lies.

    Where one of them is too long for a phone, the labels stand on a line of their own.

    ``bars`` has ``code``, ``word``, ``value`` and ``label``; a row with a bar carries its code over all of
    its width, so that a short one is met by a finger as well.
    """
    lines = 1 + any(_width(f"{row.word}  {row.label}") > _LETTERS_A_LINE for row in bars.itertuples())
    between = "<br>" if lines > 1 else "  "
    height, lift = _ROW_HEIGHT + (lines - 1) * _LINE_HEIGHT, (lines - 1) * _LINE_HEIGHT / 2
    # Codes may be numbers, which an axis would take for places.
    places = [f"row {number}" for number in range(len(bars))]
    low, high = min(0.0, float(bars["value"].min())), max(float(bars["value"].max()), usual or 0.0, 1e-9)
    traces = [
        go.Bar(
            x=bars["value"],
            y=places,
            width=_BAR_HEIGHT / height,
            orientation="h",
            customdata=bars["code"],
            marker={"color": ACCENT},
            unselected={"marker": {"opacity": 1.0}},
            hoverinfo="skip",
        ),
        _rows(bars, places, low, high),
    ]
    place = {"x": 0, "xref": "paper", "xanchor": "left", "align": "left", "yshift": 20 + lift}
    place["showarrow"] = False
    shapes = [] if usual is None else [_line_at(usual, row) for row in range(len(bars))]
    return picture(
        traces,
        height * len(bars) + 24,
        annotations=[
            {**place, "y": where, "text": f"<b>{as_text(row.word)}</b>{between}{as_text(row.label)}"}
            for where, row in zip(places, bars.itertuples(), strict=True)
        ],
        shapes=shapes,
        xaxis={"visible": False, "range": [low, high * 1.02]},
        yaxis={"autorange": "reversed", "visible": False, "type": "category"},
        barmode="overlay",
        margin={"t": 14, "l": 0},
    )


def _rows(bars: pd.DataFrame, places: list[str], low: float, high: float) -> go.Bar:
    """Return what is clicked: a row from end to end, unseen until it is chosen; none where no bar is."""
    return go.Bar(
        x=np.where(bars["value"].fillna(0.0) == 0.0, 0.0, 1.02 * high - low),
        y=places,
        base=low,
        width=1.0,
        orientation="h",
        customdata=bars["code"],
        marker={"color": ACCENT, "opacity": 0.0},
        selected={"marker": {"opacity": 0.12}},
        unselected={"marker": {"opacity": 0.0}},
        hovertext=[as_text(f"{row.word}: {row.label}") for row in bars.itertuples()],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _width(text: str) -> int:
    """Return how many letters of the Latin alphabet a text is as wide as."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _line_at(usual: float, row: int) -> dict[str, Any]:
    """Return the part of the line beside one bar and below it: it keeps off the words above."""
    line = {"color": NEUTRAL, "width": 2, "dash": "dot"}
    return {
        "type": "line",
        "x0": usual,
        "x1": usual,
        "y0": row - 0.16,
        "y1": row + 0.42,
        "line": line,
        "layer": "below",
    }
