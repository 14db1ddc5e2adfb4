"""In which format is a file written: by its bytes, and does its name agree?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Literal

from data.errors import FileRefusedError
from data.importing.archives import Member

Format = Literal["text", "xlsx", "xlsb", "xls", "ods", "parquet", "jsonl", "zip", "gz"]

WORKBOOKS = ("xlsx", "xlsb", "xls", "ods")
TABLE_SUFFIXES = (
    ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet", ".pq",
    ".jsonl", ".ndjson", ".json", ".gz", ".zip",
)  # fmt: skip
_KEPT_UPLOAD = ".part"
_ZIP, _OLE, _GZIP, _PARQUET = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
# Which formats may stand under a name; a name that isn't here says nothing.
_NAMED: dict[str, tuple[str, ...]] = {
    ".csv": ("text", "gz"), ".tsv": ("text", "gz"), ".tab": ("text", "gz"), ".txt": ("text", "gz", "jsonl"),
    ".xlsx": ("xlsx", "xls"), ".xlsm": ("xlsx",), ".xlsb": ("xlsb",), ".xls": ("xls",), ".ods": ("ods",),
    ".parquet": ("parquet",), ".pq": ("parquet",), ".jsonl": ("jsonl",), ".ndjson": ("jsonl",),
    ".json": ("jsonl",), ".gz": ("gz",), ".zip": ("zip",),
}  # fmt: skip
_SAID = {"text": "CSV", "jsonl": "JSON Lines", "parquet": "Parquet", "zip": "ZIP", "gz": "GZIP"}


def suffix_of(name: str) -> str:
    """Return the ending of a file's name, that of a kept upload too."""
    return PurePath(name.removesuffix(_KEPT_UPLOAD)).suffix.lower()


def is_named_text(name: str) -> bool:
    """Whether a name promises a table of text."""
    return "text" in _NAMED.get(suffix_of(name), ())


def format_of(data: bytes, name: str) -> Format:
    """Return the format that the bytes have; a zip archive may still turn out to be a workbook."""
    if data.startswith(_ZIP):
        return "zip"
    if data.startswith(_OLE):
        return "xls"
    if data.startswith(_GZIP):
        return "gz"
    if data.startswith(_PARQUET):
        return "parquet"
    is_object = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b"{ ", b"{}", b"{\n", b"[{"))
    named_so = "jsonl" in _NAMED.get(suffix_of(name), ()) and suffix_of(name) != ".txt"
    return "jsonl" if is_object or (named_so and data[:1] in {b"{", b"["}) else "text"


def workbook_in(data: bytes, members: Sequence[Member]) -> Format | None:
    """Return which workbook a zip archive is, None where it is an archive of files.

    Raises
    ------
    FileRefusedError
        It is another document of an office program, or a workbook with macros.
    """
    names = {member.name for member in members}
    if "mimetype" in names:
        if _SPREADSHEET not in data[:200]:
            raise FileRefusedError("import.refused.not_a_table")
        return "ods"
    if "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise FileRefusedError("import.refused.macros")
    if "xl/workbook.bin" in names:
        return "xlsb"
    if not any(name.startswith("xl/") for name in names):
        raise FileRefusedError("import.refused.not_a_table")
    return "xlsx"


def refuse_locked(data: bytes) -> None:
    """Refuse an old workbook (or what hides in its container) that holds macros or needs a password.

    Raises
    ------
    FileRefusedError
        It does, or it holds no workbook at all.
    """
    if _LOCKED in data:
        raise FileRefusedError("import.refused.encrypted")
    if _MACROS in data:
        raise FileRefusedError("import.refused.macros")
    if not any(stream in data for stream in _WORKBOOK_STREAMS):
        raise FileRefusedError("import.refused.not_a_table")


def refuse_other_name(found: Format, name: str) -> None:
    """Refuse a file whose name says another format than its bytes: one of the two is a mistake.

    Raises
    ------
    FileRefusedError
        They contradict each other.
    """
    expected = _NAMED.get(suffix_of(name))
    if expected is None or found in expected:
        return
    if is_named_text(name) and found in {"zip", *WORKBOOKS}:
        raise FileRefusedError("import.refused.workbook")
    raise FileRefusedError(
        "import.refused.wrong_name", suffix=suffix_of(name), found=_SAID.get(found, f"Excel ({found})")
    )
