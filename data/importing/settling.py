"""What does each column mean and how are its cells read, as far as file and answers settle it?

Everything that is left open is asked at once. Values of the whole column count, not of the
first rows: the one day that tells the order may stand on the last line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow.compute as pc

from data.errors import DataError
from data.importing.amounts import NumberTexts, number_question, number_texts
from data.importing.days import DayTexts, day_question, day_texts
from data.importing.fields import DAY_FIELDS, FIELDS, ID_FIELDS, NOT_USED, NUMBER_FIELDS, suggestions
from data.importing.identifiers import zero_question
from data.importing.questions import Choice, Question
from data.importing.table import RawTable

_COLUMN_ANSWER = "column_for_"
_NEEDED = {"transactions": ("customer_id", "day", "amount"), "customers": ("customer_id",)}
_EXAMPLES = 3


@dataclass(frozen=True)
class Settled:
    """How the cells are read: field -> heading, the order of day parts, decimal sign by heading.

    ``open`` are the questions without an answer; while there are any, what they are about is
    read as undefined. ``known_on`` is the day of a customer file without a column of days.
    """

    kind: str
    mapping: Mapping[str, str]
    open: tuple[Question, ...] = ()
    date_order: str = ""
    decimal_signs: Mapping[str, str] = field(default_factory=dict)
    strip_zero: bool = False
    known_on: dt.date | None = None
    days: DayTexts | None = None
    numbers: Mapping[str, NumberTexts] = field(default_factory=dict)


def settle(raw: RawTable, kind: str, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Settled:
    """Return how a table is read.

    Raises
    ------
    DataError
        A field or heading that was chosen doesn't exist, or an answer is none of the choices.
    """
    fields = suggestions(tuple(raw.columns), kind, resolved(tuple(raw.columns), kind, mapping, answers))
    raw.encode(fields.values())
    found_days, day_doubt, order = _days(raw, fields)
    number_cells = {fields[n]: number_texts(raw.encoded(fields[n])) for n in NUMBER_FIELDS if n in fields}
    sign_doubt, signs = number_question(number_cells)
    zero_doubt = zero_question(
        {fields[name]: raw.encoded(fields[name]) for name in ID_FIELDS if name in fields}
    )
    known_on_doubt = _known_on_question(kind, found_days)
    doubts = [doubt for doubt in (day_doubt, sign_doubt, zero_doubt, known_on_doubt) if doubt]
    asked = [*_column_questions(raw, kind, fields, answers), *doubts]
    given = {question.id: question.answered(answers) for question in asked}
    sign = given.get("decimal_sign") or "point"
    return Settled(
        kind=kind,
        mapping=fields,
        open=tuple(question for question in asked if given[question.id] is None),
        date_order=order or given.get("date_order") or "",
        decimal_signs={heading: signs.get(heading, sign) for heading in number_cells},
        strip_zero=given.get("id_decimal_zero") == "strip",
        known_on=_day_of(given.get("known_on")),
        days=found_days,
        numbers=number_cells,
    )


def _days(raw: RawTable, fields: Mapping[str, str]) -> tuple[DayTexts | None, Question | None, str]:
    """Return the column of days, what has to be asked about its order, and the order if settled."""
    heading = next((fields[name] for name in DAY_FIELDS if name in fields), None)
    if heading is None:
        return None, None, ""
    found = day_texts(raw.encoded(heading))
    return (found, *day_question(found, heading))


def _known_on_question(kind: str, found: DayTexts | None) -> Question | None:
    """Return the question for the day of a customer file that has no column of days."""
    return Question("known_on", (), free=True) if kind == "customers" and found is None else None


def resolved(
    headings: Sequence[str], kind: str, mapping: Mapping[str, str], answers: Mapping[str, str]
) -> dict[str, str]:
    """Return what was chosen as field -> heading; a column may be named by its number too.

    Raises
    ------
    DataError
        There is no such field or heading, or one column was chosen twice.
    """
    by_answer = {
        name.removeprefix(_COLUMN_ANSWER): a for name, a in answers.items() if name.startswith(_COLUMN_ANSWER)
    }
    chosen: dict[str, str] = {}
    for name, wanted in {**by_answer, **mapping}.items():
        if name not in FIELDS[kind]:
            raise DataError("import.field_unknown", field=name, fields=", ".join(FIELDS[kind]))
        chosen[name] = wanted if wanted == NOT_USED else _heading(headings, wanted)
    used = [heading for heading in chosen.values() if heading != NOT_USED]
    twice = next((heading for heading in used if used.count(heading) > 1), None)
    if twice is not None:
        raise DataError("import.heading_twice", heading=twice)
    return chosen


def _heading(headings: Sequence[str], wanted: str) -> str:
    if wanted in headings:
        return wanted
    number = re.fullmatch(r"(?:column_)?(\d{1,4})", wanted)
    if number and 1 <= int(number[1]) <= len(headings):
        return headings[int(number[1]) - 1]
    raise DataError("import.heading_unknown", heading=wanted, headings=", ".join(headings))


def _column_questions(
    raw: RawTable, kind: str, fields: Mapping[str, str], answers: Mapping[str, str]
) -> list[Question]:
    computed = "quantity" in fields and "unit_price" in fields
    missing = [name for name in _NEEDED[kind] if name not in fields and not (name == "amount" and computed)]
    free = [heading for heading in raw.columns if heading not in fields.values()]
    choices = tuple(Choice(heading, examples(raw, heading)) for heading in free)
    unanswered = [name for name in missing if f"{_COLUMN_ANSWER}{name}" not in answers]
    return [
        Question(f"{_COLUMN_ANSWER}{name}", choices, "column_for", parameters={"field": name})
        for name in unanswered
    ]


def examples(raw: RawTable, heading: str) -> tuple[str, ...]:
    """Return the first different cells of a column that aren't empty."""
    first = pc.unique(raw.columns[heading].slice(0, 200)).to_pylist()
    return tuple(str(cell)[:60] for cell in first if cell.strip())[:_EXAMPLES]


def _day_of(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise DataError("import.answer_not_a_day", answer=text) from error
