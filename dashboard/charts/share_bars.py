"""How large is each segment, as bars that carry their own labels and lead to the customers behind?"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import picture
from dashboard.theme import FADED, NEUTRAL

_ROW_HEIGHT = 46
_COLUMN_GAP = 0.05
_MIDDLE = (0.35, 0.65)


def share_comparison_chart(shares: pd.DataFrame, colours: dict[str, str], usual_name: str) -> go.Figure:
    """Return one bar a code with its share, and a tick where everybody's share lies.

    ``shares`` has ``code``, ``word``, ``share``, ``label``, ``usual`` and ``usual_label``.
    """
    bars = go.Bar(
        x=shares["share"],
        y=shares["word"],
        orientation="h",
        text=shares["label"],
        textposition="outside",
        cliponaxis=False,
        customdata=shares["code"],
        marker={"color": [colours[code] for code in shares["code"]]},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    ticks = go.Scatter(
        x=shares["usual"],
        y=shares["word"],
        mode="markers",
        customdata=shares["code"],
        marker={"symbol": "line-ns", "size": 24, "line": {"width": 2, "color": NEUTRAL}},
        text=[f"{usual_name}: {label}" for label in shares["usual_label"]],
        hovertemplate="%{text}<extra></extra>",
    )
    most = float(max(shares["share"].max(), shares["usual"].max(), 0.01))
    return picture(
        [bars, ticks],
        _ROW_HEIGHT * len(shares) + 12,
        xaxis={"visible": False, "range": [0, most * 1.22]},
        yaxis={"autorange": "reversed"},
    )


def beside_bars_chart(table: pd.DataFrame, colours: dict[str, str], names: tuple[str, str]) -> go.Figure:
    """Return number of customers to the left and their value to the right, a row a segment.

    ``table`` has ``code``, ``word``, ``customer_share``, ``customers_label``,
    ``current_value_share`` and ``value_label``. A negative sum of values points to the left.
    """
    fill = [colours[code] for code in table["code"]]
    most = float(table[["customer_share", "current_value_share"]].max().max())
    least = min(0.0, float(table["current_value_share"].min()))
    middle = {"x": 0.5, "xref": "paper", "showarrow": False}
    return picture(
        [
            _side(table, "customer_share", "customers_label", "x", fill, FADED * 2),
            _side(table, "current_value_share", "value_label", "x2", fill, 1.0),
        ],
        62 * len(table) + 40,
        xaxis={"domain": [0.0, _MIDDLE[0]], "range": [most * 1.65, 0], "visible": False},
        xaxis2={"domain": [_MIDDLE[1], 1.0], "range": [least, most * 1.65], "visible": False},
        yaxis={"autorange": "reversed", "visible": False},
        annotations=[
            *({**middle, "y": row.word, "text": f"<b>{row.word}</b>"} for row in table.itertuples()),
            _heading(_MIDDLE[0], "right", names[0]),
            _heading(_MIDDLE[1], "left", names[1]),
        ],
        margin={"t": 28},
        bargap=0.24,
    )


def _heading(place: float, anchor: str, name: str) -> dict[str, Any]:
    return {
        "x": place,
        "y": 1.0,
        "xref": "paper",
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": anchor,
        "text": name,
        "showarrow": False,
        "font": {"size": 12},
    }


def _side(table: pd.DataFrame, share: str, label: str, axis: str, fill: list[str], opacity: float) -> go.Bar:
    return go.Bar(
        x=table[share],
        y=table["word"],
        xaxis=axis,
        orientation="h",
        # Two short lines: on a phone one long one would be cut.
        text=table[label].str.replace(" · ", "<br>"),
        textposition="outside",
        cliponaxis=False,
        customdata=table["code"],
        marker={"color": fill, "opacity": opacity},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )


def share_columns_chart(table: pd.DataFrame, colours: dict[str, str], measures: dict[str, str]) -> go.Figure:
    """Return a row a segment and a column a measure: the same bars, so that one sees the shift.

    ``measures`` gives each share column of ``table`` its name; the columns' scales are one.
    """
    fill = [colours[code] for code in table["code"]]
    width = (1.0 + _COLUMN_GAP) / len(measures)
    most = float(table[list(measures)].max().max())
    least = min(0.0, float(table[list(measures)].min().min()))
    numbers = ["", *(str(number) for number in range(2, len(measures) + 1))]
    starts = [number * width for number in range(len(measures))]
    scale = {"range": [least, most * 1.65], "visible": False}
    return picture(
        [
            _column(table, column, f"x{number}", fill)
            for number, column in zip(numbers, measures, strict=True)
        ],
        54 * len(table) + 36,
        yaxis={"autorange": "reversed"},
        annotations=[
            _heading(start, "left", name) for start, name in zip(starts, measures.values(), strict=True)
        ],
        margin={"t": 26},
        bargap=0.3,
        **{
            f"xaxis{number}": {"domain": [start, start + width - _COLUMN_GAP], **scale}
            for number, start in zip(numbers, starts, strict=True)
        },
    )


def _column(table: pd.DataFrame, column: str, axis: str, fill: list[str]) -> go.Bar:
    return go.Bar(
        x=table[column],
        y=table["word"],
        xaxis=axis,
        orientation="h",
        text=table[f"{column}_label"],
        textposition="outside",
        cliponaxis=False,
        customdata=table["code"],
        marker={"color": fill},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
