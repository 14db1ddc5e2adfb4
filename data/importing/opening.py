"""What is in this file, before anything is decided about its columns?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.importing.dialect import Dialect, dialect_of
from data.importing.encoding import decode
from data.importing.source import Source
from data.importing.table import RawTable, read_table


@dataclass(frozen=True)
class OpenedFile:
    """A file's cells as text, and how they were found."""

    sha256: str
    encoding: str
    broken: bool
    dialect: Dialect
    raw: RawTable


def open_file(source: Source, answers: Mapping[str, str]) -> OpenedFile:
    """Return the cells of a file that was loaded.

    Raises
    ------
    FileRefusedError
        It can't be read as a table of text.
    QuestionOpenError
        Encoding, separator or headings can be understood in two ways.
    """
    decoded = decode(source.data, answers)
    dialect = dialect_of(decoded.utf8, answers)
    raw = read_table(decoded.utf8, dialect)
    return OpenedFile(source.sha256, decoded.encoding, decoded.broken, dialect, raw)
