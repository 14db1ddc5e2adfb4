"""How does a sample company come in? The way any company does: files, an import, an assessment.

Every step is skipped where it was done before, so that work that broke off is finished by
whoever does it again. The app takes the company's own files alone, never the truth behind them.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.usecases.assessing import run_assessment
from dashboard.usecases.sample_companies import (
    ANSWERS,
    COMPANIES,
    HOTEL,
    MAPPINGS,
    Files,
    SampleCompany,
    sample_company,
)
from data import assessments as stored
from data import jobs
from data import workspaces as companies
from data.errors import DataError, NameTakenError, NotFoundError
from data.progress import Progress, silent, within
from data.reading import holdings, imports
from data.viewer import Viewer
from data.workspaces import WorkspaceInfo

_MONTHS_BACK = (12, 3, 0)
# How far the work is when the first file comes in, and when all are in.
_IMPORTED_FROM, _ASSESSED_FROM = 0.10, 0.60


def load_sample(
    viewer: Viewer, name: str = "", progress: Progress = silent, customers: int = 0, company: str = HOTEL.code
) -> dict[str, Any]:
    """Bring in a sample company under a name and assess it at three days, a year apart at most.

    The newest day comes last and in full, so that it can be held against the earlier ones.

    ``company`` is ``hotel`` or ``telephone``; without a ``name`` it has its own, without a number
    of ``customers`` its usual size. Returns ``workspace`` (its slug), ``name``, ``already_there``
    (nothing was left to do, nothing was changed), ``customers``, ``transactions``, ``rows``
    (accepted and rejected by kind) and the days ``as_of``.

    Raises
    ------
    NameTakenError
        There is a company of that name that isn't this sample; nothing was changed.
    NotFoundError
        There is no such sample company.
    CancelledError
        Somebody asked to stop; done again, the work goes on where it stopped.
    """
    viewer.require_change()
    workspace, is_changed = _brought_in(viewer, name, progress, customers, sample_company(company))
    unmade = _days_to_assess(viewer, workspace.slug)
    for number, day in enumerate(unmade):
        step = (1.0 - _ASSESSED_FROM) / len(unmade)
        start = _ASSESSED_FROM + number * step
        part = within(progress, start, start + step)
        run_assessment(viewer, workspace.slug, day, part, in_full=day == unmade[-1])
    return _told(viewer, workspace, is_changed=is_changed or bool(unmade))


def _brought_in(
    viewer: Viewer, name: str, progress: Progress, customers: int, made_up: SampleCompany
) -> tuple[WorkspaceInfo, bool]:
    """Bring in the files that are missing and say whether there were any."""
    workspace, is_new = _workspace(viewer, made_up, name or made_up.name)
    is_changed = _import(viewer, workspace.slug, made_up, customers or made_up.customers, progress)
    return workspace, is_new or is_changed


def _told(viewer: Viewer, workspace: WorkspaceInfo, *, is_changed: bool) -> dict[str, Any]:
    held = holdings(viewer, workspace.slug)
    return {
        "workspace": workspace.slug,
        "name": workspace.name,
        "already_there": not is_changed,
        "customers": held.customers,
        "transactions": held.transactions,
        "rows": {
            one.kind: {"accepted": one.rows_accepted, "rejected": one.rows_rejected}
            for one in imports(viewer, workspace.slug)
        },
        "as_of": [made.as_of.isoformat() for made in stored.assessments(viewer, workspace.slug)],
    }


def sample_job(
    viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Bring in a sample as the worker does it: usable at once, the rest as work of its own.

    The newest day is assessed in short, so that a first look need not wait; the earlier days, and the
    newest in full, are asked for. ``parameters`` may hold its ``name``, which ``company`` it is, and
    which comes ``then``.
    """
    del slug  # the company doesn't exist yet, so the job has none
    made_up = sample_company(str(parameters.get("company") or HOTEL.code))
    workspace, is_changed = _brought_in(viewer, str(parameters.get("name") or ""), progress, 0, made_up)
    unmade = _days_to_assess(viewer, workspace.slug)
    if unmade and not stored.assessments(viewer, workspace.slug):
        run_assessment(
            viewer, workspace.slug, unmade[-1], within(progress, _ASSESSED_FROM, 1.0), in_full=False
        )
    for day in unmade:
        asked = {"as_of": day.isoformat(), "in_full": day == unmade[-1]}
        jobs.enqueue(viewer, workspace.slug, "assess", asked)
    loaded = _told(viewer, workspace, is_changed=is_changed or bool(unmade))
    if following := parameters.get("then"):
        jobs.enqueue(viewer, "", "sample", {"company": str(following)})
    return loaded


