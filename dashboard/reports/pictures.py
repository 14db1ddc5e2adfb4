"""How are the pictures of a page redrawn for paper, where nothing can be pointed at?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_rhythm import Moment, RhythmView
from dashboard.reports.paper import CONTENT_WIDTH, INK, QUIET, RULE
from dashboard.reports.typeface import latin_characters, printable, runs, width
from dashboard.theme import ACCENT, BAD, NEUTRAL, STATE_COLOURS, TIER_COLOURS

PURCHASES_HEIGHT: Final = 152.0
HISTORY_HEIGHT: Final = 92.0

_SIZE: Final = 8.0
_ROW: Final = 22.0
_BAR: Final = 11.0
_LEFT: Final = 52.0
_MOMENTS: Final = {"today": NEUTRAL, "due": STATE_COLOURS["leaning"], "limit": BAD}
_MOST_ASSESSMENTS: Final = 8
_FLOOR: Final = 20.0
_LINE: Final = 12.0


@dataclass(frozen=True)
class _Axes:
    """Where days and amounts stand in a picture, in points from its lower left corner."""

    first: dt.date
    last: dt.date
    ticks: list[float]
    top: float

    def x(self, day: dt.date) -> float:
        return _LEFT + (CONTENT_WIDTH - _LEFT - 4) * ((day - self.first).days / (self.last - self.first).days)

    def y(self, amount: float) -> float:
        share = (amount - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return _FLOOR + (self.top - _FLOOR) * share


def silent_by_tier(silent: pd.DataFrame) -> Any:
    """Return one bar a tier as long as the value of its customers leaning to leave, with its words."""
    from reportlab.graphics.shapes import Drawing, Rect

    latin_characters()
    words = max(width(str(word), _SIZE) for word in silent["word"]) + 12
    room = CONTENT_WIDTH - words - max(width(str(label), _SIZE) for label in silent["label"]) - 8
    low, high = min(0.0, float(silent["value"].min())), max(1.0, float(silent["value"].max()))
    scale = room / (high - low)
    drawing = Drawing(CONTENT_WIDTH, _ROW * len(silent) + 4)
    for number, row in enumerate(silent.to_dict("records")):
        base = drawing.height - _ROW * (number + 1) + (_ROW - _BAR) / 2
        first, last = sorted((0.0, float(row["value"])))
        start, length = words + (first - low) * scale, max((last - first) * scale, 0.8)
        colour = _colour(TIER_COLOURS[row["code"]])
        drawing.add(Rect(start, base, length, _BAR, fillColor=colour, strokeColor=None))
        _write(drawing, 0, base + 2.5, row["word"], INK)
        _write(drawing, start + length + 6, base + 2.5, row["label"], QUIET)
    return drawing


def purchases_over_time(view: RhythmView, reader: Reader) -> Any:
    """Return purchases as stems over time, with moments as lines and the late stretch shaded."""
    from reportlab.graphics.shapes import Circle, Drawing, Line

    latin_characters()
    drawing = Drawing(CONTENT_WIDTH, PURCHASES_HEIGHT)
    axes = _axes(view)
    _ground(drawing, axes, view, reader)
    for level, moment in enumerate(view.moments):
        _moment(drawing, axes, moment, level)
    stem = {"strokeColor": _colour(NEUTRAL), "strokeWidth": 0.8}
    for row in view.purchases.to_dict("records"):
        x, y = axes.x(row["day"].date()), axes.y(float(row["amount"]))
        drawing.add(Line(x, axes.y(0), x, y, **stem))
        mark = _colour(BAD if row["amount"] < 0 else ACCENT)
        drawing.add(Circle(x, y, 2.2, fillColor=mark, strokeColor=None))
    return drawing


def tier_history(history: pd.DataFrame, reader: Reader) -> Any:
    """Return value over assessments as a line; each mark has its tier's colour, name and value."""
    from reportlab.graphics.shapes import Circle, Drawing, PolyLine

    latin_characters()
    shown = history.tail(_MOST_ASSESSMENTS).to_dict("records")
    drawing = Drawing(CONTENT_WIDTH, HISTORY_HEIGHT)
    values = [0.0 if math.isnan(row["current_value"]) else row["current_value"] for row in shown]
    low, high = min(0.0, *values), max(1.0, *values)
    step = (CONTENT_WIDTH - 2 * _LEFT) / max(len(shown) - 1, 1)
    heights = [22 + 38 * (value - low) / (high - low) for value in values]
    points = [(_LEFT + step * place, height) for place, height in enumerate(heights)]
    flat = [number for point in points for number in point]
    drawing.add(PolyLine(flat, strokeColor=_colour(NEUTRAL), strokeWidth=1))
    for row, (x, y) in zip(shown, points, strict=True):
        mark = _colour(TIER_COLOURS.get(row["tier"], NEUTRAL))
        drawing.add(Circle(x, y, 4.2, fillColor=mark, strokeColor=_colour("#FFFFFF"), strokeWidth=1))
        _write(drawing, x, y + 18, row["word"], INK, anchor=0.5)
        _write(drawing, x, y + 8, reader.formats.money(row["current_value"]), QUIET, anchor=0.5)
        _write(drawing, x, 4, row["month"], QUIET, anchor=0.5)
    return drawing


