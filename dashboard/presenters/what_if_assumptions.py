"""On which assumptions does an answer rest, in words: each with its value now and then, and its origin?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.assumption_words import COUNTED, source_words
from dashboard.presenters.terms import TIERS, term

_SHARES = frozenset({"share", "probability", "per_year"})
COLUMNS = ("group", "name", "base", "scenario", "origin", "source")


def assumption_table(
    rows: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], reader: Reader
) -> pd.DataFrame:
    """Return a row a parameter with ``COLUMNS`` as texts, what the scenario changes first.

    ``rows`` are the scenario's, ``before`` the base's, as ``simulation_figures.assumptions`` has
    them; the four tiers of one parameter share a row.
    """
    now = {row["path"]: row["value"] for row in before}
    told = [row for row in rows if not str(row["path"]).endswith(".code")]
    together = [list(found) for _, found in groupby(told, key=_without_tier)]
    changed = [any(now.get(row["path"]) != row["value"] for row in found) for found in together]
    ordered = [found for _, found in sorted(zip(changed, together, strict=True), key=lambda one: not one[0])]
    return pd.DataFrame([_row(found, now, reader) for found in ordered], columns=list(COLUMNS))


def _without_tier(row: Mapping[str, Any]) -> str:
    path, _, last = str(row["path"]).rpartition(".")
    return path if last in TIERS else str(row["path"])


def _row(found: Sequence[Mapping[str, Any]], now: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    texts, first = reader.texts, found[0]
    path = str(first["path"])
    cases = texts("whatif.sheet.cases", count=int(first["cases"])) if first["cases"] else ""
    was = [value_words(now[row["path"]], row, reader) for row in found if row["path"] in now]
    return {
        "group": texts(f"whatif.group.{path.partition('.')[0] if '.' in path else 'run'}"),
        "name": parameter_words(_without_tier(first), str(first["name_id"]), reader),
        "base": _alike(was) or "–",
        "scenario": _alike([value_words(row["value"], row, reader) for row in found]),
        "origin": texts(f"whatif.origin.{first['origin']}"),
        "source": source_words(str(first["source"]), reader) or cases,
    }


def _alike(words: Sequence[str]) -> str:
    """Return the words of the tiers, platinum first; once where all have the same."""
    return words[0] if len(set(words)) == 1 else " / ".join(words)


def parameter_words(path: str, name_id: str, reader: Reader) -> str:
    """Return a parameter's name, with the number of the item that it is of, from the second on."""
    words = reader.texts(name_id)
    item = next((int(part) for part in path.split(".") if part.isdigit()), 0)
    return f"{words} ({reader.texts('whatif.group.item', number=item + 1)})" if item else words


def value_words(value: Any, row: Mapping[str, Any], reader: Reader) -> str:
    """Return a parameter's value with its unit."""
    texts, unit = reader.texts, str(row["unit"])
    if value is None:
        return "–"
    if isinstance(value, bool):
        return texts("whatif.sheet.yes" if value else "whatif.sheet.no")
    if isinstance(value, list | tuple):
        return ", ".join(term("tier", one, texts) for one in value)
    if isinstance(value, str):
        return texts(f"whatif.choice.{value}") if texts.has(f"whatif.choice.{value}") else value
    return _number_words(float(value), unit, str(row["unit_id"]), reader)


def _number_words(value: float, unit: str, unit_id: str, reader: Reader) -> str:
    texts = reader.texts
    if unit == "money":
        return reader.formats.money(value)
    if unit in _SHARES:
        return f"{100.0 * value:.4g}%"
    if value == 1 and unit in COUNTED:
        return texts(f"sensitivity.one.{unit}")
    number = reader.formats.decimal(value, 0 if value == int(value) else 2)
    if unit in ("number", "factor"):
        return number
    return texts("sensitivity.amount", value=number, unit=texts(unit_id))
