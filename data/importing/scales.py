"""On which scale was a question answered?

The file tells where it can: somebody chose both ends, and nobody chose beyond. Where two scales
fit it is asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data.errors import DataError
from data.importing.missing_codes import (
    FROM_ZERO,
    NO_CODES,
    Counts,
    chosen_codes,
    codes_question,
    suspected_codes,
)
from data.importing.questions import Choice, Question

STANDARD: tuple[tuple[float, float], ...] = (
    (0, 1), (1, 3), (1, 4), (1, 5), (0, 5), (1, 6), (1, 7), (0, 10), (1, 10), (0, 100), (1, 100),
    (-2, 2), (-3, 3), (-5, 5),
)  # fmt: skip
# With fewer answers an unused end of a scale may be chance: at 30, one in twenty would have shown (79 %).
_TELLING_ANSWERS = 30
# A slip of the pen in a column must not hide its question.
LEAST_SHARE = 0.95
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
_WRITTEN = re.compile(rf"{_NUMBER}(?:-|–|—|to|至|到|~|\.\.|:){_NUMBER}", re.IGNORECASE)
_IN_A_NAME = re.compile(
    r"(?<![\d.])(-?\d{1,2})\s*(?:-|–|—|~|to|至|到)\s*(\d{1,3})(?![\d.])"  # (0-10), 1 to 5
    r"|(?<!\d)(\d)\s*[=:：].*?(?<!\d)(\d{1,2})\s*[=:：]",  # 1 = poor, 5 = excellent
    re.IGNORECASE,
)
_SCALE = "scale"


@dataclass(frozen=True)
class Scale:
    """The lowest and the highest answer that can be chosen."""

    low: float
    high: float

    @property
    def written(self) -> str:
        """Return the scale as people write it: ``1-5``."""
        return f"{self.low:g}-{self.high:g}"


@dataclass(frozen=True)
class Scales:
    """Scales by item, and the numbers that mean "no answer" by item."""

    by_item: Mapping[str, Scale]
    codes: Mapping[str, frozenset[float]]


def parse_scale(text: str) -> Scale | None:
    """Return the scale that a text such as ``1-5``, ``0 to 10`` or ``1至7`` names, ``None`` if none."""
    match = _WRITTEN.fullmatch(text)
    if match is None or float(match[1]) >= float(match[2]):
        return None
    return Scale(float(match[1]), float(match[2]))


def named_scale(name: str, counts: Counts) -> Scale | None:
    """Return the scale that a question names in its own words, where its answers lie on it."""
    for match in _IN_A_NAME.finditer(name):
        ends = (float(match[1] or match[3]), float(match[2] or match[4]))
        rest = {value: n for value, n in counts.items() if value not in suspected_codes(name, counts, ends)}
        if ends in STANDARD and rest and share_on(Scale(*ends), rest) >= LEAST_SHARE:
            return Scale(*ends)
    return None


def scales_of(
    items: Mapping[str, Counts], answers: Mapping[str, str], given: Mapping[str, Scale] | None = None
) -> tuple[Scales, tuple[Question, ...]]:
    """Return the scale of each item, and all that has to be asked, answered already or not.

    ``items`` are the numbers found, each with how often, by item; ``given`` scales that the file
    itself names.

    Raises
    ------
    DataError
        An answer is none of the choices.
    """
    named = {name: found for name, counts in items.items() if (found := named_scale(name, counts))}
    given = named | dict(given or {})
    ends = {name: (scale.low, scale.high) for name, scale in given.items()}
    suspected = {name: suspected_codes(name, counts, ends.get(name)) for name, counts in items.items()}
    question = codes_question(items, suspected)
    asked = [question] if question else []
    answer = answers.get(question.id) if question else None
    codes = {name: found & chosen_codes(answer, question) for name, found in suspected.items()}
    # A scale is looked for among what is left: asking for it first would ask about 0-5 or 1-5 twice.
    rest = _without(items, suspected if answer is None else codes)
    by_item = {**_told(rest, zero_counts=answer == NO_CODES), **given}
    for scale_question, names in _scale_questions(rest, by_item):
        asked.append(scale_question)
        if (written := answers.get(scale_question.id)) is not None:
            by_item |= dict.fromkeys(names, _scale_in(written))
    return Scales(by_item, codes), tuple(asked)


def _without(items: Mapping[str, Counts], codes: Mapping[str, frozenset[float]]) -> dict[str, Counts]:
    return {
        name: {value: n for value, n in counts.items() if value not in codes[name]}
        for name, counts in items.items()
    }


def _scale_in(answer: str) -> Scale:
    scale = parse_scale(answer)
    if scale is None:
        raise DataError("voices.not_a_scale", answer=answer)
    return scale


def _told(items: Mapping[str, Counts], *, zero_counts: bool) -> dict[str, Scale]:
    """Return the scales that answers tell; items of fewer answers take one that others of the file tell.

    With ``zero_counts`` 0 is a score of some questions, so it could be chosen for all of that form.
    """
    told = {name: scale for name, counts in items.items() if (scale := _told_by(name, counts)) is not None}
    seen = sorted(set(told.values()), key=lambda scale: scale.high - scale.low)
    for name, counts in items.items():
        if name in told or not counts:
            continue
        fits = [scale for scale in seen if _holds(scale, counts)]
        # Many answers may just miss the top; where they end further below it, it may be another scale's.
        reached = fits[0].high - (sum(counts.values()) >= _TELLING_ANSWERS) if fits else math.inf
        if max(counts) >= reached:
            told[name] = fits[0]
    return {name: _from_zero(one, told.values()) for name, one in told.items()} if zero_counts else told


def _from_zero(scale: Scale, told: Collection[Scale]) -> Scale:
    wider = Scale(0, scale.high)
    return wider if scale.low == 1 and wider in told else scale


def _told_by(name: str, counts: Counts) -> Scale | None:
    if sum(counts.values()) < _TELLING_ANSWERS or not all(value == int(value) for value in counts):
        return None
    ends = (min(counts), max(counts))
    if ends[0] >= 0 and ends[1] == 10.0 and FROM_ZERO.search(name):
        ends = (0.0, 10.0)  # nobody chose 0; few do
    is_plain = ends in STANDARD and ends not in {(0, 1), (1, 3), (1, 4), (1, 6)}
    return Scale(*ends) if is_plain else None


def share_on(scale: Scale, counts: Counts) -> float:
    """Return the share of answers that lie on a scale."""
    inside = sum(times for value, times in counts.items() if scale.low <= value <= scale.high)
    return inside / sum(counts.values())


def _holds(scale: Scale, counts: Counts) -> bool:
    return scale.low <= min(counts) and max(counts) <= scale.high


def _scale_questions(
    items: Mapping[str, Counts], settled: Mapping[str, Scale]
) -> list[tuple[Question, tuple[str, ...]]]:
    """Return one question for all items that have the same narrowest scale."""
    groups: dict[tuple[float, float] | None, list[str]] = {}
    for name, counts in items.items():
        if name not in settled and counts:
            groups.setdefault(next(iter(_candidates(counts)), None), []).append(name)
    found: list[tuple[Question, tuple[str, ...]]] = []
    for number, names in enumerate(groups.values(), 1):
        joint = {value: items[name].get(value, 0) for name in names for value in items[name]}
        seen = f"{min(joint):g} … {max(joint):g}"
        choices = tuple(Choice(Scale(*ends).written) for ends in _candidates(joint))
        question = Question(
            _SCALE if number == 1 else f"{_SCALE}_{number}",
            choices,
            _SCALE,
            ", ".join(names)[:200],
            free=True,
            parameters={"seen": seen, "count": len(names)},
        )
        found.append((question, tuple(names)))
    return found


def _candidates(counts: Counts) -> list[tuple[float, float]]:
    """Return the standard scales that hold an item's answers but for slips, the narrowest first."""
    fits = [ends for ends in STANDARD if share_on(Scale(*ends), counts) >= LEAST_SHARE]
    return sorted(fits, key=lambda ends: (ends[1] - ends[0], -ends[0]))[:6]
