"""How do figures, facts and lists stand in columns on paper?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.figure import Figure
from dashboard.reports.paper import (
    CELL,
    CELL_BOLD,
    CELL_QUIET,
    CELL_RIGHT,
    CONTENT_WIDTH,
    FIGURE,
    HEADING,
    HEADING_RIGHT,
    MEANINGS,
    RULE,
    SMALL,
    Type,
    paragraph,
    section,
)

_CARDS_A_ROW: Final = 4
_GAP: Final = 14.0
# What the figures mean begins a page rather than the end of one.
_MEANINGS_HEIGHT: Final = 240.0
# A cell longer than this would be taller than a page can be.
_MOST_IN_A_CELL: Final = 160
_REMARKS: Final = ("measured", "estimated", "source", "typed", "interval", "dash")


def cards(figures: Sequence[Figure], a_row: int = _CARDS_A_ROW) -> Any:
    """Return figures side by side: name, value, change, and its interval or what is missing."""
    from reportlab.platypus import Table

    filled = [_card(figure) for figure in figures]
    filled += [[]] * (-len(filled) % a_row)
    rows = [filled[first : first + a_row] for first in range(0, len(filled), a_row)]
    table = Table(rows, colWidths=[CONTENT_WIDTH / a_row] * a_row, spaceBefore=8)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _GAP),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ("LINEABOVE", (0, 0), (-1, -1), 0.5, RULE),
        ]
    )
    return table


def explanations(figures: Sequence[Figure], reader: Reader) -> list[Any]:
    """Return what each figure means, what it rests on, and where figures come from at all."""
    texts = reader.texts
    rows = [
        [
            [paragraph(figure.label, CELL_BOLD), paragraph(figure.value, CELL)],
            [paragraph(figure.explanation.meaning, CELL), paragraph(_grounds(figure, reader), CELL_QUIET)],
        ]
        for figure in figures
    ]
    parts = [
        *section(texts("reports.meaning.title"), room=_MEANINGS_HEIGHT),
        _ruled(rows, [128.0, CONTENT_WIDTH - 128.0]),
    ]
    parts += section(texts("reports.origins.title"))
    return parts + [paragraph(texts(f"reports.origins.{remark}"), SMALL) for remark in _REMARKS]


def facts(lines: Sequence[tuple[str, str, str]]) -> Any:
    """Return lines of a name, a value and what it means."""
    rows = [
        [paragraph(name, CELL), paragraph(value, CELL_BOLD), paragraph(meaning, CELL_QUIET)]
        for name, value, meaning in lines
    ]
    return _ruled(rows, [152.0, 92.0, CONTENT_WIDTH - 244.0])


def listed(rows: pd.DataFrame, labels: Mapping[str, str], widths: Mapping[str, float]) -> Any:
    """Return a table of texts; ``widths`` are shares of the line, a negative one aligns right.

    A column that is not named in ``widths`` takes one share; headings stand again on each page.
    """
    shares = {name: widths.get(name, 1.0) for name in map(str, rows.columns)}
    right = {name for name, share in shares.items() if share < 0}
    head = [paragraph(labels[name], HEADING_RIGHT if name in right else HEADING) for name in shares]
    body = [
        [_cell(text, CELL_RIGHT if name in right else CELL) for name, text in zip(shares, row, strict=True)]
        for row in rows.itertuples(index=False)
    ]
    whole = sum(map(abs, shares.values()))
    return _ruled(
        [head, *body], [CONTENT_WIDTH * abs(share) / whole for share in shares.values()], has_heading=True
    )


def bullets(lines: Sequence[str]) -> list[Any]:
    """Return sentences below each other."""
    return [paragraph(line) for line in lines]


def _card(figure: Figure) -> list[Any]:
    parts = [paragraph(figure.label, SMALL), paragraph(figure.value, FIGURE)]
    if figure.change:
        colour = MEANINGS[figure.change_meaning]
        said = " · ".join(filter(None, (figure.change, figure.against)))
        parts.append(paragraph(said, Type(8, 11.2, colour, bold=True)))
    if figure.missing or figure.note:
        parts.append(paragraph(figure.missing or figure.note, SMALL))
    return parts


def _grounds(figure: Figure, reader: Reader) -> str:
    """Return on one line what a figure rests on: inputs, rows, interval, origin, source."""
    why = figure.explanation
    said = [
        *why.inputs,
        (reader.texts("frame.why_rows"), why.rows),
        (reader.texts("frame.why_interval"), why.interval),
        (reader.texts("frame.why_origin"), why.origin),
        (reader.texts("frame.why_source"), why.source),
    ]
    colon = reader.texts("reports.colon")
    return "  ·  ".join(f"{name}{colon}{value}" for name, value in said if value)


def _cell(text: str, kind: Type) -> Any:
    return paragraph(str(text), kind, most=_MOST_IN_A_CELL)


def _ruled(rows: list[list[Any]], widths: list[float], *, has_heading: bool = False) -> Any:
    """Return rows with a thin line between them, and nothing else drawn."""
    from reportlab.platypus import Table

    table = Table(rows, colWidths=widths, repeatRows=1 if has_heading else 0)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), 12),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ]
    )
    return table
