"""What does the company have, how fresh is it, and how clean was it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.formats import Reader
from dashboard.presenters.figure import Explanation, Figure


@dataclass(frozen=True)
class HoldingsView:
    """The top of the Data page; ``is_empty`` while nothing has been brought in."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    is_empty: bool


def holdings_view(
    holdings: Mapping[str, Any], imports: Sequence[Mapping[str, Any]], today: dt.date, reader: Reader
) -> HoldingsView:
    """Return what is here; ``holdings`` and ``imports`` as the use case returns them, as mappings."""
    texts = reader.texts
    active = [one for one in imports if one["undone_at"] is None]
    if not holdings["transactions"]:
        headline = _without_transactions(int(holdings["customers"]), len(active), reader)
        return HoldingsView(headline, texts("data.caption.empty"), (), True)
    first, last = holdings["first_day"], holdings["last_day"]
    customers = texts("data.customers", count=holdings["customers"])
    rows = texts("data.transactions", count=holdings["transactions"])
    headline = texts("data.headline", customers=customers, transactions=rows, first=first, last=last)
    return HoldingsView(
        headline=headline,
        caption=texts("data.caption", imports=texts("data.imports", count=len(active)), on=_local(holdings)),
        figures=(
            _figure(reader, "customers", reader.formats.count(holdings["customers"]), holdings, active),
            _figure(reader, "transactions", reader.formats.count(holdings["transactions"]), holdings, active),
            _figure(reader, "freshness", _age(last, today, reader), holdings, active),
            _figure(reader, "usable", reader.formats.percent(_usable(active)), holdings, active),
        ),
        is_empty=False,
    )


def _without_transactions(customers: int, files: int, reader: Reader) -> str:
    if customers:
        return reader.texts("data.headline.customers_only", count=customers)
    if files:
        return reader.texts("data.headline.files_only", count=files)
    return reader.texts("data.headline.empty")


def _local(holdings: Mapping[str, Any]) -> dt.date:
    at: dt.datetime = holdings["last_import_at"]
    return at.astimezone().date()


def _age(last: dt.date, today: dt.date, reader: Reader) -> str:
    days = max((today - last).days, 0)
    return reader.texts("data.age.today") if days == 0 else reader.texts("data.age.days", count=days)


def _usable(imports: Sequence[Mapping[str, Any]]) -> float | None:
    """Return the share of rows that could be used; duplicates say nothing about it."""
    distinct = sum(one["rows_read"] - one["rows_duplicates"] for one in imports)
    return sum(one["rows_accepted"] for one in imports) / distinct if distinct else None


def _figure(
    reader: Reader, name: str, value: str, holdings: Mapping[str, Any], imports: Sequence[Mapping[str, Any]]
) -> Figure:
    texts = reader.texts
    read = sum(one["rows_read"] for one in imports)
    left_out = sum(one["rows_rejected"] for one in imports)
    duplicates = sum(one["rows_duplicates"] for one in imports)
    counts = {"read": read, "left_out": left_out, "duplicates": duplicates}
    inputs = tuple((texts(f"data.input.{key}"), reader.formats.count(count)) for key, count in counts.items())
    explanation = Explanation(
        meaning=texts(f"data.why.{name}"),
        origin=texts("frame.origin.measured"),
        as_of=reader.formats.day(holdings["last_day"]),
        rows=texts("data.transactions", count=holdings["transactions"]),
        method="",
        inputs=inputs if name == "usable" else (),
    )
    note = texts("data.note.usable", count=left_out) if name == "usable" and left_out else ""
    if name == "freshness":
        note = texts("data.note.freshness", day=holdings["last_day"])
    return Figure(texts(f"data.figure.{name}"), value, explanation, note=note)
