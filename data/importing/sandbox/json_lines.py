"""What does a file of JSON lines hold, one object a line, its numbers digit by digit?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from data.importing.sandbox.cells import Grid
from data.importing.sandbox.limits import MOST_COLUMNS
from data.importing.sandbox.refusal import RefusedError

_SHOWN = 200


class _Number(str):
    """A number as it is written: 12.10 stays 12.10."""

    __slots__ = ()


class _RepeatedKeyError(ValueError):
    """An object names a key twice, so that one of its values would be lost."""


def read_json_lines(data: bytes, grid: Grid) -> tuple[list[str], list[tuple[int, str]]]:
    """Fill the grid; return the headings and the lines that are no object, as (line, text)."""
    headings: dict[str, int] = {}
    broken: list[tuple[int, str]] = []
    for number, line in _lines(data):
        if not line.strip():
            continue
        try:
            found = _object(line)
        except (ValueError, RecursionError):
            broken.append((number, line[:_SHOWN]))
            continue
        for name in found:
            headings.setdefault(name, len(headings))
        if len(headings) > MOST_COLUMNS:
            raise RefusedError("import.refused.too_many_columns", count=len(headings), most=MOST_COLUMNS)
        cells = [""] * len(headings)
        for name, value in found.items():
            cells[headings[name]] = value if type(value) is str else _text(value)
        grid.add(number, cells)
    return list(headings), broken


def _lines(data: bytes) -> Iterator[tuple[int, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("import.refused.broken_text", encoding="UTF-8") from error
    if text.lstrip().startswith("["):
        raise RefusedError("import.refused.json_array")
    return enumerate(re.split(r"\r?\n", text), 1)


def _object(line: str) -> dict[str, Any]:
    found = json.loads(
        line, parse_float=_Number, parse_int=_Number, parse_constant=_Number, object_pairs_hook=_once
    )
    if not isinstance(found, dict):
        raise ValueError
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKeyError
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    return json_text(value)


def json_text(value: Any) -> str:
    """Return a list or an object inside a cell as JSON again, its numbers as they were."""
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{json_text(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ",".join(json_text(one) for one in value) + "]"
    return str(value) if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)
