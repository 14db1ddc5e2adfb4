"""Is this a file that can be read at all, and what are its bytes?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data.errors import FileRefusedError
from data.importing.archives import MOST_BYTES

_CHUNK = 1024 * 1024
_NOTHING = b" \t\r\n\x00\xef\xbb\xbf"
_SIGNATURES = (
    (b"%PDF", "import.refused.not_a_table"),
    (b"\x89PNG", "import.refused.not_a_table"),
    (b"\xff\xd8\xff", "import.refused.not_a_table"),
    (b"GIF8", "import.refused.not_a_table"),
    (b"SQLite format 3", "import.refused.not_a_table"),
    (b"{\\rtf", "import.refused.not_a_table"),
    (b"<html", "import.refused.not_a_table"),
    (b"<!DOCTYPE", "import.refused.not_a_table"),
    (b"<?xml", "import.refused.not_a_table"),
)


class Readable(Protocol):
    """Anything that gives its bytes piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


@dataclass(frozen=True)
class Source:
    """The bytes of a file as it lies there, its name and place, and the hash of the bytes."""

    data: bytes
    sha256: str
    name: str = ""
    path: Path | None = None


def load(path: Path) -> Source:
    """Return a file's bytes.

    Raises
    ------
    FileRefusedError
        The file is missing, empty, or too large.
    """
    try:
        with path.open("rb") as file:
            data = _bounded(file)
    except OSError as error:
        raise FileRefusedError("import.refused.cannot_open", file=path.name) from error
    refuse_empty(data)
    return Source(data, hashlib.sha256(data).hexdigest(), path.name, path)


def refuse_empty(data: bytes) -> None:
    """Refuse bytes of which none says anything.

    Raises
    ------
    FileRefusedError
        There is no other.
    """
    # The first bytes nearly always say something; a copy of all of them would cost as much as reading them.
    if not data[:4096].strip(_NOTHING) and not data.strip(_NOTHING):
        raise FileRefusedError("import.refused.empty")


def refuse_other_documents(data: bytes) -> None:
    """Refuse pictures, letters, web pages and other files that hold no table.

    Raises
    ------
    FileRefusedError
        The first bytes are those of one.
    """
    for signature, message_id in _SIGNATURES:
        if data[:64].lstrip().startswith(signature):
            raise FileRefusedError(message_id)


def _bounded(file: Readable, most: int = MOST_BYTES) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise FileRefusedError("import.refused.too_large", megabytes=most // 1024**2)
        chunks.append(chunk)
    return b"".join(chunks)
