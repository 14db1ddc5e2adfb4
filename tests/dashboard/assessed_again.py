"""An assessment kept once more with parts changed, where its models couldn't learn what a test needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data import assessments
from data.assessments import AssessmentInfo, NewAssessment
from data.viewer import OWNER


def assessed_again(slug: str, made: AssessmentInfo | None = None, **changes: Any) -> int:
    """Keep an assessment (the newest by default) once more, without tables, and return its number.

    ``changes`` are fields of ``NewAssessment``; all others stay as they were.
    """
    made = made or assessments.assessments(OWNER, slug)[0]
    known = assessments.header(OWNER, slug, made.assessment_id)
    kept = NewAssessment(
        as_of=made.as_of,
        data_version=made.data_version,
        settings=known.settings,
        customers=assessments.assessment_frame(OWNER, slug, made.assessment_id),
        figures=known.figures,
        cards=known.cards,
        models=known.models,
    )
    return assessments.store(OWNER, slug, replace(kept, **changes))
