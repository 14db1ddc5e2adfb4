"""How does the sample company come in? The way any company does: files, an import, an assessment.

Every step is skipped where it was done before, so that work that broke off is finished by
whoever does it again. The app takes the company's own files alone, never the truth behind them.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.usecases.assessing import run_assessment
from data import assessments as stored
from data import workspaces as companies
from data.errors import DataError, NameTakenError, NotFoundError
from data.progress import Progress, silent, within
from data.reading import holdings, imports
from data.viewer import Viewer
from data.workspaces import WorkspaceInfo

DEFAULT_NAME = "Sample hotel group"
_SEED = 20261031
_MONTHS_BACK = (12, 3, 0)
# The import's kind and how far the work is when it begins and ends.
_STEPS = {"customers": (0.10, 0.20), "transactions": (0.20, 0.60)}
_ASSESSED_FROM = 0.60


def load_sample(
    viewer: Viewer, name: str = DEFAULT_NAME, progress: Progress = silent, customers: int = 5000
) -> dict[str, Any]:
    """Bring in the sample company under a name and assess it at three days, a year apart at most.

    Returns ``workspace`` (its slug), ``name``, ``already_there`` (nothing was left to do, nothing
    was changed), ``customers``, ``transactions`` and the days ``as_of``.

    Raises
    ------
    NameTakenError
        There is a company of that name that isn't a sample; nothing was changed.
    CancelledError
        Somebody asked to stop; done again, the work goes on where it stopped.
    """
    viewer.require_change()
    workspace, is_new = _workspace(viewer, name)
    missing = _missing(viewer, workspace.slug)
    if missing:
        _import(viewer, workspace.slug, missing, customers, progress)
    unmade = _days_to_assess(viewer, workspace.slug)
    for number, day in enumerate(unmade):
        step = (1.0 - _ASSESSED_FROM) / len(unmade)
        start = _ASSESSED_FROM + number * step
        run_assessment(viewer, workspace.slug, day, within(progress, start, start + step))
    held = holdings(viewer, workspace.slug)
    return {
        "workspace": workspace.slug,
        "name": workspace.name,
        "already_there": not (is_new or missing or unmade),
        "customers": held.customers,
        "transactions": held.transactions,
        "as_of": [made.as_of.isoformat() for made in stored.assessments(viewer, workspace.slug)],
    }


def sample_job(
    viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Bring in the sample as the worker does it; ``parameters`` may hold its ``name``."""
    del slug  # the company doesn't exist yet, so the job has none
    return load_sample(viewer, str(parameters.get("name") or DEFAULT_NAME), progress)


def _workspace(viewer: Viewer, name: str) -> tuple[WorkspaceInfo, bool]:
    try:
        found = companies.workspace(viewer, name)
    except NotFoundError:
        return companies.create_workspace(viewer, name, is_sample=True), True
    if not found.is_sample:
        raise NameTakenError("sample.name_taken", name=found.name)
    return found, False


def _missing(viewer: Viewer, slug: str) -> list[str]:
    """Return the kinds that were never imported; what somebody undid on purpose stays undone."""
    recorded = {record.kind for record in imports(viewer, slug)}
    return [kind for kind in _STEPS if kind not in recorded]


def _import(viewer: Viewer, slug: str, kinds: list[str], customers: int, progress: Progress) -> None:
    from data.importing.report import ImportRequest
    from data.importing.run import run_import
    from data.sample.hotel_group import hotel_group

    progress(0.02, "sample.step.inventing")
    group = hotel_group(_SEED, customers)
    frames = {"customers": _with_headings(group.customers), "transactions": group.transactions}
    with tempfile.TemporaryDirectory(prefix="holdfast-sample-") as folder:
        for kind in kinds:
            start, end = _STEPS[kind]
            progress(start, "sample.step.writing")
            path = Path(folder) / f"sample-{kind}.csv"
            frames[kind].to_csv(path, index=False, date_format="%Y-%m-%d", float_format="%.2f")
            request = ImportRequest(kind=kind, path=path, today=_last_day(group.transactions))
            report = run_import(viewer, slug, request, within(progress, start, end))
            if report.import_id is None:
                raise DataError("sample.not_readable", kind=kind)


def _with_headings(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the customer list with headings for people: ``guest_type`` is ``Guest type``."""
    return customers.rename(columns=lambda name: name.replace("_", " ").capitalize())


def _last_day(transactions: pd.DataFrame) -> dt.date:
    """Return today, or the sample's last day where a clock is behind it."""
    last: dt.date = transactions["day"].max().date()
    return max(last, dt.datetime.now(tz=dt.UTC).date())


def _days_to_assess(viewer: Viewer, slug: str) -> list[dt.date]:
    """Return the days that are still to be assessed, the earliest first."""
    last = holdings(viewer, slug).last_day
    made = {one.as_of for one in stored.assessments(viewer, slug)}
    if last is None or len(made) >= len(_MONTHS_BACK):
        return []
    days = [(pd.Timestamp(last) - pd.DateOffset(months=months)).date() for months in _MONTHS_BACK]
    return [day for day in days if day not in made]
