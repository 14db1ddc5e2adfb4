"""A company whose assessment says when its customers will leave, whatever its models could learn."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from data import assessments
from data.assessments import NewAssessment
from data.viewer import OWNER
from engine.assessment_columns import SURVIVAL_COLUMNS


def assessed_with_survival(slug: str) -> int:
    """Keep one more assessment of the newest one's day, in which everybody's survival is known."""
    newest = assessments.assessments(OWNER, slug)[0]
    header = assessments.header(OWNER, slug, newest.assessment_id)
    customers = assessments.assessment_frame(OWNER, slug, newest.assessment_id)
    hazard = np.linspace(0.01, 0.08, len(customers))
    for month, name in enumerate(SURVIVAL_COLUMNS, start=1):
        customers[name] = np.exp(-hazard * month)
    customers["value_tier"] = np.resize(["platinum", "gold", "iron", "lead"], len(customers))
    kept = {
        name: value for name, value in asdict(header).items() if name in NewAssessment.__dataclass_fields__
    }
    return assessments.store(OWNER, slug, NewAssessment(**kept, customers=customers))
