"""Is this a text file that can be read at all, and what are its bytes?"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data.errors import FileRefusedError

MOST_BYTES = 512 * 1024 * 1024
# Tables of text shrink to a fifth or a tenth; a file that unpacks to this many times its size is no table.
_MOST_UNPACKED = 200
_UNSUSPICIOUS_BYTES = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_GZIP = b"\x1f\x8b"
_SIGNATURES = (
    (b"PK\x03\x04", "import.refused.workbook"),
    (b"\xd0\xcf\x11\xe0", "import.refused.workbook"),
    (b"%PDF", "import.refused.not_a_table"),
    (b"\x89PNG", "import.refused.not_a_table"),
    (b"\xff\xd8\xff", "import.refused.not_a_table"),
    (b"GIF8", "import.refused.not_a_table"),
    (b"PAR1", "import.refused.not_a_table"),
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
    """The unpacked bytes of a file, and the hash of the file as it lies there."""

    data: bytes
    sha256: str


def load(path: Path) -> Source:
    """Return a file's bytes, a ``.gz`` unpacked within bounds.

    Raises
    ------
    FileRefusedError
        The file is missing, empty, too large, or no table of text.
    """
    try:
        with path.open("rb") as file:
            data = _bounded(file)
    except OSError as error:
        raise FileRefusedError("import.refused.cannot_open", file=path.name) from error
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(_GZIP):
        data = _unpacked(path, len(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FileRefusedError("import.refused.empty")
    for signature, message_id in _SIGNATURES:
        if data[:64].lstrip().startswith(signature):
            raise FileRefusedError(message_id)
    return Source(data, sha256)


def _unpacked(path: Path, packed_bytes: int) -> bytes:
    most = max(_UNSUSPICIOUS_BYTES, packed_bytes * _MOST_UNPACKED)
    try:
        with gzip.open(path) as file:
            return _bounded(file, min(most, MOST_BYTES))
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefusedError("import.refused.damaged_archive") from error


def _bounded(file: Readable, most: int = MOST_BYTES) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise FileRefusedError("import.refused.too_large", megabytes=most // 1024**2)
        chunks.append(chunk)
    return b"".join(chunks)
