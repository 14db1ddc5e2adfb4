"""What has to be asked before a file can be read in only one way?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.errors import DataError, QuestionOpenError


@dataclass(frozen=True)
class Choice:
    """One way to read the file; ``examples`` show what the data would be, read this way."""

    id: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """Something that was settled by what the file says, and may be answered otherwise.

    ``choices`` are what the answer is about: columns, steps. Without ``meanings`` the answer says
    which of them; with them it gives each one of the meanings or none. ``settled`` is how it stands.
    """

    id: str
    choices: tuple[Choice, ...]
    settled: Mapping[str, str]
    meanings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something that the file alone does not settle.

    ``subject`` names the sentence (``import.question.<subject>``), ``column`` the heading it is
    about. With ``free`` another answer than the choices is possible: an encoding, a scale; with
    ``is_day`` the answer is a day.
    """

    id: str
    choices: tuple[Choice, ...]
    subject: str = ""
    column: str = ""
    free: bool = False
    is_day: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message_id(self) -> str:
        """Return the id of the sentence that asks."""
        return f"import.question.{self.subject or self.id}"

    def answered(self, answers: Mapping[str, str]) -> str | None:
        """Return the answer given to this question, ``None`` while it is open.

        Raises
        ------
        DataError
            The answer is none of the choices.
        """
        answer = answers.get(self.id)
        if answer is None or self.free or answer in {choice.id for choice in self.choices}:
            return answer
        raise DataError(
            "import.answer_unknown",
            question=self.id,
            answer=answer,
            choices=", ".join(choice.id for choice in self.choices),
        )

    def settled(self, answers: Mapping[str, str]) -> str:
        """Return the answer, or stop the reading here: nothing behind it can be understood.

        Raises
        ------
        QuestionOpenError
            There is no answer yet.
        """
        answer = self.answered(answers)
        if answer is None:
            raise QuestionOpenError("import.question_open", questions=(self,))
        return answer

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a report or the command line."""
        return {
            "id": self.id,
            "column": self.column,
            "message": self.message_id,
            "parameters": dict(self.parameters),
            "free": self.free,
            "is_day": self.is_day,
            "choices": [{"id": choice.id, "examples": list(choice.examples)} for choice in self.choices],
        }


def chosen_names(answer: str) -> list[str]:
    """Return the names in an answer: ``a, b``, or ``["a, with a comma", "b"]``."""
    found = _from_json(answer, list)
    if found is not None:
        return [str(name) for name in found]
    return [part.strip() for part in answer.split(",") if part.strip()]


def chosen_meanings(answer: str) -> dict[str, str]:
    """Return the names in an answer with their meanings: ``a=x; b=``, or ``{"a": "x", "b": ""}``."""
    found = _from_json(answer, dict)
    if found is not None:
        return {str(name): str(meaning) for name, meaning in found.items()}
    pairs = (part.rpartition("=") for part in answer.split(";") if part.strip())
    return {name.strip(): meaning.strip() for name, _, meaning in pairs}


def _from_json(answer: str, kind: type) -> Any:
    """Return what an answer says in JSON; None where it is written in another way."""
    try:
        found = json.loads(answer) if answer.lstrip().startswith(("[", "{")) else None
    except ValueError:
        return None
    return found if isinstance(found, kind) else None
