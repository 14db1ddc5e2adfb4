"""How does an answer of the simulator look on paper, with all its assumptions on one sheet?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard.presenters.what_if import WhatIfView
from dashboard.reports.paper import (
    CONTENT_WIDTH,
    INK,
    QUIET,
    RULE,
    STRONG,
    TINT,
    Letterhead,
    Type,
    bound,
    opening,
    paragraph,
    section,
)
from dashboard.reports.tables import bullets, cards, explanations, listed
from dashboard.reports.typeface import latin_characters, printable, runs

_HEIGHT: Final = 150.0
_LEFT: Final = 4.0
_FLOOR: Final = 16.0
_SHEET_ROWS: Final = 62
_SHEET_SIZE: Final = 6.2
_WIDTHS: Final = (0.29, 0.15, 0.15, 0.09, 0.32)
_SHEET: Final = ("name", "base", "scenario", "origin", "source")


def what_if_report(
    view: WhatIfView, sheet: pd.DataFrame, labels: Mapping[str, str], letterhead: Letterhead
) -> bytes:
    """Return an answer as a PDF: headline, figures, picture, tiers, and all assumptions on one sheet.

    ``sheet`` are the assumptions as the page shows them, ``labels`` head its columns.
    """
    return bound(letterhead, lambda: _story(view, sheet, labels, letterhead))


def _story(
    view: WhatIfView, sheet: pd.DataFrame, labels: Mapping[str, str], letterhead: Letterhead
) -> list[Any]:
    from reportlab.platypus import PageBreak

    texts = letterhead.reader.texts
    return [
        *opening(letterhead, view.headline, view.caption),
        *bullets(view.notes),
        cards(view.figures),
        *section(texts("whatif.net_title"), texts("whatif.net_caption"), room=_HEIGHT),
        _picture(view.net),
        *section(texts("whatif.tiers_title"), texts("whatif.tiers_caption")),
        _table(view.tiers),
        *section(texts("whatif.operation")),
        _table(view.operation),
        *section(texts("whatif.causes")),
        _table(view.causes),
        *explanations(view.figures, letterhead.reader),
        PageBreak(),
        *section(texts("whatif.assumptions"), texts("whatif.assumptions.caption"), room=0),
        _assumptions(sheet, labels),
    ]


def _table(rows: pd.DataFrame) -> Any:
    names = {str(name): str(name) for name in rows}
    widths = {name: 1.3 if number == 0 else 1.0 for number, name in enumerate(names)}
    return listed(rows, names, widths)


def _assumptions(sheet: pd.DataFrame, labels: Mapping[str, str]) -> Any:
    """Return every assumption in type so small that all are on one sheet, to be laid beside the answer."""
    from reportlab.platypus import Table

    size = _SHEET_SIZE * min(1.0, _SHEET_ROWS / len(sheet))
    tiny, quiet, bold = (Type(size, 1.13 * size, *more) for more in ((), (QUIET,), (INK, True)))
    body: list[list[Any]] = [[paragraph(labels[name], quiet) for name in _SHEET]]
    bands = []
    for group, rows in sheet.groupby("group", sort=False):
        bands.append(len(body))
        body.append([paragraph(str(group), bold), *[""] * (len(_SHEET) - 1)])
        body += [[paragraph(str(row[name]), tiny) for name in _SHEET] for row in rows.to_dict("records")]
    table = Table(body, colWidths=[share * CONTENT_WIDTH for share in _WIDTHS], repeatRows=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 1),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 0.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0.9),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, RULE),
            *(("BACKGROUND", (0, row), (-1, row), TINT) for row in bands),
        ]
    )
    return table


def _picture(series: pd.DataFrame) -> Any:
    """Return the line over the months with its band, first and last month and the ends of the scale."""
    from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine
    from reportlab.lib.colors import HexColor

    latin_characters()
    low = min(0.0, float(series["low"].min()))
    high = max(1.0, float(series["high"].max()))
    step = (CONTENT_WIDTH - 2 * _LEFT) / max(len(series) - 1, 1)
    drawing = Drawing(CONTENT_WIDTH, _HEIGHT)

    def y(value: float) -> float:
        return _FLOOR + (_HEIGHT - _FLOOR - 12) * (value - low) / (high - low)

    def points(name: str) -> list[float]:
        return [part for n, value in enumerate(series[name]) for part in (_LEFT + n * step, y(float(value)))]

    lower = points("low")
    back = [part for n in range(len(series) - 1, -1, -1) for part in lower[2 * n : 2 * n + 2]]
    drawing.add(Polygon([*points("high"), *back], fillColor=HexColor("#DDE2F9"), strokeColor=None))
    drawing.add(Line(_LEFT, y(0.0), CONTENT_WIDTH - _LEFT, y(0.0), strokeColor=HexColor(RULE)))
    drawing.add(PolyLine(points("value"), strokeColor=HexColor(STRONG), strokeWidth=1.6))
    last = series.iloc[-1]
    _write(drawing, _LEFT, 2, str(series["label"].iloc[0]), QUIET, "start")
    _write(
        drawing, CONTENT_WIDTH - _LEFT, min(y(float(last["high"])) + 4, _HEIGHT - 8), str(last["label"]), INK
    )
    return drawing


def _write(drawing: Any, x: float, y: float, text: str, colour: str, anchor: str = "end") -> None:
    from reportlab.graphics.shapes import String
    from reportlab.lib.colors import HexColor

    from dashboard.reports.typeface import width

    size = 7.5
    shown = printable(text)
    x = x - width(shown, size) if anchor == "end" else x
    for run in runs(shown):
        drawing.add(String(x, y, run.text, fontName=run.font, fontSize=size, fillColor=HexColor(colour)))
        x += width(run.text, size)
