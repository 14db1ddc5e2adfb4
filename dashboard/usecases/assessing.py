"""What do we know of every customer on a day? Bring the facts to the engine and keep what it finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.usecases.workspaces import assessment_settings
from data import assessments as stored
from data import workspaces as companies
from data.assessments import AssessmentInfo, NewAssessment
from data.errors import DataError
from data.known_days import known_days
from data.progress import Progress, silent
from data.viewer import Viewer

if TYPE_CHECKING:
    from engine.assessment import Assessment
    from engine.cards import ModelCard

__all__ = ["AssessmentInfo", "assess_job", "run_assessment"]


def run_assessment(
    viewer: Viewer, slug: str, as_of: dt.date, progress: Progress = silent, *, in_full: bool = True
) -> AssessmentInfo:
    """Assess a company as of the end of a day, keep the result beside the earlier ones, return it.

    Not ``in_full`` leaves out what nobody compares with a later day.

    Raises
    ------
    DataError
        The company has neither transactions nor contracts up to that day, or it is still to come.
    EngineError
        The rules or the facts don't allow an assessment.
    CancelledError
        Somebody asked to stop; nothing was kept.
    """
    viewer.require_change(slug)
    _require_facts(viewer, slug, as_of)
    # Ibis and DuckDB come with these; no page waits for them.
    from data.snapshot import facts, tables_of
    from engine.assessment import assess

    progress(0.05, "job.step.reading_facts")
    known = facts(viewer, slug)
    saved = companies.settings(viewer, slug)
    progress(0.15, "job.step.assessing")
    found = assess(tables_of(known), as_of, assessment_settings(saved), in_full=in_full)
    progress(0.85, "job.step.keeping")
    assessment_id = stored.store(
        viewer,
        slug,
        NewAssessment(
            as_of=as_of,
            data_version=known.data_version,
            settings=asdict(found.settings),
            customers=found.customers,
            figures={name: asdict(figure) for name, figure in found.figures.items()},
            cards=[asdict(card) for card in found.cards],
            models=[asdict(card) for card in _with_drift(viewer, slug, found)],
            frames=found.frames,
        ),
    )
    return stored.assessment_info(viewer, slug, assessment_id)


def _with_drift(viewer: Viewer, slug: str, found: Assessment) -> Sequence[ModelCard]:
    """Return the models' cards with how far customers moved since the assessment of an earlier day."""
    from engine.assessing.drift import DRIFT_COLUMNS, FEATURES, Known, with_drift

    earlier = next((one for one in stored.assessments(viewer, slug) if one.as_of < found.as_of), None)
    if earlier is None or not found.models:
        return found.models
    kept = {name for names in DRIFT_COLUMNS.values() for name in names if name in found.customers}
    columns = ["churn_state", "contract_start_day", *sorted(kept)]
    then = stored.assessment_frame(viewer, slug, earlier.assessment_id, columns)
    features = stored.result_frame(viewer, slug, earlier.assessment_id, FEATURES)
    nothing = pd.DataFrame()
    return with_drift(
        found.models,
        Known(earlier.as_of, then, nothing if features is None else features),
        Known(found.as_of, found.customers, found.frames.get(FEATURES, nothing)),
    )


def assess_job(
    viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Assess as the worker does it: ``parameters`` hold ``as_of`` as a text, and ``in_full`` or not."""
    day, in_full = dt.date.fromisoformat(parameters["as_of"]), bool(parameters.get("in_full", True))
    made = run_assessment(viewer, slug, day, progress, in_full=in_full)
    return {
        "assessment_id": made.assessment_id,
        "as_of": made.as_of.isoformat(),
        "customers": made.customers_count,
    }


def _require_facts(viewer: Viewer, slug: str, as_of: dt.date) -> None:
    days = known_days(viewer, slug)
    if days is None:
        raise DataError("error.nothing_to_assess")
    first_day, last_day = days
    if first_day > as_of:
        raise DataError("error.nothing_up_to_day", as_of=as_of, first_day=first_day)
    # On a day to come everybody would seem silent; data may run ahead of this machine's clock.
    today = dt.datetime.now().astimezone().date()
    if as_of > max(today, last_day):
        raise DataError("error.day_to_come", as_of=as_of, today=today)
