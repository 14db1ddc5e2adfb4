"""How does a file become part of a company, from a page, from the command line, or in the worker?

The command line calls ``import_file``, whose report says what its exit code is: ``done``,
``dry_run`` and ``already_imported`` are 0, ``refused`` is 2, ``questions`` is 3; a ``DataError`` on
the way (a file that is no table, a heading that doesn't exist) is 2 as well. ``report.as_json()``
is the object of ``--json``; ``pairs`` reads ``--map`` and ``--answer``. ``undo`` takes an import out.

The page keeps the uploaded bytes with ``keep_upload``, shows ``inspect_upload``, and starts
``start_import`` or ``start_undo``; the worker runs ``import_job`` and ``undo_job``. Uploaded bytes lie in
the company's own folder until their job has run.
"""

from __future__ import annotations

import io
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.usecases import jobs
from dashboard.usecases.spreadsheets import Kind, table_file
from data import reading
from data.errors import DataError, FileRefusedError
from data.home import workspace_folder
from data.importing.fields import FIELDS, KINDS, NEEDED, NOT_USED
from data.importing.findings import Example, Finding
from data.importing.formats import TABLE_SUFFIXES
from data.importing.inspection import ColumnView, Inspection, PreviewRow, inspect
from data.importing.questions import Choice, Question
from data.importing.report import ImportReport, ImportRequest, findings_from
from data.importing.run import rules_of, run_import
from data.importing.sandbox.kept import remove_upload
from data.importing.stored_alike import stored_alike
from data.importing.undo import UndoReport, undo_import
from data.jobs import LeaseLostError
from data.progress import Progress, silent
from data.reading import Holdings, ImportRecord
from data.snapshot import remove_unused_parts
from data.viewer import Viewer
from data.workspaces import workspace

__all__ = [
    "FIELDS",
    "KINDS",
    "NEEDED",
    "NOT_USED",
    "SUFFIXES",
    "Choice",
    "ColumnView",
    "Example",
    "Finding",
    "Holdings",
    "ImportRecord",
    "ImportReport",
    "ImportRequest",
    "Inspection",
    "PreviewRow",
    "Question",
    "UndoReport",
    "Upload",
    "discard_upload",
    "findings_of",
    "history",
    "holdings",
    "import_file",
    "import_job",
    "inspect_upload",
    "keep_upload",
    "left_out_file",
    "pairs",
    "start_import",
    "start_undo",
    "undo",
    "undo_job",
]

# The ending of the name stays with the bytes: it has to fit them.
_TOKEN = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,8}){0,2}")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
SUFFIXES = tuple(suffix.removeprefix(".") for suffix in TABLE_SUFFIXES)
_UPLOADS_LAST_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class Upload:
    """A file that somebody handed over: where it is kept, and what they call it."""

    token: str
    file_name: str


def import_file(
    viewer: Viewer, workspace_name: str, request: ImportRequest, progress: Progress = silent
) -> ImportReport:
    """Bring a file into a company (by slug or name), at once and in this process.

    Raises
    ------
    FileRefusedError
        The file is no table of text.
    DataError
        The kind, a field, a heading or an answer doesn't exist.
    """
    if request.kind not in KINDS:
        raise DataError("import.kind_unknown", kind=request.kind, kinds=", ".join(KINDS))
    return run_import(viewer, workspace(viewer, workspace_name).slug, request, progress)


def undo(viewer: Viewer, workspace_name: str, import_id: int) -> UndoReport:
    """Take an import out of a company (by slug or name), at once and in this process."""
    slug = workspace(viewer, workspace_name).slug
    report = undo_import(viewer, slug, import_id)
    remove_unused_parts(viewer, slug)
    return report


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """Return ``NAME=VALUE`` texts of an option as a mapping.

    Raises
    ------
    DataError
        One of them has no equals sign or no name.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise DataError("import.not_a_pair", option=option, text=text)
        found[name.strip()] = value.strip()
    return found


def keep_upload(viewer: Viewer, slug: str, content: bytes, file_name: str) -> Upload:
    """Keep uploaded bytes in the company's folder; forgotten ones of other days are removed."""
    viewer.require_change(slug)
    folder = _folder(slug)
    for old in folder.glob("*.part"):
        if time.time() - old.stat().st_mtime > _UPLOADS_LAST_SECONDS:
            remove_upload(old)
    endings = [suffix.lower() for suffix in Path(file_name).suffixes[-2:]]
    token = secrets.token_hex(16) + "".join(suffix for suffix in endings if _SUFFIX.fullmatch(suffix))
    path = folder / f"{token}.part"
    path.touch(mode=0o600)
    path.write_bytes(content)
    return Upload(token, Path(file_name).name[:200])


