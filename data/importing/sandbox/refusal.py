"""How does the child say that a file can't be read, or that it has to be asked?"""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """The file is no table; ``message_id`` and ``parameters`` are those of the sentence."""

    def __init__(self, message_id: str, **parameters: object) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.parameters = parameters


class SheetOpenError(Exception):
    """A workbook has several sheets; ``sheets`` are their names, each with its first rows."""

    def __init__(self, sheets: list[tuple[str, list[str]]]) -> None:
        super().__init__("sheet")
        self.sheets = sheets

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the parent."""
        return {"sheets": self.sheets}
