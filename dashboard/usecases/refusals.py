"""Which errors are answers to the manager, and what does each say?

Rooms that may not know the data room or the engine (the command line) catch ``REFUSALS`` and
turn what they caught into a message id and its parameters.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError

from data.errors import DataError, QuestionOpenError
from data.home import home
from engine.errors import EngineError

__all__ = ["REFUSALS", "Refusal", "open_questions", "refusal", "require_home"]

REFUSALS: tuple[type[Exception], ...] = (DataError, EngineError, OSError, sqlite3.Error, DBAPIError)


@dataclass(frozen=True)
class Refusal:
    """A message id with what its sentence needs."""

    message_id: str
    parameters: Mapping[str, Any]


def refusal(error: Exception) -> Refusal:
    """Return what an error among ``REFUSALS`` says."""
    if isinstance(error, DataError | EngineError):
        return Refusal(error.message_id, error.parameters)
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return Refusal("error.disk", {"path": str(error.filename or "–"), "reason": reason})
    cause = error.orig if isinstance(error, DBAPIError) else error
    return Refusal("error.database", {"reason": str(cause)})


def open_questions(error: Exception) -> Sequence[Any]:
    """Return the questions that an error asks, none where it asks nothing."""
    found: Any = error.parameters.get("questions") if isinstance(error, QuestionOpenError) else None
    return tuple(found or ())


def require_home() -> None:
    """Refuse where the folder of the installation cannot be made or written.

    Raises
    ------
    DataError
        It can't; the sentence names the folder and the variable that moves it.
    """
    try:
        probe = home() / f".writable-{secrets.token_hex(4)}"
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError as error:
        where = error.filename or ""
        raise DataError("error.home_not_writable", path=where, reason=error.strerror or "") from error
