"""Who is looking, at which company, and at which of its assessments?

Today whoever reaches the screen is the owner; a sign-in or a link will answer here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from data import assessments as stored
from data import workspaces as companies
from data.assessments import AssessmentInfo
from data.known_days import last_known_day
from data.viewer import OWNER, Viewer
from data.workspaces import WorkspaceInfo

__all__ = ["AssessmentInfo", "Place", "Viewer", "WorkspaceInfo", "last_day", "place", "viewer"]


@dataclass(frozen=True)
class Place:
    """A company, what it holds, and the assessments that are looked at.

    ``assessment`` is None while there is none; ``compared`` is None where nothing earlier is.
    ``assessments`` are newest first.
    """

    workspace: WorkspaceInfo
    workspaces: tuple[WorkspaceInfo, ...]
    data_version: int
    assessments: tuple[AssessmentInfo, ...]
    assessment: AssessmentInfo | None
    compared: AssessmentInfo | None


def viewer() -> Viewer:
    """Return who is looking."""
    return OWNER


def place(viewer: Viewer, slug: str, assessment_id: int | None, compared_id: int | None) -> Place | None:
    """Return where a reader is; None while there is no company at all.

    An empty ``slug`` means the first company that isn't the sample, else the sample; without
    ids the newest assessment is looked at and compared with the newest of an earlier day.

    Raises
    ------
    NotFoundError
        There is no such company or assessment.
    """
    known = tuple(companies.workspaces(viewer))
    if not known:
        return None
    workspace = _named(viewer, known, slug) if slug else min(known, key=lambda one: one.is_sample)
    made = tuple(stored.assessments(viewer, workspace.slug))
    here = Place(workspace, known, companies.data_version(viewer, workspace.slug), made, None, None)
    if assessment_id is None and not made:
        return here
    asked = (viewer, workspace.slug)
    chosen = made[0] if assessment_id is None else stored.assessment_info(*asked, assessment_id)
    if chosen not in made:  # a link to what another stands for by now: it is shown, and can be left
        made = tuple(sorted((*made, chosen), key=lambda one: (one.as_of, one.assessment_id), reverse=True))
        here = replace(here, assessments=made)
    if compared_id is not None:
        return replace(here, assessment=chosen, compared=stored.assessment_info(*asked, compared_id))
    earlier = next((one for one in made if one.as_of < chosen.as_of), None)
    return replace(here, assessment=chosen, compared=earlier)


def last_day(viewer: Viewer, slug: str) -> dt.date | None:
    """Return the last day of a company's facts that can be assessed; None while there is none."""
    return last_known_day(viewer, slug)


def _named(viewer: Viewer, known: tuple[WorkspaceInfo, ...], slug: str) -> WorkspaceInfo:
    """Return the company of that slug, else of that name; each rerun asks, so nothing is read twice."""
    found = next((one for one in known if one.slug == slug), None)
    return found or companies.workspace(viewer, slug)