def _axes(view: RhythmView) -> _Axes:
    days = [day.date() for day in view.purchases["day"]] + [moment.day for moment in view.moments]
    amounts = [0.0, *map(float, view.purchases["amount"])]
    room = (max(days) - min(days)) * 0.02 + dt.timedelta(days=2)
    top = PURCHASES_HEIGHT - _LINE * len(view.moments) - 4
    return _Axes(min(days) - room, max(days) + room, _ticks(min(amounts), max(amounts)), top)


def _ground(drawing: Any, axes: _Axes, view: RhythmView, reader: Reader) -> None:
    """Draw what the purchases stand on: the late stretch, lines at round amounts, months."""
    from reportlab.graphics.shapes import Line, Rect

    if view.late is not None:
        start, end = map(axes.x, view.late)
        shade = _colour(STATE_COLOURS["leaning"], 0.16)
        drawing.add(Rect(start, _FLOOR, end - start, axes.top - _FLOOR, fillColor=shade, strokeColor=None))
    for tick in axes.ticks:
        y, colour = axes.y(tick), _colour(QUIET if tick == 0 else RULE)
        drawing.add(Line(_LEFT, y, CONTENT_WIDTH, y, strokeColor=colour, strokeWidth=0.5))
        _write(
            drawing, _LEFT - 6, y - 2.8, reader.formats.money_in_full(tick, cents=False), QUIET, anchor=1.0
        )
    for day in _months(axes.first, axes.last):
        said = reader.formats.month(day)
        middle = min(axes.x(day), CONTENT_WIDTH - width(said, _SIZE) / 2)
        _write(drawing, middle, 6, said, QUIET, anchor=0.5)


def _moment(drawing: Any, axes: _Axes, moment: Moment, level: int) -> None:
    """Draw a moment as a dotted line with its words above the picture, on the line's roomier side."""
    from reportlab.graphics.shapes import Line

    x, code = axes.x(moment.day), _MOMENTS[moment.kind]
    stroke = {"strokeColor": _colour(code), "strokeWidth": 1, "strokeDashArray": [1.5, 2]}
    drawing.add(Line(x, _FLOOR, x, axes.top, **stroke))
    anchor = 1.0 if x > CONTENT_WIDTH / 2 else 0.0
    _write(drawing, x, axes.top + 3 + _LINE * level, moment.label, code, anchor=anchor)


def _write(drawing: Any, x: float, y: float, text: str, colour: str, *, anchor: float = 0.0) -> None:
    """Write ``text``; ``anchor`` says which part of it stands at ``x``: 0 its begin, 1 its end."""
    from reportlab.graphics.shapes import String

    shown = printable(str(text), 120)
    x -= anchor * width(shown, _SIZE)
    for run in runs(shown):
        drawing.add(String(x, y, run.text, fontName=run.font, fontSize=_SIZE, fillColor=_colour(colour)))
        x += width(run.text, _SIZE)


def _colour(code: str, opacity: float = 1.0) -> Any:
    """Return a colour as it is on white paper when laid on with ``opacity``: nothing shines through."""
    from reportlab.lib.colors import Color

    shades = [int(code[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return Color(*(1 - opacity + opacity * shade for shade in shades))


def _ticks(low: float, high: float) -> list[float]:
    """Return three to six round numbers from at most ``low`` to at least ``high``."""
    raw = max(high - low, 1e-9) / 4
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return at most seven first days of months, evenly apart, within the span."""
    months = [stamp.date() for stamp in pd.date_range(first, last, freq="MS")]
    apart = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) / step <= 7), 240)
    kept = [day for day in months if (day.year * 12 + day.month - 1) % apart == 0]
    return kept or months[:1]
