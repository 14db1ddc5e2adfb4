"""Files of a few lines, and a company to bring them into."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from data.importing.report import ImportReport, ImportRequest
from data.importing.run import run_import
from data.viewer import OWNER

TODAY = dt.date(2026, 1, 15)


def request_for(
    path: Path, text: str | bytes, kind: str = "transactions", **options: object
) -> ImportRequest:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return ImportRequest(kind=kind, path=path, today=TODAY, **options)  # type: ignore[arg-type]


def bring_in(
    slug: str, path: Path, text: str | bytes, kind: str = "transactions", **options: object
) -> ImportReport:
    return run_import(OWNER, slug, request_for(path, text, kind, **options))


def causes(report: ImportReport) -> dict[str, int]:
    return {finding.cause: finding.count for finding in report.findings}


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    rows = report.rows
    return rows.read, rows.accepted, rows.rejected, rows.duplicates
