"""A company whose assessment says when its customers will leave, whatever its models could learn."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.usecases import sensitivity
from data import assessments
from data.viewer import OWNER
from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.simulation import assumed
from tests.dashboard.assessed_again import assessed_again

SHORT = {"horizon_months": 3.0, "replications": 2.0, "retention.budget_per_month": 900.0}
"""A question whose answer takes no time."""
FEW = ("retention.measures.*.success_probability", "failures.unanswered_factor", "discount_rate_per_year")


def few_assumptions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try few assumptions, briefly, where a test asks what an answer rests on."""
    monkeypatch.setattr(assumed, "ASSUMED", FEW)
    monkeypatch.setattr(sensitivity, "REPLICATIONS", 2)
    monkeypatch.setattr(sensitivity, "COMPLAINT_REPLICATIONS", 2)


def assessed_with_survival(slug: str) -> int:
    """Keep one more assessment of the newest one's day, in which everybody's survival is known."""
    newest = assessments.assessments(OWNER, slug)[0]
    customers = assessments.assessment_frame(OWNER, slug, newest.assessment_id)
    hazard = np.linspace(0.01, 0.08, len(customers))
    for month, name in enumerate(SURVIVAL_COLUMNS, start=1):
        customers[name] = np.exp(-hazard * month)
    customers["value_tier"] = np.resize(["platinum", "gold", "iron", "lead"], len(customers))
    return assessed_again(slug, customers=customers)
