"""Files of answers and complaints of a few lines, and a company to bring them into."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

from data.home import company_file
from data.importing.report import ImportReport, ImportRequest
from data.importing.run import run_import
from data.viewer import OWNER

TODAY = dt.date(2026, 1, 15)


def bring_in(slug: str, path: Path, kind: str, text: str, **options: Any) -> ImportReport:
    path.write_bytes(text.encode())
    return run_import(OWNER, slug, ImportRequest(kind=kind, path=path, today=TODAY, **options))


def causes(report: ImportReport) -> dict[str, int]:
    found: dict[str, int] = {}
    for finding in report.findings:
        found[finding.cause] = found.get(finding.cause, 0) + finding.count
    return found


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    rows = report.rows
    return rows.read, rows.accepted, rows.rejected, rows.duplicates


def stored(slug: str, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(company_file(slug)) as connection:
        return connection.execute(sql).fetchall()
