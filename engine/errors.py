"""What can go wrong in the engine, named by cause.

An error carries a message id and its parameters, never a finished sentence:
only the dashboard knows the reader's language.
"""

from __future__ import annotations


class NamedError(Exception):
    """Something that can be said in a sentence; ``message_id`` names it, ``parameters`` fill it."""

    def __init__(self, message_id: str, **parameters: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.parameters = parameters

    def __str__(self) -> str:
        """Return the message id; parameters may hold personal data and stay out."""
        return self.message_id


class EngineError(NamedError):
    """A calculation could not be done."""


class ContractBrokenError(EngineError):
    """An incoming frame lacks columns or has columns of the wrong type."""


class NotEnoughDataError(EngineError):
    """There are too few rows for this figure; the parameters say how many are needed."""


class SettingOutOfRangeError(EngineError):
    """A setting is outside the range in which the method is defined."""
