"""Which table does a file hold, once it is unpacked?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from data.errors import FileRefusedError
from data.importing.archives import Member, gunzipped, members_of, unpacked
from data.importing.formats import (
    TABLE_SUFFIXES,
    WORKBOOKS,
    Format,
    format_of,
    is_named_text,
    refuse_locked,
    refuse_other_name,
    suffix_of,
    workbook_in,
)
from data.importing.questions import Choice, Question

_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_MOST_CHOICES = 200


@dataclass(frozen=True)
class Contents:
    """The bytes of one table in its format; ``name`` is its own, ``parts`` what was chosen on the way.

    ``left_aside`` are other files of the archive that hold no table.
    """

    data: bytes
    format: Format
    name: str
    parts: tuple[str, ...] = ()
    left_aside: tuple[str, ...] = ()


def contents_of(data: bytes, name: str, answers: Mapping[str, str]) -> Contents:
    """Return the table in a file: the file itself, or the one in its ``.gz`` or ``.zip``.

    Raises
    ------
    FileRefusedError
        Damaged, locked, an archive in an archive, or named as what it isn't.
    QuestionOpenError
        An archive holds several tables.
    """
    found = format_of(data, name)
    if found == "zip" and is_named_text(name):  # whatever the archive holds
        refuse_other_name(found, name)
    members = members_of(data) if found == "zip" else []
    if found == "zip":
        found = workbook_in(data, members) or found
    refuse_other_name(found, name)
    if found == "gz":
        inner = PurePath(name.removesuffix(".part")).stem
        return _inner(gunzipped(data), inner if suffix_of(inner) else "")
    if found == "zip":
        return _of_archive(data, members, answers)
    if found == "xls":
        refuse_locked(data)
    return Contents(data, found, name)


def identity(sha256: str, parts: Sequence[str]) -> str:
    """Return what tells a table from others: two sheets of one workbook are two files."""
    if not parts:
        return sha256
    return hashlib.sha256("\0".join((sha256, *parts)).encode()).hexdigest()


def _inner(data: bytes, name: str) -> Contents:
    found = format_of(data, name)
    members = members_of(data) if found == "zip" else []
    found = (workbook_in(data, members) or found) if found == "zip" else found
    if found not in {"text", "jsonl", "parquet", *WORKBOOKS}:
        raise FileRefusedError("import.refused.nested_archive")
    refuse_other_name(found, name)
    if found == "xls":
        refuse_locked(data)
    return Contents(data, found, name)


def _of_archive(data: bytes, members: Sequence[Member], answers: Mapping[str, str]) -> Contents:
    files = [member for member in members if not any(litter in member.name for litter in _LITTER)]
    tables = [member for member in files if suffix_of(member.name) in TABLE_SUFFIXES] or files
    if not tables:
        raise FileRefusedError("import.refused.empty_archive")
    if len(tables) == 1:
        chosen = tables[0].name
    else:
        choices = tuple(Choice(member.name, (_size(member),)) for member in tables[:_MOST_CHOICES])
        chosen = Question("archive_member", choices).settled(answers)
    parts = (chosen,) if len(tables) > 1 else ()
    member = next(member for member in tables if member.name == chosen)
    aside = tuple(other.name for other in files if other not in tables)
    inner = _inner(unpacked(data, member), PurePath(member.name).name)
    return Contents(inner.data, inner.format, inner.name, parts, aside)


def _size(member: Member) -> str:
    return f"{max(1, round(member.unpacked_bytes / 1024)):,} kB"
