"""How often did what happened fall into the simulator's band: which words and rows say it?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.formats import Reader
from engine.simulation.past import LEVEL

_COLUMNS = ("figure", "stand", "holds", "actual", "band", "luck", "season")


@dataclass(frozen=True)
class RecordView:
    """The record in words and as a table of texts, a row a date and figure; ``labels`` head its columns."""

    headline: str
    rows: pd.DataFrame
    labels: dict[str, str]
    notes: tuple[str, ...]


def record_view(record: Mapping[str, Any], reader: Reader) -> RecordView:
    """Return what is shown of a record as ``dashboard.usecases.proving.record`` makes it."""
    texts, checks = reader.texts, record["past"]
    rows = pd.DataFrame([_row(check, reader) for check in checks], columns=list(_COLUMNS))
    labels = {name: texts(f"simulation_past.column.{name}") for name in _COLUMNS}
    left_out = [dt.date.fromisoformat(day) for day in record["left_out"]]
    notes = [texts("simulation_past.band_holds"), texts("simulation_past.overlap")] if checks else []
    if any(check["season"] is not None for check in checks):
        notes.append(texts("simulation_past.season_note"))
    if left_out:
        days = texts("simulation_past.and").join(reader.formats.day(day) for day in left_out)
        notes.append(texts("simulation_past.left_out", days=days))
    return RecordView(_headline(checks, record, reader), rows, labels, tuple(notes))


def _headline(checks: list[Mapping[str, Any]], record: Mapping[str, Any], reader: Reader) -> str:
    texts = reader.texts
    if not checks:
        return texts("simulation_past.none")
    held = sum(bool(check["holds"]) for check in checks)
    return texts(
        "simulation_past.held",
        held=held,
        total=len(checks),
        share=reader.formats.percent(held / len(checks), 0),
        level=reader.formats.percent(LEVEL, 0),
        luck=sum(bool(check["holds_by_luck"]) for check in checks),
        until=reader.formats.day(dt.date.fromisoformat(record["until"])),
    )


def _row(check: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    texts, formats = reader.texts, reader.formats
    number = _money(reader) if check["figure"] == "margin" else formats.count
    day = formats.day(dt.date.fromisoformat(check["stand"]))
    return {
        "stand": texts("simulation_past.from", day=day, count=check["months"]),
        "figure": texts(f"simulation_past.figure.{check['figure']}"),
        "band": texts("ceiling.range", low=number(check["low"]), high=number(check["high"])),
        "actual": number(check["actual"]),
        "holds": texts(f"simulation_past.{_side(check)}"),
        "luck": texts(f"simulation_past.{'inside' if check['holds_by_luck'] else 'outside'}"),
        "season": formats.percent(check["season"], 0),
    }


def _money(reader: Reader) -> Callable[[float], str]:
    # Rounded to thousands, what lies just outside would seem to lie on the edge.
    return lambda amount: reader.formats.money_in_full(amount, cents=False)


def _side(check: Mapping[str, Any]) -> str:
    if check["holds"]:
        return "inside"
    return "above" if check["actual"] > check["high"] else "below"
