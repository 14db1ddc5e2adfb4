"""How does long work say how far it is, and learn that nobody wants it any more?"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called by long work between its steps; the command line passes ``silent``."""

    def __call__(self, share: float, step: str) -> None:
        """Note that ``share`` (0-1) is done and ``step`` (a message id) comes now.

        Raises
        ------
        CancelledError
            Somebody asked to stop; the work must undo what it has begun and let this pass.
        """


def silent(share: float, step: str) -> None:
    """Tell nobody."""


def within(progress: Progress, start: float, end: float) -> Progress:
    """Return a progress whose 0-1 is the stretch from ``start`` to ``end`` of another."""

    def inner(share: float, step: str) -> None:
        progress(start + (end - start) * share, step)

    return inner
