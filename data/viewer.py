"""Who asks: the first argument of every read and write of rows."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import NotAllowedError


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads or changes rows.

    ``role`` is ``owner`` today; ``masked`` hides names and free attributes of customers.
    """

    role: str = "owner"
    masked: bool = False

    def require_change(self) -> None:
        """Raise ``NotAllowedError`` unless this viewer may change rows."""
        if self.role != "owner":
            raise NotAllowedError("error.not_allowed_to_change")


OWNER = Viewer()
