"""What does a kind of file need beside the meanings of its columns?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlmodel import Session

from data.importing.checked import Checked
from data.importing.opening import OpenedFile
from data.importing.questions import Offer, Question
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.table import RawTable
from data.progress import Progress


@dataclass(frozen=True)
class Asked:
    """What a kind asks beyond its columns; ``not_needed`` are required fields that an answer replaces.

    ``offers`` are settled, but may be answered otherwise. ``found`` is what the kind learned from the
    whole file, handed to its check as ``Settled.found``.
    """

    questions: tuple[Question, ...] = ()
    not_needed: frozenset[str] = frozenset()
    found: Any = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Storing:
    """Accepted rows on their way into the database, inside the import's own transaction."""

    session: Session
    connection: sqlite3.Connection
    slug: str
    part_name: str
    checked: Checked
    settled: Settled
    values: pa.Table
    import_id: int
    progress: Progress


def nothing_asked(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Asked:  # noqa: ARG001 - what every kind is asked with
    """Return that a kind asks nothing of its own."""
    return Asked()


@dataclass(frozen=True)
class Kind:
    """How files of a kind become rows.

    ``check`` judges every row by the file alone, ``stored`` marks those that the company has
    already, ``store`` writes the accepted ones and returns how many customers are new.
    """

    check: Callable[[RawTable, Settled, Rules, OpenedFile | None], Checked]
    stored: Callable[[sqlite3.Connection, Checked, Settled], Checked]
    store: Callable[[Storing], int]
    asks: Callable[[RawTable, Mapping[str, str], Mapping[str, str]], Asked] = nothing_asked
