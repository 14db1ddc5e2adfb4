"""When did this customer buy, and how does the silence since compare with their usual gap?"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.presenters.customer_rhythm import Moment
from dashboard.theme import ACCENT, BAD, NEUTRAL, STATE_COLOURS

_DAY = dt.timedelta(days=1)
_KINDS = {"today": NEUTRAL, "due": STATE_COLOURS["leaning"], "limit": BAD}


def purchases_chart(
    purchases: pd.DataFrame, moments: tuple[Moment, ...], late: tuple[dt.date, dt.date] | None
) -> go.Figure:
    """Return purchases as stems over time, with moments as lines and the late stretch shaded.

    ``purchases`` has ``day``, ``amount`` and ``label``; refunds hang below the line.
    """
    colours = [BAD if amount < 0 else ACCENT for amount in purchases["amount"]]
    heads = go.Scatter(
        x=purchases["day"],
        y=purchases["amount"],
        mode="markers",
        marker={"color": colours, "size": 8},
        text=purchases["label"],
        hovertemplate="%{text}<extra></extra>",
    )
    zero = {"zeroline": True, "zerolinecolor": NEUTRAL, "zerolinewidth": 1}
    return picture(
        [_stems(purchases), heads],
        300,
        shapes=[*([_stretch(late)] if late else []), *[_line(moment) for moment in moments]],
        annotations=[_words(moment, level) for level, moment in enumerate(moments)],
        margin={"t": 14 + 18 * len(moments)},
        xaxis={"range": _span(purchases, moments), "nticks": 6, "tickformat": "%Y-%m"},
        yaxis={**zero, "nticks": 4, "tickformat": ",d"},
    )


def _stretch(late: tuple[dt.date, dt.date]) -> dict[str, Any]:
    fill = {"fillcolor": STATE_COLOURS["leaning"], "opacity": 0.16, "line": {"width": 0}}
    return {"type": "rect", "x0": late[0], "x1": late[1], "yref": "paper", "y0": 0, "y1": 1, **fill}


def _line(moment: Moment) -> dict[str, Any]:
    stroke = {"color": _KINDS[moment.kind], "width": 1.5, "dash": "dot"}
    return {
        "type": "line",
        "x0": moment.day,
        "x1": moment.day,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": stroke,
    }


def _words(moment: Moment, level: int) -> dict[str, Any]:
    """Return the words of a moment, each on a line of its own above the picture."""
    place = {"x": moment.day, "y": 1.0, "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    font = {"size": 12, "color": _KINDS[moment.kind]}
    return {**place, "yshift": level * 17, "text": moment.label, "showarrow": False, "font": font}


def _stems(purchases: pd.DataFrame) -> go.Scatter:
    """Return all stems as one line that is lifted between them: one trace however many there are."""
    days = [day for day in purchases["day"] for _ in range(3)]
    heights = [height for amount in purchases["amount"] for height in (0.0, amount, None)]
    return go.Scatter(
        x=days, y=heights, mode="lines", line={"color": NEUTRAL, "width": 1.5}, hoverinfo="skip"
    )


def _span(purchases: pd.DataFrame, moments: tuple[Moment, ...]) -> list[dt.date]:
    days = [day.date() for day in purchases["day"]] + [moment.day for moment in moments]
    room = (max(days) - min(days)) * 0.03 + _DAY
    return [min(days) - room, max(days) + room]


def tier_history_chart(history: pd.DataFrame, colours: dict[str, str]) -> go.Figure:
    """Return value over assessments as a line whose marks carry the tier's colour and name.

    ``history`` has ``as_of``, ``month``, ``current_value``, ``tier``, ``word`` and ``label``.
    """
    line = go.Scatter(
        x=history["as_of"],
        y=history["current_value"],
        mode="lines+markers+text",
        line={"color": NEUTRAL, "width": 1.5},
        marker={"size": 13, "color": [colours.get(tier, NEUTRAL) for tier in history["tier"]]},
        text=history["word"],
        textposition="top center",
        cliponaxis=False,
        customdata=history["label"],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return picture(
        [line],
        220,
        margin={"t": 26, "r": 34},
        xaxis={"tickvals": history["as_of"], "ticktext": history["month"]},
        yaxis={"nticks": 4, "rangemode": "tozero", "tickformat": ",d"},
    )
