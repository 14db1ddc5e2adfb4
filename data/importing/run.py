"""How is one file brought in, from its bytes to its report?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from data.database import driver_connection, reader, writer
from data.errors import QuestionOpenError
from data.importing.checked import Checked
from data.importing.findings import Finding
from data.importing.kinds import REGISTRY
from data.importing.opening import LAYOUT_QUESTIONS, OpenedFile, open_file
from data.importing.report import (
    ImportReport,
    ImportRequest,
    Rows,
    all_findings,
    findings_from,
    rows_of,
    sums_of,
)
from data.importing.rules import Rules
from data.importing.settled import Settled
from data.importing.settling import COLUMN_ANSWER, settle
from data.importing.source import load
from data.importing.store import Accounted, store
from data.importing.stored_alike import stored_alike
from data.progress import Progress, silent
from data.tables.records import Import
from data.viewer import Viewer
from data.workspaces import WorkspaceInfo, workspace


def run_import(
    viewer: Viewer, slug: str, request: ImportRequest, progress: Progress = silent
) -> ImportReport:
    """Bring a file in and account for every row of it; with open questions nothing is done.

    Raises
    ------
    FileRefusedError
        The file can't be read as a table.
    DataError
        A field, heading or answer that was given doesn't exist.
    CancelledError
        Somebody asked to stop; nothing was changed.
    """
    viewer.require_change(slug)
    return replace(_run(workspace(viewer, slug), request, progress), kind=request.kind)


def _run(company: WorkspaceInfo, request: ImportRequest, progress: Progress) -> ImportReport:
    progress(0.0, "import.step.reading")
    source = load(request.path)
    if (earlier := _earlier(company.slug, request.kind, source.sha256)) is not None:
        return earlier
    try:
        opened = open_file(source, request.answers)
    except QuestionOpenError as error:
        return ImportReport("questions", questions=error.parameters["questions"])  # type: ignore[arg-type]
    if (earlier := _earlier(company.slug, request.kind, opened.sha256)) is not None:
        return earlier
    progress(0.2, "import.step.checking")
    alike = stored_alike(company.slug)
    settled = settle(opened.raw, request.kind, request.mapping, request.answers, alike)
    if settled.open:
        return ImportReport("questions", questions=settled.open)
    rules = rules_of(company, request.today)
    kind = REGISTRY[request.kind]
    checked = kind.check(opened.raw, settled, rules, opened)
    checked = replace(checked, fixed=[*checked.fixed, *_unasked(request, settled)])
    progress(0.45, "import.step.comparing")
    if _is_useless(rows_of(checked)):
        return _report("refused", checked, rules)
    if request.dry_run:
        with reader(company.slug) as session:
            checked = kind.stored(driver_connection(session), checked, settled)
            return _report("dry_run", checked, rules)
    with writer(company.slug) as session:
        if (earlier := _earlier_in(session, request.kind, opened.sha256)) is not None:
            return earlier
        checked = kind.stored(driver_connection(session), checked, settled)
        report = _report("done", checked, rules)
        account = _account(request, opened, settled, report)
        import_id, new = store(session, company.slug, checked, settled, account, progress)
        progress(0.98, "import.step.saving")
    return ImportReport("done", report.rows, report.sums, report.findings, (), import_id, new)


def _unasked(request: ImportRequest, settled: Settled) -> list[Finding]:
    """Return that an answer was to no question of this file: a name mistyped changes nothing silently."""
    known = settled.given.keys() | LAYOUT_QUESTIONS
    names = [name for name in request.answers if name not in known and not name.startswith(COLUMN_ANSWER)]
    return [Finding("answers_unasked", "noted", len(names), parameters={"names": ", ".join(names)})]


def _is_useless(rows: Rows) -> bool:
    """Whether nothing of a file could be used: then a column is usually taken for the wrong thing."""
    return rows.rejected > 0 and rows.accepted + rows.duplicates == 0


def rules_of(company: WorkspaceInfo, today: dt.date | None = None) -> Rules:
    """Return what a file is checked against: the company's currency and the day of the import."""
    # The business's local day: an import late in the evening must not call today the future.
    return Rules(company.currency, company.currency_exponent, today or dt.datetime.now().astimezone().date())


def understanding_of(opened: OpenedFile, settled: Settled) -> dict[str, Any]:
    """Return how a file was read, as plain values for the import's row and the page."""
    return {
        "encoding": opened.encoding,
        "separator": opened.dialect.separator,
        "has_header": opened.dialect.has_header,
        "headings": list(opened.dialect.headings),
        "mapping": dict(settled.mapping),
        "date_order": settled.date_order,
        "decimal_signs": dict(settled.decimal_signs),
        "strip_zero": settled.strip_zero,
        "known_on": settled.given.get("known_on") or "",
        "answers": {name: answer for name, answer in settled.given.items() if answer is not None},
    }


def _report(state: Any, checked: Checked, rules: Rules) -> ImportReport:
    return ImportReport(state, rows_of(checked), sums_of(checked, rules.exponent), all_findings(checked))


def _account(request: ImportRequest, opened: OpenedFile, settled: Settled, report: ImportReport) -> Accounted:
    return Accounted(
        kind=request.kind,
        file_name=request.name,
        sha256=opened.sha256,
        rows=report.rows,
        sums=dict(report.sums),
        findings=[finding.as_json() for finding in report.findings],
        understanding=understanding_of(opened, settled),
    )


def _earlier(slug: str, kind: str, sha256: str) -> ImportReport | None:
    with reader(slug) as session:
        return _earlier_in(session, kind, sha256)


def _earlier_in(session: Session, kind: str, sha256: str) -> ImportReport | None:
    """Return the report of the same file's active import: all that was taken then is there already."""
    row = session.exec(
        select(Import).where(
            Import.kind == kind, Import.file_sha256 == sha256, col(Import.undone_at).is_(None)
        )
    ).first()
    if row is None:
        return None
    there = row.rows_accepted + row.rows_duplicates
    sums = dict(row.sums)
    if sums:
        sums["duplicates"] = str(Decimal(sums["accepted"]) + Decimal(sums["duplicates"]))
        sums["accepted"] = str(Decimal(sums["accepted"]) * 0)
    return ImportReport(
        "already_imported",
        Rows(row.rows_read, 0, row.rows_rejected, there),
        sums,
        findings_from(row.findings),
        (),
        row.import_id,
    )
