"""What does each column mean and how are its cells read, as far as file and answers settle it?

Everything that is left open is asked at once. Values of the whole column count, not of the
first rows: the one day that tells the order may stand on the last line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from data.errors import DataError
from data.importing.alike import Stored, alike_question, plain_texts
from data.importing.amounts import number_question, number_texts, refuse_several_currencies
from data.importing.days import DayTexts, day_question, day_texts
from data.importing.field import Sort
from data.importing.fields import DEFINITIONS, FIELDS, NOT_USED, of_sort, suggestions
from data.importing.identifiers import zero_question
from data.importing.kinds import REGISTRY
from data.importing.questions import Choice, Question
from data.importing.settled import Settled, day_of
from data.importing.stored_alike import Look, nothing_stored
from data.importing.table import RawTable, examples

__all__ = ["Settled", "resolved", "settle"]

COLUMN_ANSWER = "column_for_"


def settle(
    raw: RawTable,
    kind: str,
    mapping: Mapping[str, str],
    answers: Mapping[str, str],
    stored: Look = nothing_stored,
) -> Settled:
    """Return how a table is read; ``stored`` looks customers up that are written almost like its own.

    Raises
    ------
    DataError
        A field or heading that was chosen doesn't exist, or an answer is none of the choices.
    """
    chosen = resolved(tuple(raw.columns), kind, mapping, answers)
    fields = suggestions(tuple(raw.columns), kind, chosen)
    raw.encode(fields.values())
    own = REGISTRY[kind].asks(raw, fields, answers)
    days = {h: day_texts(raw.encoded(h)) for h in _columns(kind, fields, "day", "moment")}
    day_doubt, orders = _day_orders(days)
    numbers = {h: number_texts(raw.encoded(h)) for h in _columns(kind, fields, "amount", "number")}
    refuse_several_currencies({h: numbers[h] for h in _columns(kind, fields, "amount")})
    sign_doubt, signs = number_question(numbers)
    id_doubts, alike = _id_questions(raw, kind, fields, stored)
    asked = [
        *_column_questions(raw, kind, fields, chosen, [*own.not_needed, *_answered(answers)]),
        *own.questions,
        *(doubt for doubt in (day_doubt, sign_doubt, *id_doubts) if doubt),
        *_day_questions(kind, fields),
    ]
    given = _given(asked, answers) | {offer.id: answers.get(offer.id) for offer in own.offers}
    order, sign = given.get("date_order") or "", given.get("decimal_sign") or "point"
    return Settled(
        kind=kind,
        mapping=fields,
        open=tuple(question for question in asked if given[question.id] is None),
        date_orders={heading: orders.get(heading, order) for heading in days},
        decimal_signs={heading: signs.get(heading, sign) for heading in numbers},
        given=given,
        days=days,
        numbers=numbers,
        alike=alike,
        found=own.found,
        offers=own.offers,
    )


def _given(asked: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str | None]:
    """Return the answer to each question, None while it is open."""
    given = {question.id: question.answered(answers) for question in asked}
    for question in asked:
        if question.is_day and (answer := given[question.id]) is not None:
            day_of(answer)
    return given


def _columns(kind: str, fields: Mapping[str, str], *sorts: Sort) -> list[str]:
    """Return the headings of those columns whose cells are read in one of these ways."""
    return [fields[name] for name in of_sort(kind, *sorts) if name in fields]


def resolved(
    headings: Sequence[str], kind: str, mapping: Mapping[str, str], answers: Mapping[str, str]
) -> dict[str, str]:
    """Return what was chosen as field -> heading; a column may be named by its number too.

    Raises
    ------
    DataError
        There is no such field or heading, or one column was chosen twice.
    """
    by_answer = {name: answers[f"{COLUMN_ANSWER}{name}"] for name in _answered(answers)}
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
    raw: RawTable,
    kind: str,
    fields: Mapping[str, str],
    chosen: Collection[str],
    not_needed: Collection[str],
) -> list[Question]:
    needed = {field.name for field in DEFINITIONS[kind] if field.required}
    # A column that was only suggested for what a file may have is free for what it must have.
    taken = {h for name, h in fields.items() if name in needed or name in chosen}
    choices = tuple(Choice(h, examples(raw, h)) for h in raw.columns if h not in taken)
    return [
        Question(f"{COLUMN_ANSWER}{name}", choices, "column_for", parameters={"field": name})
        for name in _missing(kind, fields)
        if name not in not_needed
    ]


def _missing(kind: str, fields: Mapping[str, str]) -> list[str]:
    """Return the fields that a file must have and hasn't, those aside that one day stands for."""
    return [
        field.name
        for field in DEFINITIONS[kind]
        if field.required
        and not field.ask
        and field.name not in fields
        and not (field.instead and all(name in fields for name in field.instead))
    ]


def _answered(answers: Mapping[str, str]) -> list[str]:
    """Return the fields whose column somebody named as the answer to a question."""
    return [name.removeprefix(COLUMN_ANSWER) for name in answers if name.startswith(COLUMN_ANSWER)]


def _id_questions(
    raw: RawTable, kind: str, fields: Mapping[str, str], look: Look
) -> tuple[list[Question | None], Stored]:
    """Return what has to be asked about ids, and the stored customers written almost like the file's."""
    zero = zero_question({h: raw.encoded(h) for h in _columns(kind, fields, "id")})
    if "customer_id" not in fields:
        return [zero], {}
    cells = raw.encoded(fields["customer_id"])
    alike = look(plain_texts(cells))
    return [zero, alike_question({fields["customer_id"]: cells}, alike)], alike


def _day_questions(kind: str, fields: Mapping[str, str]) -> list[Question]:
    """Return what has to be asked where one day holds for the whole file."""
    return [
        Question(field.name, (), field.ask, free=True, is_day=True)
        for field in DEFINITIONS[kind]
        if field.ask and field.name not in fields
    ]


def _day_orders(columns: Mapping[str, DayTexts]) -> tuple[Question | None, dict[str, str]]:
    """Return what has to be asked about the order of day parts, and the order of each settled column."""
    asked: Question | None = None
    orders: dict[str, str] = {}
    for heading, found in columns.items():
        question, order = day_question(found, heading)
        asked = asked or question
        if question is None:
            orders[heading] = order
    return asked, orders
