"""What leaves the company as a file: its customers, an assessment, or what imports had to leave out?"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from dashboard.usecases.spreadsheets import KINDS, Kind, table_file
from data import assessments as stored
from data import reading
from data.customer_list import customer_list
from data.errors import DataError, NotFoundError
from data.reading import ImportRecord
from data.viewer import Viewer

What = Literal["customers", "assessment", "findings"]
WHATS: tuple[What, ...] = ("customers", "assessment", "findings")

Say = Callable[[str, Mapping[str, Any]], str]
"""Turns a message id and its parameters into the reader's sentence."""

_FINDING_COLUMNS = ("import_id", "file_name", "entry", "line", "column", "value", "rows", "cause", "action")


@dataclass(frozen=True)
class Exported:
    """A written file, how many rows it has, and how many cells were made harmless."""

    path: Path
    rows: int
    neutralised: int


def export(viewer: Viewer, slug: str, what: str, path: Path, say: Say) -> Exported:
    """Write a table of a company to a file; its ending says of which kind.

    The file is there whole or not at all; one of that name is replaced. ``say`` puts causes
    of findings into the reader's language.

    Raises
    ------
    DataError
        The ending isn't known, there is nothing to write, or it can't be written there.
    NotAllowedError
        Left-out rows are as they came, with names; a masked viewer may not have them.
    """
    kind = kind_of(path)
    file = table_file(table(viewer, slug, what, say), kind)
    _write(path, file.content)
    return Exported(path, file.rows, file.neutralised)


def kind_of(path: Path) -> Kind:
    """Return which kind of file a path names by its ending.

    Raises
    ------
    DataError
        It is none of csv, xlsx and parquet.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in KINDS:
        raise DataError("export.kind_unknown", found=path.name, kinds=", ".join(KINDS))
    return ending


def table(viewer: Viewer, slug: str, what: str, say: Say) -> pd.DataFrame:
    """Return a table as it would be exported.

    Raises
    ------
    DataError
        There is no table of that name, or nothing to put into it.
    """
    if what == "customers":
        return customer_list(viewer, slug)
    if what == "assessment":
        return newest_assessment(viewer, slug)
    if what == "findings":
        return findings(viewer, slug, say)
    raise DataError("export.what_unknown", found=what, whats=", ".join(WHATS))


def newest_assessment(viewer: Viewer, slug: str) -> pd.DataFrame:
    """Return the customers of the newest assessment, with its day and their names where known.

    Raises
    ------
    NotFoundError
        The company was never assessed.
    """
    made = stored.assessments(viewer, slug)
    if not made:
        raise NotFoundError("export.no_assessment")
    frame = stored.assessment_frame(viewer, slug, made[0].assessment_id).copy()  # its columns in one piece
    frame.insert(0, "as_of", pd.Timestamp(made[0].as_of))
    names = reading.customer_names(viewer, slug)
    if not names.empty:
        frame.insert(2, "name", frame["customer_id"].map(names).fillna(""))
    return frame.drop(columns="customer_key")


def findings(viewer: Viewer, slug: str, say: Say) -> pd.DataFrame:
    """Return what all imports that stand found: one row an example of a finding or a row left out.

    Rows left out carry their cells as written, under the headings of their file.
    """
    tables = [pd.DataFrame(columns=list(_FINDING_COLUMNS))]
    for record in reversed(reading.imports(viewer, slug)):
        if record.undone_at is None:
            tables += [_found(record, say), _left_out(viewer, slug, record, say)]
    filled = [one for one in tables if not one.empty]
    return pd.concat(filled, ignore_index=True) if filled else tables[0]


def _found(record: ImportRecord, say: Say) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for finding in record.findings:
        about = _about(record, finding, say)
        nowhere = [{"line": None, "column": finding["column"], "value": ""}]
        rows += [about | example for example in finding["examples"] or nowhere]
    return pd.DataFrame(rows, columns=list(_FINDING_COLUMNS)).astype({"line": "Int64"})


def _about(record: ImportRecord, finding: Mapping[str, Any], say: Say) -> dict[str, Any]:
    parameters = {**finding["parameters"], "count": finding["count"], "column": finding["column"]}
    return {
        "import_id": record.import_id,
        "file_name": record.file_name,
        "entry": say("export.entry.finding", {}),
        "rows": finding["count"],
        "cause": say(f"import.finding.{finding['cause']}", parameters),
        "action": say(f"import.action.{finding['action']}", {"count": finding["count"]}),
    }


def _left_out(viewer: Viewer, slug: str, record: ImportRecord, say: Say) -> pd.DataFrame:
    written = reading.rejected_rows(viewer, slug, record.import_id)
    if written is None:
        return pd.DataFrame()
    rows = pd.read_parquet(io.BytesIO(written))
    causes = {
        (finding["cause"], finding["column"]): _about(record, finding, say)["cause"]
        for finding in record.findings
    }
    reasons = rows.pop("reasons").str.strip().str.split("\n")
    about = pd.DataFrame(
        {
            "import_id": record.import_id,
            "file_name": record.file_name,
            "entry": say("export.entry.row", {}),
            "line": rows.pop("line").astype("Int64"),
            "column": [", ".join(_columns(each)) for each in reasons],
            "rows": 1,
            "cause": [" ".join(_sentences(each, causes)) for each in reasons],
            "action": say("import.action.left_out", {"count": 1}),
        }
    )
    clashing = {name: f"{name} (in the file)" for name in rows.columns if name in _FINDING_COLUMNS}
    return pd.concat([about, rows.rename(columns=clashing)], axis=1)


def _columns(reasons: Sequence[str]) -> list[str]:
    columns = [reason.partition(":")[2] for reason in reasons]
    return list(dict.fromkeys(filter(None, columns)))


def _sentences(reasons: Sequence[str], causes: Mapping[tuple[str, str], str]) -> list[str]:
    pairs = [reason.partition(":") for reason in reasons]
    return list(dict.fromkeys(causes.get((cause, column), cause) for cause, _, column in pairs))


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise DataError("export.not_writable", path=str(path), reason=reason) from error
