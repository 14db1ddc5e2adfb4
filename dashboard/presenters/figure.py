"""What does a single figure on a page consist of, so that it explains itself?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["good", "bad", "neutral"]


@dataclass(frozen=True)
class Explanation:
    """Why this number: all texts are in the reader's language, ``formula`` is LaTeX.

    ``origin`` says whether it was measured here, estimated by a stated method, taken from a
    named source, or typed in; ``method`` is the formula's name, the anchor on Methods.
    """

    meaning: str
    origin: str
    as_of: str
    rows: str
    method: str
    formula: str = ""
    source: str = ""
    interval: str = ""
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure as it is shown; ``value`` is a dash and ``missing`` says why when undefined."""

    label: str
    value: str
    explanation: Explanation
    missing: str = ""
    note: str = ""
    change: str = ""
    change_meaning: Meaning = "neutral"
    change_direction: Literal["up", "down", "none"] = "none"
    against: str = ""
