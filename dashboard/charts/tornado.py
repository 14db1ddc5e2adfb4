"""How far does each assumption move the answer, to either side of what it is?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture, whiskers
from dashboard.theme import ACCENT, NEUTRAL

_ROW_HEIGHT = 58
_ROOM = 0.22
_HALF_BAR = 0.2


def tornado_chart(bars: pd.DataFrame, today: float, names: tuple[str, str]) -> go.Figure:
    """Return a row an assumption: its name above, a bar to the answer at its low and its high value.

    ``bars`` has ``word``, ``label``; for ``low`` and ``high`` each: ``at_low`` (the answer there),
    ``at_low_low``, ``at_low_high`` (its interval), ``low_word`` (the assumption's value); ``today`` is the
    answer as assumed, ``names`` are those of that line and of the line at zero.
    """
    places = [f"row {number}" for number in range(len(bars))]
    least, most = _range(bars, today)
    traces = [_ends(bars, places, today, end) for end in ("low", "high")]
    marks = [(today, "solid"), *([(0.0, "dot")] if least <= 0.0 <= most else [])]
    return picture(
        traces,
        _ROW_HEIGHT * len(bars) + 64,
        annotations=[*_names(bars, places), *_values(bars, places), *_lines(names, today, (least, most))],
        shapes=[_line(at, dash, row) for at, dash in marks for row in range(len(bars))],
        barmode="overlay",
        xaxis={"visible": False, "range": [least, most]},
        yaxis={"autorange": "reversed", "visible": False, "type": "category"},
        bargap=0.72,
        margin={"t": 34, "l": 0, "b": 24},
    )


def _ends(bars: pd.DataFrame, places: list[str], today: float, end: str) -> go.Bar:
    value, low, high = (bars[f"at_{end}{edge}"] for edge in ("", "_low", "_high"))
    return go.Bar(
        base=[today] * len(bars),
        x=value - today,
        y=places,
        orientation="h",
        marker={"color": ACCENT if end == "high" else NEUTRAL, "cornerradius": 3},
        error_x=whiskers(value, low, high, NEUTRAL),
        hovertext=bars[f"{end}_label"],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _range(bars: pd.DataFrame, today: float) -> tuple[float, float]:
    """Return an axis on which every interval, today's answer and the values' words find room."""
    edges = [f"at_{end}{edge}" for end in ("low", "high") for edge in ("", "_low", "_high")]
    least = min(float(bars[edges].min().min()), today)
    most = max(float(bars[edges].max().max()), today)
    room = _ROOM * max(most - least, 1e-9)
    return least - room, most + room


def _names(bars: pd.DataFrame, places: list[str]) -> list[dict[str, Any]]:
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yshift": 21, "showarrow": False}
    return [
        {**place, "y": where, "text": f"<b>{row.word}</b>  {row.label}"}
        for where, row in zip(places, bars.itertuples(), strict=True)
    ]


def _values(bars: pd.DataFrame, places: list[str]) -> list[dict[str, Any]]:
    """Return the assumption's value at the outer edge of each end's interval."""
    notes: list[dict[str, Any]] = []
    for where, row in zip(places, bars.to_dict("records"), strict=True):
        is_rising = row["at_high"] >= row["at_low"]
        outer = ("low", "high") if is_rising else ("high", "low")
        for side, end in zip(("left", "right"), outer, strict=True):
            edge = row[f"at_{end}_low"] if side == "left" else row[f"at_{end}_high"]
            at = row[f"at_{end}"] if edge != edge else edge  # noqa: PLR0124 - undefined
            anchor, shift = ("right", -5) if side == "left" else ("left", 5)
            text = {"text": row[f"{end}_word"], "font": {"size": 12}, "showarrow": False}
            notes.append({**text, "x": at, "y": where, "xanchor": anchor, "xshift": shift})
    return notes


def _lines(names: tuple[str, str], today: float, span: tuple[float, float]) -> list[dict[str, Any]]:
    """Return the names of both lines above and below them, towards the middle."""
    notes = []
    for text, at, up in ((names[0], today, True), (names[1], 0.0, False)):
        if not span[0] <= at <= span[1]:
            continue
        anchor = "left" if at < sum(span) / 2.0 else "right"
        where = {"y": 1 if up else 0, "yref": "paper", "yanchor": "bottom" if up else "top"}
        font = {"size": 12, "color": NEUTRAL}
        notes.append(
            {
                **where,
                "text": text,
                "x": at,
                "xanchor": anchor,
                "yshift": 12 if up else -4,
                "showarrow": False,
            }
            | {"font": font}
        )
    return notes


def _line(at: float, dash: str, row: int) -> dict[str, Any]:
    """Return a line's part beside one bar: it spares the words above."""
    line = {"color": NEUTRAL, "width": 1.5, "dash": dash}
    ends = {"y0": row - _HALF_BAR, "y1": row + _HALF_BAR}
    return {"type": "line", "x0": at, "x1": at, **ends, "line": line, "layer": "below"}
