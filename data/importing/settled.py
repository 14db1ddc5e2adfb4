"""How are the cells of a file read, once everything that had to be asked is answered?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from data.errors import DataError
from data.importing.alike import Stored
from data.importing.amounts import NumberTexts
from data.importing.days import DayTexts
from data.importing.questions import Offer, Question


@dataclass(frozen=True)
class Settled:
    """Field -> heading, and by heading the order of day parts and the decimal sign.

    ``open`` are the questions without an answer; while there are any, what they are about is
    read as undefined. ``given`` are the answers, by question;
    ``alike`` are stored customers written almost like those of the file; ``found`` is what the kind
    itself learned from the whole file, ``offers`` what may be answered otherwise.
    """

    kind: str
    mapping: Mapping[str, str]
    open: tuple[Question, ...] = ()
    date_orders: Mapping[str, str] = field(default_factory=dict)
    decimal_signs: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str | None] = field(default_factory=dict)
    days: Mapping[str, DayTexts] = field(default_factory=dict)
    numbers: Mapping[str, NumberTexts] = field(default_factory=dict)
    alike: Stored = field(default_factory=dict)
    found: Any = None
    offers: tuple[Offer, ...] = ()

    @property
    def date_order(self) -> str:
        """Return the order of day parts where one had to be found out."""
        return next((order for order in self.date_orders.values() if order), "")

    @property
    def strip_zero(self) -> bool:
        """Whether ``17850.0`` is the id 17850."""
        return self.given.get("id_decimal_zero") == "strip"

    @property
    def united_with(self) -> Stored | None:
        """Return the stored ids that ids of the file may be meant for; None where all stay as they are."""
        return self.alike if self.given.get("ids_alike") == "same" else None

    def day(self, field_name: str) -> dt.date | None:
        """Return the one day that was given for a field without a column.

        Raises
        ------
        DataError
            The answer is no day.
        """
        answer = self.given.get(field_name)
        return day_of(answer) if answer is not None else None

    def head(self, rows: int) -> Settled:
        """Return the same for the first rows alone: their cells point into the whole column's texts."""
        days = {
            heading: replace(
                found,
                codes=found.codes[:rows],
                with_time=found.with_time[:rows],
                with_zone=found.with_zone[:rows],
                with_short_year=found.with_short_year[:rows],
            )
            for heading, found in self.days.items()
        }
        numbers = {h: replace(found, codes=found.codes[:rows]) for h, found in self.numbers.items()}
        return replace(self, days=days, numbers=numbers)


def day_of(text: str) -> dt.date:
    """Return a day written YYYY-MM-DD.

    Raises
    ------
    DataError
        It is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise DataError("import.answer_not_a_day", answer=text) from error
