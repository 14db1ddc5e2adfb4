"""How good is the company's data, what does it allow, and what did each file add?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.figure_needs import NEEDS, possible
from engine.satisfaction.roles import LOYALTY_INDICATORS

_STALE_DAYS: Final = 92
_MOST_GAPS: Final = 3


@dataclass(frozen=True)
class Missing:
    """A figure that isn't possible yet, and what would make it so."""

    figure: str
    needs: str


@dataclass(frozen=True)
class QualityView:
    """Tables as text; ``remarks`` are the holes in words, ``ready`` the figures that the data allows."""

    headline: str
    kinds: pd.DataFrame
    remarks: tuple[str, ...]
    ready: tuple[str, ...]
    missing: tuple[Missing, ...]
    changes: pd.DataFrame


def quality_view(
    quality: Mapping[str, Any], imports: Sequence[Mapping[str, Any]], today: dt.date, reader: Reader
) -> QualityView:
    """Return what there is to say; ``quality`` and ``imports`` as the use cases return them, as mappings."""
    active = sorted(one["import_id"] for one in imports if one["undone_at"] is None)
    ready = possible(quality["coverage"], quality["spans"], active)
    held = [kind for kind in quality["kinds"] if kind["rows"]]
    texts = reader.texts
    return QualityView(
        headline=texts("quality.headline", ready=len(ready), all=len(NEEDS)),
        kinds=_kinds(held, today, reader),
        remarks=tuple(_remarks(held, today, reader)),
        ready=tuple(texts(f"quality.figure.{name}") for name in NEEDS if name in ready),
        missing=tuple(_missing(name, reader) for name in NEEDS if name not in ready),
        changes=_changes(quality, imports, active, reader),
    )


def _missing(name: str, reader: Reader) -> Missing:
    texts = reader.texts
    roles = texts("quality.and").join(texts(f"quality.role.{role}") for role in LOYALTY_INDICATORS)
    return Missing(texts(f"quality.figure.{name}"), texts(f"quality.needs.{name}", roles=roles))


def _kinds(held: Sequence[Mapping[str, Any]], today: dt.date, reader: Reader) -> pd.DataFrame:
    texts, formats = reader.texts, reader.formats
    names = ("kind", "rows", "customers", "from", "to", "age", "gaps")
    rows = [
        (
            texts(f"data.kind.{kind['kind']}"),
            formats.count(kind["rows"]),
            formats.count(kind["customers"]),
            formats.day(kind["first_day"]),
            formats.day(kind["last_day"]),
            _age(kind["last_day"], today, reader),
            _gaps(kind, reader),
        )
        for kind in held
    ]
    return pd.DataFrame(rows, columns=[texts(f"quality.column.{name}") for name in names])


def _age(last: dt.date | None, today: dt.date, reader: Reader) -> str:
    if last is None:
        return UNDEFINED
    days = (today - last).days
    if days <= 0:
        return reader.texts("data.age.today")
    return reader.texts("data.age.days", count=days)


def _gaps(kind: Mapping[str, Any], reader: Reader) -> str:
    months = sum(_months(first, last) for first, last in kind["gaps"])
    return reader.texts("quality.months", count=months) if months else UNDEFINED


def _remarks(held: Sequence[Mapping[str, Any]], today: dt.date, reader: Reader) -> list[str]:
    texts, formats = reader.texts, reader.formats
    said = []
    for kind in held:
        name = texts(f"data.kind.{kind['kind']}")
        if kind["gaps"]:
            spans = [_span(first, last, reader) for first, last in kind["gaps"][:_MOST_GAPS]]
            more = len(kind["gaps"]) - len(spans)
            where = texts("quality.and").join(spans) + (texts("quality.more", count=more) if more else "")
            said.append(texts("quality.remark.gaps", kind=name, months=where))
        if kind["kind"] == "transactions" and (today - kind["last_day"]).days > _STALE_DAYS:
            said.append(texts("quality.remark.stale", kind=name, day=formats.day(kind["last_day"])))
    return said


def _span(first: dt.date, last: dt.date, reader: Reader) -> str:
    one, other = reader.formats.month(first), reader.formats.month(last)
    return one if one == other else f"{one} – {other}"


def _months(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _changes(
    quality: Mapping[str, Any], imports: Sequence[Mapping[str, Any]], active: list[int], reader: Reader
) -> pd.DataFrame:
    """Return one row an import, the newest first: its rows, its new customers, what it made possible."""
    texts, formats = reader.texts, reader.formats
    before: frozenset[str] = frozenset()
    made: dict[int, frozenset[str]] = {}
    for place, import_id in enumerate(active):
        after = possible(quality["coverage"], quality["spans"], active[: place + 1])
        made[import_id], before = after - before, after
    names = ("file", "kind", "added", "new_customers", "now_possible")
    rows = [
        (
            one["file_name"],
            texts(f"data.kind.{one['kind']}"),
            formats.count(one["rows_accepted"]),
            formats.count(quality["new_customers"].get(one["import_id"], 0)),
            _figures(made[one["import_id"]], reader),
        )
        for one in imports
        if one["import_id"] in made
    ]
    return pd.DataFrame(rows, columns=[texts(f"quality.column.{name}") for name in names])


def _figures(names: frozenset[str], reader: Reader) -> str:
    texts = reader.texts
    return (
        texts("quality.and").join(texts(f"quality.figure.{name}") for name in NEEDS if name in names)
        or UNDEFINED
    )