def discard_upload(viewer: Viewer, slug: str, upload: Upload) -> None:
    """Remove uploaded bytes that nobody wants any more."""
    viewer.require_change(slug)
    remove_upload(_path(slug, upload.token))


def inspect_upload(
    viewer: Viewer,
    slug: str,
    kind: str,
    upload: Upload,
    mapping: Mapping[str, str],
    answers: Mapping[str, str],
) -> Inspection:
    """Return how an uploaded file would be read, and what is still open.

    Raises
    ------
    DataError
        It can't be read, or a choice doesn't fit it.
    """
    viewer.require_read(slug)
    path, rules = _path(slug, upload.token), rules_of(workspace(viewer, slug))
    return inspect(path, kind, answers, mapping, rules, stored_alike(slug))


def start_import(
    viewer: Viewer, slug: str, upload: Upload, inspection: Inspection, answers: Mapping[str, str]
) -> int:
    """Ask the worker to bring an uploaded file in as it was understood, and return the job's id."""
    unused = {name: NOT_USED for name in FIELDS[inspection.kind] if name not in inspection.mapping}
    parameters = {
        "kind": inspection.kind,
        "token": upload.token,
        "file_name": upload.file_name,
        "mapping": {**unused, **inspection.mapping},
        "answers": {name: answer for name, answer in answers.items() if not name.startswith("column_for_")},
    }
    return jobs.start(viewer, slug, "import", parameters)


def start_undo(viewer: Viewer, slug: str, import_id: int) -> int:
    """Ask the worker to take an import out and return the job's id."""
    return jobs.start(viewer, slug, "undo", {"import_id": import_id})


def import_job(
    viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress
) -> Mapping[str, Any]:
    """Bring an uploaded file in (the worker's task) and remove its bytes."""
    path = _path(slug, parameters["token"])
    request = ImportRequest(
        kind=parameters["kind"],
        path=path,
        file_name=parameters["file_name"],
        mapping=parameters["mapping"],
        answers=parameters["answers"],
    )
    try:
        report = run_import(viewer, slug, request, progress)
    except LeaseLostError:  # another worker has taken over and still needs the bytes
        raise
    except BaseException:
        remove_upload(path)
        raise
    remove_upload(path)
    return report.as_json()


def undo_job(
    viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress
) -> Mapping[str, Any]:
    """Take an import out (the worker's task)."""
    return undo_import(viewer, slug, int(parameters["import_id"]), progress).as_json()


def history(viewer: Viewer, slug: str) -> list[ImportRecord]:
    """Return all imports of a company, the undone ones too, newest first."""
    return reading.imports(viewer, slug)


def holdings(viewer: Viewer, slug: str) -> Holdings:
    """Return how much a company has, over which time, and how fresh it is."""
    return reading.holdings(viewer, slug)


def findings_of(record: ImportRecord) -> tuple[Finding, ...]:
    """Return what an import found."""
    return findings_from(record.findings)


def left_out_file(
    viewer: Viewer, slug: str, import_id: int, kind: Kind, say: Callable[[str, str], str]
) -> bytes:
    """Return the rows that an import left out, with line and reasons, safe to open in a spreadsheet.

    ``say`` turns a cause and the heading it is about into the reader's sentence.

    Raises
    ------
    DataError
        The import left nothing out.
    NotAllowedError
        The rows are as they came, with names; a masked viewer may not have them.
    """
    written = reading.rejected_rows(viewer, slug, import_id)
    if written is None:
        raise DataError("import.nothing_left_out", number=import_id)
    rows = pd.read_parquet(io.BytesIO(written))
    sentences: dict[str, str] = {}
    for reasons in rows["reasons"].unique():
        split = [reason.partition(":") for reason in reasons.strip().split("\n")]
        sentences[reasons] = " ".join(say(cause, column) for cause, _, column in split)
    rows["reasons"] = rows["reasons"].map(sentences)
    return table_file(rows, kind).content


def _folder(slug: str) -> Path:
    folder = workspace_folder(slug) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _path(slug: str, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise FileRefusedError("import.refused.cannot_open", file=token[:40])
    return _folder(slug) / f"{token}.part"
