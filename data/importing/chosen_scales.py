"""Which scale did somebody name for a question whose answers had told another one?

Answers from 1 to 10 tell a scale that begins at 1; who asked from 0 knows better.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.errors import DataError
from data.importing.missing_codes import Counts
from data.importing.questions import Choice, Offer, chosen_meanings
from data.importing.scales import STANDARD, Scale, parse_scale

SCALES = "scales"


def chosen_scales(answer: str, items: Collection[str]) -> dict[str, Scale]:
    """Return the scales that an answer names by question (``chosen_meanings`` reads how).

    Raises
    ------
    DataError
        There is no such question, or what stands beside it is no scale.
    """
    found: dict[str, Scale] = {}
    for name, written in chosen_meanings(answer).items():
        if name not in items:
            raise DataError("import.heading_unknown", heading=name, headings=", ".join(items))
        scale = parse_scale(written)
        if scale is None:
            raise DataError("voices.not_a_scale", answer=written)
        found[name] = scale
    return found


def scales_offer(found: Mapping[str, Scale], items: Mapping[str, Counts]) -> Offer:
    """Return the scales that are settled, each with the lowest and highest answer of its question."""
    usual = [Scale(*ends).written for ends in STANDARD]
    settled = {name: scale.written for name, scale in found.items() if items.get(name)}
    choices = tuple(Choice(name, (f"{min(items[name]):g} … {max(items[name]):g}",)) for name in settled)
    return Offer(SCALES, choices, settled, tuple(dict.fromkeys([*usual, *settled.values()])))
