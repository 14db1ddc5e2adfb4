"""Who asks: the first argument of every read and write of rows."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import NotAllowedError


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads or changes rows.

    ``role`` is ``owner`` today; ``masked`` hides names and free attributes of customers;
    ``only`` is the slug of the one workspace that this viewer may look into.
    """

    role: str = "owner"
    masked: bool = False
    only: str | None = None

    def require_read(self, slug: str) -> None:
        """Raise ``NotAllowedError`` unless this viewer may look into the workspace."""
        if self.only is not None and self.only != slug:
            raise NotAllowedError("error.not_allowed_to_read")

    def require_change(self, slug: str | None = None) -> None:
        """Raise ``NotAllowedError`` unless this viewer may change rows, of a workspace or at all."""
        if self.role != "owner" or (self.only is not None and self.only != slug):
            raise NotAllowedError("error.not_allowed_to_change")

    def require_unmasked(self, slug: str) -> None:
        """Raise ``NotAllowedError`` unless this viewer may see customers' names and attributes."""
        self.require_read(slug)
        if self.masked:
            raise NotAllowedError("error.not_allowed_to_see_names")


OWNER = Viewer()
