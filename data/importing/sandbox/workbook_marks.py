"""Which cells of a sheet show something else than their value: an error, or a number with zeros before it?

The reader of workbooks gives an empty cell for ``#N/A`` and 123 for a number shown as 00123; both
would be a silent change.
"""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

from data.importing.archives import Member, members_of, unpacked

_CELL = rb"<c ([^>]*(?:%s)[^>]*)>(.*?)</c>"
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_PADDED = re.compile(r"0{2,20}")
_WHOLE = re.compile(r"\d{1,15}")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def shown_cells(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Return (row, column) -> text, rows from 1 and columns from 0, of such cells of a sheet."""
    members = {member.name: member for member in members_of(data)}
    try:
        member = members[_path(data, members, sheet)]
        padded = _padded_styles(data, members)
    except (KeyError, ElementTree.ParseError, StopIteration):
        return {}
    marks = [b't="e"', *(b's="%d"' % style for style in padded)]
    xml = unpacked(data, member)
    if not any(mark in xml for mark in marks):
        return {}
    pattern = re.compile(_CELL % b"|".join(rb"\b" + mark for mark in marks), re.DOTALL)
    found: dict[tuple[int, int], str] = {}
    for attributes, inside in pattern.findall(xml):
        place, value = _PLACE.search(attributes), _VALUE.search(inside)
        text = _shown(attributes, value[1].decode(errors="replace") if value else "", padded)
        if place and text:
            found[int(place[2]), _column(place[1])] = text
    return found


def _shown(attributes: bytes, value: str, padded: dict[int, int]) -> str:
    kind, style = _TYPE.search(attributes), _STYLE.search(attributes)
    if kind and kind[1] == b"e":
        return value
    width = padded.get(int(style[1]), 0) if style else 0
    is_number = kind is None or kind[1] == b"n"
    return value.zfill(width) if width and is_number and _WHOLE.fullmatch(value) else ""


def _path(data: bytes, members: dict[str, Member], sheet: str) -> str:
    workbook = ElementTree.fromstring(unpacked(data, members["xl/workbook.xml"]))  # noqa: S314 - in a limited process
    relation = next(
        one.attrib[_RELATION]
        for one in workbook.iter()
        if one.tag.endswith("}sheet") and one.get("name") == sheet
    )
    relations = ElementTree.fromstring(unpacked(data, members["xl/_rels/workbook.xml.rels"]))  # noqa: S314
    target = next(one.attrib["Target"] for one in relations if one.get("Id") == relation)
    return posixpath.normpath(posixpath.join("xl", target)).lstrip("/")


def _padded_styles(data: bytes, members: dict[str, Member]) -> dict[int, int]:
    """Return style -> width of those styles that fill a number up with zeros."""
    styles = ElementTree.fromstring(unpacked(data, members["xl/styles.xml"]))  # noqa: S314
    widths = {
        one.get("numFmtId"): len(code)
        for one in styles.iter()
        if one.tag.endswith("}numFmt") and _PADDED.fullmatch(code := one.get("formatCode", ""))
    }
    cells = next((one for one in styles if one.tag.endswith("}cellXfs")), ())
    found = enumerate(widths.get(one.get("numFmtId"), 0) for one in cells)
    return {style: width for style, width in found if width}


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
