"""Which numbers among the answers stand for "no answer"?

0, 9, 99 or -99 beside answers from 1 to 5 are most often "not applicable" and would spoil every mean,
so it is asked what they are before anything is counted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence

from data.errors import DataError
from data.importing.questions import Choice, Question

Counts = Mapping[float, int]

NO_CODES = "none"
_POSITIVE = (8, 9, 88, 98, 99, 888, 998, 999, 9999)
_NEGATIVE = (-1, -2, -8, -9, -88, -98, -99, -999, -9999)
FROM_ZERO = re.compile(r"nps|recommend|推荐|推薦", re.IGNORECASE)
"""Questions that are asked from 0 to 10."""


def suspected_codes(name: str, counts: Counts, scale: tuple[float, float] | None = None) -> frozenset[float]:
    """Return the numbers of a question that may stand for "no answer", beside answers on a scale."""
    values = sorted(counts)
    if scale is not None:
        outside = (value for value in values if not scale[0] <= value <= scale[1])
        return frozenset(value for value in outside if value in (*_NEGATIVE, 0, *_POSITIVE))
    above = _above(values)
    below = _below(values[: len(values) - len(above)])
    kept = values[len(below) : len(values) - len(above)]
    return frozenset([*below, *above, *([0.0] if _is_zero_doubtful(name, kept) else [])])


def codes_question(items: Mapping[str, Counts], suspected: Mapping[str, frozenset[float]]) -> Question | None:
    """Return what has to be asked about the suspected numbers of all questions together."""
    codes = sorted(set().union(*suspected.values()))
    if not codes:
        return None
    columns = [name for name, found in suspected.items() if found]
    every = [value for name in columns for value in items[name]]
    rest = [value for name in columns for value in set(items[name]) - suspected[name]]
    together = Choice(",".join(f"{code:g}" for code in codes), (_span(rest),))
    single = [Choice(f"{code:g}") for code in codes] if len(codes) > 1 else []
    return Question(
        "missing_codes",
        (together, *single, Choice(NO_CODES, (_span(every),))),
        column=", ".join(columns)[:200],
        free=len(codes) > 1,
        parameters={"codes": _told(codes, items, suspected), "count": len(columns)},
    )


def chosen_codes(answer: str | None, question: Question | None) -> frozenset[float]:
    """Return the numbers that an answer (``0,99`` or ``none``) says to mean "no answer".

    Raises
    ------
    DataError
        They are not among those that were asked about.
    """
    if answer is None or question is None or answer.strip() == NO_CODES:
        return frozenset()
    known = {float(part) for part in question.choices[0].id.split(",")}
    try:
        chosen = {float(part) for part in answer.split(",")}
    except ValueError:
        chosen = {math.nan}
    if not chosen <= known:
        choices = ", ".join(choice.id for choice in question.choices)
        raise DataError("import.answer_unknown", question=question.id, answer=answer, choices=choices)
    return frozenset(chosen)


def _above(values: Sequence[float]) -> list[float]:
    """Return the highest numbers as long as each is a code that no scale through the others would reach."""
    end = len(values)
    while end > 1 and _is_apart(values[end - 1], values[: end - 1]):
        end -= 1
    return list(values[end:])


def _is_apart(value: float, rest: Sequence[float]) -> bool:
    top = max([other for other in rest if other not in _POSITIVE] or rest)
    if value not in _POSITIVE or value - top < 2:
        return False
    beyond_ten = value > 10 >= top or value > 100 >= top
    return beyond_ten or (value == 8 and top <= 5) or (value == 9 and top <= 7)


def _below(values: Sequence[float]) -> list[float]:
    """Return the lowest numbers as long as each is a code below a scale from 0 or 1, or far below any.

    -2 below answers from 0 to 2 is the other end of their scale.
    """
    start = 0
    while start < len(values) - 1 and values[start] in _NEGATIVE:
        is_lone = values[start + 1] >= 0 and values[-1] != -values[start]
        if not is_lone and values[start] > -8:
            break
        start += 1
    return list(values[:start])


def _is_zero_doubtful(name: str, values: Sequence[float]) -> bool:
    """Whether 0 stands below answers up to 10 at most: a score that few chose, or "not applicable"."""
    if len(values) < 3 or values[0] != 0 or not all(v == int(v) for v in values):
        return False
    return values[-1] <= 10 and not (FROM_ZERO.search(name) and values[-1] > 5)


def _told(
    codes: Sequence[float], items: Mapping[str, Counts], suspected: Mapping[str, frozenset[float]]
) -> str:
    times = {code: sum(items[name][code] for name in items if code in suspected[name]) for code in codes}
    return ", ".join(f"{code:g}: {times[code]}×" for code in codes)


def _span(values: Collection[float]) -> str:
    return f"{min(values):g} … {max(values):g}" if values else ""
