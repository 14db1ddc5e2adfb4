"""What is a column of an imported file, once its meaning is known?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["id", "day", "moment", "amount", "number", "flag", "category", "text"]


@dataclass(frozen=True)
class Field:
    """A meaning that a column may have; ``sort`` says how its cells are read.

    A ``required`` field without a column is asked for, unless all fields of ``instead`` have one.
    With ``ask`` (the subject of a question) a missing column is asked for as one day for the whole
    file. ``headings`` are further words for it in this kind of file, beside those of its name.
    """

    name: str
    sort: Sort
    required: bool = False
    instead: tuple[str, ...] = ()
    ask: str = ""
    headings: str = ""
