"""What was brought in, when, and what became of it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.formats import Reader
from dashboard.presenters.import_report import ReportView, report_of_record, report_view


@dataclass(frozen=True)
class HistoryEntry:
    """An import: one line about it, and its whole report to unfold."""

    import_id: int
    title: str
    caption: str
    is_undone: bool
    report: ReportView


def history_view(imports: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[HistoryEntry, ...]:
    """Return all imports, newest first, as the use case returns them (as mappings)."""
    return tuple(_entry(record, reader) for record in imports)


def _entry(record: Mapping[str, Any], reader: Reader) -> HistoryEntry:
    texts, undone = reader.texts, record["undone_at"]
    done = texts(
        "data.history.line",
        kind=texts(f"data.kind.{record['kind']}"),
        day=record["imported_at"].astimezone().date(),
        rows=texts("data.history.rows", count=record["rows_accepted"]),
    )
    taken_out = texts("data.history.undone", day=undone.astimezone().date()) if undone else ""
    return HistoryEntry(
        import_id=record["import_id"],
        title=record["file_name"],
        caption=taken_out or done,
        is_undone=undone is not None,
        report=report_view(report_of_record(record), record["file_name"], reader),
    )
