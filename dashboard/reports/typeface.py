"""In which typeface does each character stand, and what becomes of one that none of them has?

Latin, Greek, Cyrillic and Vietnamese are set in Inter, which goes into the file. Chinese is set
in STSong-Light: every PDF reader brings that one along, so that files stay small. Names come
from outside and may hold any character; one without a glyph is printed as an empty box, so
that the reader sees that something stood there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

REGULAR: Final = "Inter"
BOLD: Final = "Inter-SemiBold"
CHINESE: Final = "STSong-Light"
NO_GLYPH: Final = "□"

_FOLDER: Final = Path(__file__).parent / "fonts"
_FILES: Final = {REGULAR: "Inter-Regular.ttf", BOLD: "Inter-SemiBold.ttf"}
# Not the no-break space: it keeps an amount and its unit together.
_BREAKS: Final = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
# No Chinese line begins with these; reportlab knows the Japanese ones only.
_NEVER_FIRST: Final = "，；：！？）》〉”’…—"
_UNSEEN: Final = frozenset({"Cc", "Cf"})
# Choosers of a character's variant: alone they are nothing.
_VARIANTS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True)
class Run:
    """Characters that stand side by side in one typeface."""

    text: str
    font: str


@cache
def latin_characters() -> frozenset[int]:
    """Make typefaces and Chinese line ends known to reportlab; return the characters that Inter has."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import paragraph

    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / file)))
        # What looks for a bold or slanted sister of Inter finds Inter itself.
        pdfmetrics.registerFontFamily(name, name, name, name, name)
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    paragraph.ALL_CANNOT_START += _NEVER_FIRST
    font: Any = pdfmetrics.getFont(REGULAR)
    return frozenset(font.face.charToGlyph)


def printable(text: str, most: int = 400) -> str:
    """Return ``text`` on one line without what can't be seen, cut after ``most`` characters."""
    plain = _VARIANTS.sub("", _BREAKS.sub(" ", unicodedata.normalize("NFC", text))).strip()
    seen = "".join(character for character in plain if unicodedata.category(character) not in _UNSEEN)
    return seen if len(seen) <= most else seen[: most - 1].rstrip() + "…"


def runs(text: str, *, bold: bool = False) -> list[Run]:
    """Return ``text`` in runs of one typeface; characters without a glyph become ``NO_GLYPH``."""
    latin = BOLD if bold else REGULAR
    glyphs = [_glyph(character) for character in text]
    fonts = [latin if ord(glyph) in latin_characters() else CHINESE for glyph in glyphs]
    paired = zip(glyphs, fonts, strict=True)
    return [
        Run("".join(glyph for glyph, _ in run), font) for font, run in groupby(paired, lambda pair: pair[1])
    ]


def markup(text: str, *, bold: bool = False) -> str:
    """Return ``text`` as reportlab's paragraphs read it: escaped, each run in its typeface."""
    return "".join(f'<font name="{run.font}">{escape(run.text)}</font>' for run in runs(text, bold=bold))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide ``text`` is in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return sum(float(stringWidth(run.text, run.font, size)) for run in runs(text, bold=bold))


def has_chinese(text: str) -> bool:
    """Whether lines may break within ``text``, as Chinese has no spaces."""
    return any(run.font == CHINESE for run in runs(text))


def _glyph(character: str) -> str:
    """Return what is printed of a character: itself, the plain one it is a form of (₀ is 0), or a box."""
    plain = unicodedata.normalize("NFKC", character)
    return next((one for one in (character, plain) if len(one) == 1 and _has_glyph(one)), NO_GLYPH)


@cache
def _has_glyph(character: str) -> bool:
    return ord(character) in latin_characters() or _in_song(character)


def _in_song(character: str) -> bool:
    """Whether STSong-Light has the character: its set is that of GBK."""
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
