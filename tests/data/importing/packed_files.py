"""Workbooks and archives made by hand: good ones, and ones that mean harm."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

WORKBOOKS = Path(__file__).parent / "workbooks"
SALES = (
    ("customer", "day", "amount"),
    ("00123", dt.date(2024, 1, 15), 12.5),
    ("B-7", dt.date(2024, 2, 29), -3.25),
)
_MEGABYTE = 1024 * 1024


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], *, date_1904: bool = False) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": date_1904})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, column, value, day)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return file.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet of an open document; a number is written as ``=1.5``, a day as ``@2024-01-15``."""

    def cell(text: str) -> str:
        if text.startswith("="):
            return f'<table:table-cell office:value-type="float" office:value="{text[1:]}"/>'
        if text.startswith("@"):
            return f'<table:table-cell office:value-type="date" office:date-value="{text[1:]}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    body = "".join(
        f"<table:table-row>{''.join(cell(text) for text in row)}</table:table-row>" for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return file.getvalue()


def xlsb(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A binary workbook with one sheet of texts and numbers."""

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def record(kind: int, payload: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, length = b"", len(payload)
        while length > 127:
            size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
        return number + size + bytes([length]) + payload

    def cell(column: int, value: str | float) -> bytes:
        head = struct.pack("<II", column, 0)
        if isinstance(value, str):
            return record(6, head + wide(value))
        return record(5, head + struct.pack("<d", value))

    sheet = record(0x0094, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(0x0091)
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", number) + bytes(21))
        sheet += b"".join(cell(column, value) for column, value in enumerate(row))
    book = record(0x0099, bytes(12)) + record(0x008F)
    book += (
        record(0x009C, struct.pack("<II", 0, 1) + wide("rId1") + wide("S")) + record(0x0090) + record(0x0084)
    )
    schema = "http://schemas.openxmlformats.org"
    relation = f'<Relationship Id="rId1" Type="{schema}/officeDocument/2006/relationships/worksheet"'
    return zipped(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships xmlns="{schema}/package/2006/relationships">'
                f'{relation} Target="worksheets/sheet1.bin"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.bin": sheet + record(0x0092),
        }
    )


def deflated(piece: bytes, times: int) -> bytes:
    """The packed form of a piece many times over, without unpacked bytes ever being there."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packing.compress(piece) + packing.flush(zlib.Z_FULL_FLUSH)
    return first * times + packing.flush(zlib.Z_FINISH)


def gzip_bomb(megabytes: int) -> bytes:
    head = b"\x1f\x8b\x08" + bytes(7)
    return head + deflated(bytes(_MEGABYTE), megabytes) + struct.pack("<II", 0, megabytes * _MEGABYTE)


def zip_bomb(name: str, megabytes: int, *, declared: int | None = None, others: bytes | None = None) -> bytes:
    """An archive with a member that unpacks to many megabytes; its directory may say fewer."""
    packed = deflated(b"<row/>" * (_MEGABYTE // 6), megabytes)
    size = megabytes * (_MEGABYTE // 6 * 6) if declared is None else declared
    good = {}
    if others is not None:
        with zipfile.ZipFile(io.BytesIO(others)) as archive:
            good = {other: archive.read(other) for other in archive.namelist() if other != name}
    members = [
        (other, zlib.crc32(content), len(content), deflated(content, 1), len(content))
        for other, content in good.items()
    ]
    members.append((name, 0, size, packed, size))
    body, directory = b"", b""
    for title, check, unpacked, content, _ in members:
        fields = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, 8, 0, 0x21, check, len(content), unpacked, len(title), 0
        )
        offset = len(body)
        body += b"PK\x03\x04" + fields + title.encode() + content
        directory += (
            b"PK\x01\x02\x14\x00" + fields + struct.pack("<HHHII", 0, 0, 0, 0, offset) + title.encode()
        )
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end
