"""What lies in a packed file, and is it safe to unpack? Its directory answers before any byte is unpacked.

Sizes, ratio, number and names of the members are looked at first; unpacking then stops where
a directory has lied.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from data.errors import FileRefusedError

MOST_BYTES = 512 * 1024 * 1024
# Tables of text shrink to a fifth or a tenth; a file that unpacks to this many times its size is no table.
MOST_UNPACKED = 200
UNSUSPICIOUS_BYTES = 16 * 1024 * 1024
_MOST_MEMBERS = 5_000
_MOST_DIRECTORY_BYTES = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
_GZIP = b"\x1f\x8b"
_END_RECORD = b"PK\x05\x06"
_END_RECORD_REACH = 65_557
_STORED, _DEFLATED = 0, 8
_LEADING_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError,
    RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """A file in an archive: its name for people, and where its packed bytes begin and end."""

    name: str
    packed_bytes: int
    unpacked_bytes: int
    begins: int
    is_deflated: bool


def most_unpacked(packed_bytes: int) -> int:
    """Return how many bytes a packed file of this size may become."""
    return min(MOST_BYTES, max(UNSUSPICIOUS_BYTES, packed_bytes * MOST_UNPACKED))


def members_of(data: bytes) -> list[Member]:
    """Return the files in a zip archive, from its directory alone.

    Raises
    ------
    FileRefusedError
        The directory is damaged, locked by a password, or promises more than a table can be.
    """
    _refuse_large_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [_member(data, info) for info in archive.infolist() if not info.is_dir()]
    except _DAMAGE as error:
        raise FileRefusedError("import.refused.damaged_archive") from error
    names = [member.name for member in found]
    if len(set(names)) < len(names) or sum(member.packed_bytes for member in found) > len(data):
        raise FileRefusedError("import.refused.damaged_archive")
    most = most_unpacked(len(data))
    if sum(member.unpacked_bytes for member in found) > most:
        raise FileRefusedError("import.refused.too_large", megabytes=most // 1024**2)
    return found


def unpacked(data: bytes, member: Member) -> bytes:
    """Return the bytes of a member, exactly as many as the directory says.

    Raises
    ------
    FileRefusedError
        There are more or fewer, or they can't be unpacked.
    """
    return b"".join(_pieces(data, member))


def refuse_lies(data: bytes, members: Sequence[Member]) -> None:
    """Refuse an archive of which any member unpacks to another size than its directory says.

    Raises
    ------
    FileRefusedError
        It does; or a member is damaged.
    """
    for member in members:
        for _ in _pieces(data, member):
            pass


def gunzipped(data: bytes) -> bytes:
    """Return what a ``.gz`` holds; a bomb is noticed after its first 16 MB.

    Raises
    ------
    FileRefusedError
        It is damaged, breaks off, or is too large for a table.
    """
    chunks: list[bytes] = []
    size = begins = 0
    view = memoryview(data)
    try:
        while (
            begins == 0 or data[begins : begins + 2] == b"\x1f\x8b"
        ):  # several streams may follow each other
            stream = zlib.decompressobj(31)
            consumed = 0
            for piece, consumed in _inflated(view[begins:], stream):
                size += len(piece)
                _refuse_bomb(size, begins + consumed)
                chunks.append(piece)
            begins += consumed
    except (zlib.error, EOFError) as error:
        raise FileRefusedError("import.refused.damaged_archive") from error
    return b"".join(chunks)


def _inflated(packed: memoryview, stream: Any) -> Iterator[tuple[bytes, int]]:
    """Yield pieces of at most 1 MB, each with how many packed bytes were used up to it."""
    taken, rest = 0, b""
    while not stream.eof:
        if not rest:
            rest = bytes(packed[taken : taken + _CHUNK])
            taken += len(rest)
        piece = stream.decompress(rest, _CHUNK)
        if not rest and not piece and not stream.eof:
            raise EOFError
        rest = stream.unconsumed_tail
        yield piece, taken - len(rest) - len(stream.unused_data)


def _refuse_bomb(size: int, consumed: int) -> None:
    most = most_unpacked(consumed)
    if size > most:
        raise FileRefusedError("import.refused.too_large", megabytes=most // 1024**2)


def _refuse_large_directory(data: bytes) -> None:
    at = data.rfind(_END_RECORD, max(0, len(data) - _END_RECORD_REACH))
    if at < 0 or len(data) < at + 22:
        raise FileRefusedError("import.refused.damaged_archive")
    count, size = struct.unpack_from("<HI", data, at + 10)
    if count > _MOST_MEMBERS or size > _MOST_DIRECTORY_BYTES:
        raise FileRefusedError("import.refused.too_many_members", most=_MOST_MEMBERS)


def _member(data: bytes, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & 0x1:
        raise FileRefusedError("import.refused.encrypted")
    if info.compress_type not in {_STORED, _DEFLATED}:
        raise FileRefusedError("import.refused.packing_method")
    name = _name(info)
    if _LEADING_OUT.search(name):
        raise FileRefusedError("import.refused.member_path", name=name[:80])
    name_length, extra_length = struct.unpack_from("<HH", data, info.header_offset + 26)
    begins = info.header_offset + 30 + name_length + extra_length
    return Member(name, info.compress_size, info.file_size, begins, info.compress_type == _DEFLATED)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name; where the archive doesn't say UTF-8, Windows in China wrote GB18030."""
    if info.flag_bits & 0x800 or info.orig_filename.isascii():
        return info.orig_filename
    written = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _pieces(data: bytes, member: Member) -> Iterator[bytes]:
    packed = memoryview(data)[member.begins : member.begins + member.packed_bytes]
    if not member.is_deflated:
        if len(packed) != member.unpacked_bytes:
            raise FileRefusedError("import.refused.damaged_archive")
        yield bytes(packed)
        return
    stream, size = zlib.decompressobj(-15), 0
    try:
        for piece, _ in _inflated(packed, stream):
            size += len(piece)
            if size > member.unpacked_bytes:
                break
            yield piece
    except (zlib.error, EOFError) as error:
        raise FileRefusedError("import.refused.damaged_archive") from error
    if size != member.unpacked_bytes:
        raise FileRefusedError("import.refused.damaged_archive")
