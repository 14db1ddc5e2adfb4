"""How large is each segment, as bars that carry their own labels and lead to the customers behind?"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.layout import quiet
from dashboard.theme import FADED, NEUTRAL

_ROW_HEIGHT = 46


def share_comparison_chart(shares: pd.DataFrame, colours: dict[str, str], usual_name: str) -> go.Figure:
    """Return one bar a code with its share, and a tick where everybody's share lies.

    ``shares`` has ``code``, ``word``, ``share``, ``label``, ``usual`` and ``usual_label``.
    """
    figure = go.Figure(
        go.Bar(
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
    )
    figure.add_trace(
        go.Scatter(
            x=shares["usual"],
            y=shares["word"],
            mode="markers",
            customdata=shares["code"],
            marker={"symbol": "line-ns", "size": 24, "line": {"width": 2, "color": NEUTRAL}},
            text=[f"{usual_name}: {label}" for label in shares["usual_label"]],
            hovertemplate="%{text}<extra></extra>",
        )
    )
    most = float(max(shares["share"].max(), shares["usual"].max(), 0.01))
    figure.update_xaxes(visible=False, range=[0, most * 1.22])
    figure.update_yaxes(autorange="reversed")
    return quiet(figure, _ROW_HEIGHT * len(shares) + 12)


def beside_bars_chart(table: pd.DataFrame, colours: dict[str, str], names: tuple[str, str]) -> go.Figure:
    """Return number of customers to the left and their value to the right, a row a segment.

    ``table`` has ``code``, ``word``, ``customer_share``, ``customers_label``,
    ``current_value_share`` and ``value_label``. A negative sum of values points to the left.
    """
    fill = [colours[code] for code in table["code"]]
    figure = go.Figure(
        [
            _side(table, "customer_share", "customers_label", "x", fill, FADED * 2),
            _side(table, "current_value_share", "value_label", "x2", fill, 1.0),
        ]
    )
    most = float(table[["customer_share", "current_value_share"]].max().max())
    figure.update_layout(
        xaxis={"domain": [0.0, 0.42], "range": [most * 1.02, 0], "visible": False},
        xaxis2={
            "domain": [0.58, 1.0],
            "range": [min(0.0, float(table["current_value_share"].min())), most * 1.02],
        },
        yaxis={"autorange": "reversed", "visible": False},
        xaxis2_visible=False,
    )
    for row in table.itertuples():
        figure.add_annotation(x=0.5, xref="paper", y=row.word, text=f"<b>{row.word}</b>", showarrow=False)
    for place, anchor, name in ((0.42, "right", names[0]), (0.58, "left", names[1])):
        figure.add_annotation(
            x=place,
            y=1.0,
            xref="paper",
            yref="paper",
            yanchor="bottom",
            xanchor=anchor,
            text=name,
            showarrow=False,
            font={"size": 12},
        )
    figure = quiet(figure, 62 * len(table) + 40)
    return figure.update_layout(margin={"t": 28}, bargap=0.24)


def _side(table: pd.DataFrame, share: str, label: str, axis: str, fill: list[str], opacity: float) -> go.Bar:
    return go.Bar(
        x=table[share],
        y=table["word"],
        xaxis=axis,
        orientation="h",
        text=table[label],
        textposition="auto",
        insidetextanchor="start",
        cliponaxis=False,
        customdata=table["code"],
        marker={"color": fill, "opacity": opacity},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )


def stacked_shares_chart(table: pd.DataFrame, colours: dict[str, str], measures: dict[str, str]) -> go.Figure:
    """Return a bar a measure cut into segments: the same colours across, so that one sees the shift.

    ``measures`` gives each share column of ``table`` its name.
    """
    figure = go.Figure()
    columns = [column for column in measures if table[column].notna().any()]
    for row in table.to_dict("records"):
        shares = [row[column] for column in columns]
        figure.add_trace(
            go.Bar(
                x=shares,
                y=[measures[column] for column in columns],
                orientation="h",
                text=[
                    row[f"{column}_label"] if share >= 0.06 else ""
                    for column, share in zip(columns, shares, strict=True)
                ],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                customdata=[row["code"]] * len(columns),
                marker={"color": colours[str(row["code"])], "line": {"width": 0}},
                hovertext=[f"{row['word']}: {row[f'{column}_label']}" for column in columns],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False, range=[min(0.0, _most_negative(table, columns)), 1.0])
    figure.update_yaxes(autorange="reversed")
    return quiet(figure, 52 * len(columns) + 16)


def _most_negative(table: pd.DataFrame, columns: list[str]) -> float:
    return float(table[columns].clip(upper=0).sum().min())
