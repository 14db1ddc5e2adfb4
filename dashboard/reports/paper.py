"""What does every report have in common: paper, colours, sizes of type, what stands on each page?

Paper is white whatever the reader's screen looks like, so the colours are those of the light
theme in ``.streamlit/config.toml``.
"""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from dashboard.formats import Reader
from dashboard.reports.typeface import (
    BOLD,
    REGULAR,
    has_chinese,
    latin_characters,
    markup,
    printable,
    runs,
    width,
)

INK: Final = "#1B1F2A"
QUIET: Final = "#5F6675"
RULE: Final = "#DFE2E9"
TINT: Final = "#F4F5F8"
STRONG: Final = "#3548C9"
MEANINGS: Final = {"good": "#0B7A5B", "bad": "#BF3B1C", "neutral": QUIET}

# Points: A4 less margins of 18 mm.
MARGIN: Final = 51.0
PAGE_WIDTH: Final = 595.28
CONTENT_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
_TOP: Final = 46.0
_BOTTOM: Final = 56.0
_FOOT: Final = 34.0
_FOOT_SIZE: Final = 7.5
_MAKER: Final = "Holdfast 留客"
_LARGE: Final = 12.0
# What reportlab's frame keeps free inside the margins.
_INSET: Final = 6.0

# reportlab keeps the parser of its paragraphs and the glyphs used so far in one place for the process.
_PRESS = threading.Lock()


@dataclass(frozen=True)
class Letterhead:
    """What a report is about: its page's name, the company, the day it speaks of, and for whom.

    ``basis`` says what values are where they are not known profit; empty otherwise.
    """

    title: str
    company: str
    as_of: dt.date
    reader: Reader
    basis: str = ""

    @property
    def line(self) -> str:
        """Return page, company and day on one line."""
        as_of = self.reader.texts("frame.as_of", day=self.as_of)
        return "  ·  ".join((self.title, self.company, as_of))


@dataclass(frozen=True)
class Type:
    """A size of type with its line height and colour."""

    size: float
    leading: float
    colour: str = INK
    bold: bool = False
    after: float = 0.0
    align: str = "left"


HEADLINE: Final = Type(18, 23, bold=True, after=5)
SECTION: Final = Type(11.5, 15, bold=True, after=2)
BODY: Final = Type(9, 13, after=3)
SMALL: Final = Type(8, 11.2, QUIET, after=2)
CELL: Final = Type(8.5, 11.5)
CELL_QUIET: Final = Type(8, 11.2, QUIET)
CELL_BOLD: Final = Type(8.5, 11.5, bold=True)
CELL_RIGHT: Final = Type(8.5, 11.5, align="right")
HEADING: Final = Type(7.5, 10, QUIET)
HEADING_RIGHT: Final = Type(7.5, 10, QUIET, align="right")
FIGURE: Final = Type(16, 20, bold=True)


def paragraph(text: str, kind: Type = BODY, *, most: int = 400) -> Any:
    """Return ``text``, whatever it holds, as a paragraph in a size of type."""
    from reportlab.lib.enums import TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    shown = printable(text, most)
    chinese = has_chinese(shown)
    # Song has no bold cut: beside it, bold Latin is for large type only.
    bold = kind.bold and (kind.size > _LARGE or not chinese)
    style = ParagraphStyle(
        "text",
        fontName=BOLD if bold else REGULAR,
        fontSize=kind.size,
        leading=kind.leading,
        textColor=kind.colour,
        spaceAfter=kind.after,
        alignment=TA_RIGHT if kind.align == "right" else TA_LEFT,
        wordWrap="CJK" if chinese else None,
    )
    return Paragraph(markup(shown, bold=bold), style)


def section(title: str, caption: str = "", *, room: float = 60.0) -> list[Any]:
    """Return the heading of a part; it goes to the next page unless ``room`` is left below it."""
    from reportlab.platypus import CondPageBreak, Spacer

    parts = [CondPageBreak(room + 50), Spacer(1, 13), paragraph(title, SECTION)]
    return [*parts, paragraph(caption, SMALL)] if caption else parts


def opening(letterhead: Letterhead, headline: str, caption: str) -> list[Any]:
    """Return the top of the first page: where we are, the headline, what it means, what values are."""
    parts = [paragraph(letterhead.line, SMALL), paragraph(headline, HEADLINE), paragraph(caption, SMALL)]
    if letterhead.basis:
        parts.append(note(letterhead.basis))
    return parts


def note(text: str) -> Any:
    """Return a remark on tinted ground."""
    from reportlab.platypus import Table

    box = Table([[paragraph(text, CELL)]], colWidths=[CONTENT_WIDTH], spaceBefore=4, spaceAfter=4)
    box.setStyle([("BACKGROUND", (0, 0), (-1, -1), TINT), ("LEFTPADDING", (0, 0), (-1, -1), 8)])
    return box


def bound(letterhead: Letterhead, story: Callable[[], Sequence[Any]]) -> bytes:
    """Return the story as a PDF; it is set twice, as the first page already says how many there are."""
    with _PRESS:
        latin_characters()
        _, pages = _set(letterhead, story(), 0)
        content, _ = _set(letterhead, story(), pages)
    return content


def _set(letterhead: Letterhead, story: Sequence[Any], pages: int) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN - _INSET,
        rightMargin=MARGIN - _INSET,
        topMargin=_TOP,
        bottomMargin=_BOTTOM,
        title="".join(run.text for run in runs(printable(letterhead.line))),
        author=_MAKER,
        creator=_MAKER,
        subject=letterhead.title,
        lang=letterhead.reader.texts.language.replace("_", "-"),
    )
    foot = partial(_foot, letterhead=letterhead, pages=pages)
    document.build(list(story), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue(), int(document.page)


def _foot(canvas: Any, document: Any, *, letterhead: Letterhead, pages: int) -> None:
    """Draw the line at the foot of a page: what this is, and which of how many pages."""
    number = letterhead.reader.texts("reports.page", page=int(document.page), pages=pages)
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, _FOOT + 12, PAGE_WIDTH - MARGIN, _FOOT + 12)
    canvas.setFillColor(QUIET)
    _write(canvas, MARGIN, f"{_MAKER}  ·  {printable(letterhead.line, 110)}")
    _write(canvas, PAGE_WIDTH - MARGIN - width(number, _FOOT_SIZE), number)
    canvas.restoreState()


def _write(canvas: Any, x: float, text: str) -> None:
    for run in runs(text):
        canvas.setFont(run.font, _FOOT_SIZE)
        canvas.drawString(x, _FOOT, run.text)
        x += width(run.text, _FOOT_SIZE)
