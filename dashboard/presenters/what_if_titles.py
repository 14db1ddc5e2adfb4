"""What is an answer of the simulator called?"""

from __future__ import annotations

from dashboard.i18n.texts import Texts
from engine.simulation.templates import TEMPLATES

_CODES = frozenset(one.code for one in TEMPLATES)


def title_words(name: str, number: int | None, texts: Texts) -> str:
    """Return the title that somebody typed, else the template's with the answer's number (None: alone)."""
    is_template = name in _CODES
    words = texts(f"simulation.template.{name}") if is_template else name
    if not words:
        return texts("whatif.untitled", number=number or 0)
    return texts("whatif.numbered", title=words, number=number) if is_template and number else words