def _workspace(viewer: Viewer, made_up: SampleCompany, name: str) -> tuple[WorkspaceInfo, bool]:
    try:
        found = companies.workspace(viewer, name)
    except NotFoundError:
        contractual = made_up.contractual
        return companies.create_workspace(viewer, name, contractual=contractual, is_sample=True), True
    if not found.is_sample:
        raise NameTakenError("sample.name_taken", name=found.name)
    others = tuple(one.files_begin for one in COMPANIES.values() if one != made_up)
    if any(record.file_name.startswith(others) for record in imports(viewer, found.slug)):
        raise NameTakenError("sample.other_company", name=found.name)
    return found, False


def _import(viewer: Viewer, slug: str, made_up: SampleCompany, customers: int, progress: Progress) -> bool:
    """Bring in the kinds that never were, and say whether there were any.

    What somebody undid on purpose stays undone.
    """
    recorded = {record.kind for record in imports(viewer, slug)}
    if recorded.issuperset(made_up.kinds):
        return False
    progress(0.02, "sample.step.inventing")
    files = made_up.invent(customers)
    missing = {kind: files[kind] for kind in made_up.kinds if kind not in recorded}
    with tempfile.TemporaryDirectory(prefix="holdfast-sample-") as folder:
        for kind, start, end in _shares(missing):
            progress(start, "sample.step.writing")
            path = Path(folder) / f"{made_up.files_begin}{kind}.csv"
            missing[kind].to_csv(path, index=False, float_format="%.2f")
            _import_file(viewer, slug, kind, path, within(progress, start, end))
    return True


def _shares(files: Files) -> Iterator[tuple[str, float, float]]:
    """Yield each kind with how far the work is before and after it; long files take longer."""
    rows, done = sum(len(frame) for frame in files.values()), 0
    for kind, frame in files.items():
        before, done = done, done + len(frame)
        span = (_ASSESSED_FROM - _IMPORTED_FROM) / rows
        yield kind, _IMPORTED_FROM + before * span, _IMPORTED_FROM + done * span


def _import_file(viewer: Viewer, slug: str, kind: str, path: Path, progress: Progress) -> None:
    from data.importing.report import ImportRequest
    from data.importing.run import run_import

    mapping, answers = MAPPINGS.get(kind, {}), ANSWERS.get(kind, {})
    request = ImportRequest(kind=kind, path=path, mapping=mapping, answers=answers, today=_today())
    if run_import(viewer, slug, request, progress).import_id is None:
        raise DataError("sample.not_readable", kind=kind)


def _today() -> dt.date:
    """Return today, or the samples' last day where a clock is behind it."""
    from data.sample.world import LAST_DAY

    return max(LAST_DAY, dt.datetime.now(tz=dt.UTC).date())


def _days_to_assess(viewer: Viewer, slug: str) -> list[dt.date]:
    """Return the days that are still to be assessed, the earliest first."""
    last = holdings(viewer, slug).last_day
    made = {one.as_of for one in stored.assessments(viewer, slug)}
    if last is None or len(made) >= len(_MONTHS_BACK):
        return []
    days = [(pd.Timestamp(last) - pd.DateOffset(months=months)).date() for months in _MONTHS_BACK]
    return [day for day in days if day not in made]
