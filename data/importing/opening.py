"""What is in this file, before anything is decided about its columns?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.importing.contents import Contents, contents_of, identity
from data.importing.dialect import Dialect, dialect_of
from data.importing.encoding import decode
from data.importing.findings import Example, Finding
from data.importing.parsed_table import table_of
from data.importing.sandbox.process import parsed
from data.importing.source import Source, refuse_empty, refuse_other_documents
from data.importing.table import RawTable, read_table

_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
LAYOUT_QUESTIONS = frozenset({"archive_member", "encoding", "header", "separator", "sheet"})
"""What may be asked before there are columns."""

# Below this many rows a file was typed by hand, where the last line end is often missing.
_ENOUGH_ROWS = 3


@dataclass(frozen=True)
class OpenedFile:
    """A file's cells as text, and how they were found.

    ``sha256`` tells the table from others: that of the file, or of the file and the sheet chosen
    in it. ``encoding`` is the format's name where no text had to be decoded.
    """

    sha256: str
    encoding: str
    broken: bool
    dialect: Dialect
    raw: RawTable
    parts: tuple[str, ...] = ()
    has_controls: bool = True
    findings: tuple[Finding, ...] = ()


def open_file(source: Source, answers: Mapping[str, str]) -> OpenedFile:
    """Return the cells of a file that was loaded.

    Raises
    ------
    FileRefusedError
        It can't be read as a table.
    QuestionOpenError
        Which table of several, its encoding, separator or headings can be understood in two ways.
    """
    contents = contents_of(source.data, source.name, answers)
    if contents.format != "text":
        return _parsed_apart(source, contents, answers)
    refuse_empty(contents.data)
    refuse_other_documents(contents.data)
    decoded = decode(contents.data, answers)
    dialect = dialect_of(decoded.utf8, answers)
    raw = read_table(decoded.utf8, dialect)
    sha256 = identity(source.sha256, contents.parts)
    return OpenedFile(
        sha256=sha256,
        encoding=decoded.encoding,
        broken=decoded.broken,
        dialect=dialect,
        raw=raw,
        parts=contents.parts,
        has_controls=_has_controls(decoded.utf8),
        findings=(*_left_aside(contents), *_open_end(decoded.utf8, raw)),
    )


def _parsed_apart(source: Source, contents: Contents, answers: Mapping[str, str]) -> OpenedFile:
    found = parsed(contents.data, contents.format, answers, upload=source.path)
    dialect, raw = table_of(found, answers)
    parts = contents.parts + ((found.sheet,) if found.sheet else ())
    sha256 = identity(source.sha256, parts)
    return OpenedFile(
        sha256=sha256,
        encoding=contents.format,
        broken=False,
        dialect=dialect,
        raw=raw,
        parts=parts,
        findings=tuple(_left_aside(contents)),
    )


def _has_controls(utf8: bytes) -> bool:
    """Whether any byte may be part of a control character; of most files none is."""
    return len(utf8.translate(None, _CONTROLS)) < len(utf8) or b"\xc2" in utf8


def _open_end(utf8: bytes, raw: RawTable) -> list[Finding]:
    """Return that the last line has no end though all others have: a transfer may have been cut off."""
    if raw.rows < _ENOUGH_ROWS or utf8.endswith((b"\n", b"\r")):
        return []
    line = int(raw.lines[-1])
    return [Finding("last_line_open", "kept", 1, "", (Example(line, "", _shown(raw)),))]


def _shown(raw: RawTable) -> str:
    return " | ".join(str(cells[-1].as_py()) for cells in raw.columns.values())[:200]


def _left_aside(contents: Contents) -> list[Finding]:
    if not contents.left_aside:
        return []
    names = ", ".join(contents.left_aside)[:200]
    return [Finding("other_members", "kept", len(contents.left_aside), parameters={"names": names})]
