"""Are earlier warnings held against what happened since, and against nothing later?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.usecases.warning_record import warning_record
from data.assessments import NewAssessment, store
from data.viewer import OWNER
from data.workspaces import create_workspace

RULE = [{"name": "churn_rule", "status": "ok", "facts": {"churn_after_days": 100}}]


def stored(slug: str, as_of: dt.date, **columns: object) -> int:
    frame = pd.DataFrame({"customer_id": [f"C{number:02d}" for number in range(40)], **columns})
    made = NewAssessment(as_of, 1, {"horizon_months": 12}, frame, {}, RULE)
    return store(OWNER, slug, made)


@pytest.fixture
def slug(holdfast_home) -> str:
    return create_workspace(OWNER, "Hotel Linde").slug


def now(slug: str, as_of: dt.date) -> int:
    """Eight customers were last seen on 2025-03-01 and have left; the others bought yesterday."""
    last = [pd.Timestamp("2025-03-01")] * 8 + [pd.Timestamp(as_of) - pd.Timedelta(days=1)] * 32
    return stored(slug, as_of, churn_state=["left"] * 8 + ["staying"] * 32, last_purchase_day=last)


def test_of_forty_with_a_chance_of_one_in_five_eight_left(slug):
    stored(slug, dt.date(2025, 1, 31), churn_state="staying", churn_probability=0.2)
    (judged,) = warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31))).judged
    assert (judged.customers, judged.months_to_go, judged.stated) == (40, 0, pytest.approx(0.2))
    assert judged.came.value == pytest.approx(8 / 40)
    assert judged.bands[["warned", "left"]].values.tolist() == [[40, 8]]


def test_a_horizon_that_still_runs_says_how_long(slug):
    stored(slug, dt.date(2025, 1, 31), churn_state="staying", churn_probability=0.2)
    (judged,) = warning_record(OWNER, slug, now(slug, dt.date(2025, 7, 31))).judged
    assert judged.months_to_go == 6
    assert not judged.auc.is_defined


def test_an_assessment_without_chances_and_a_later_one_are_no_warnings(slug):
    stored(slug, dt.date(2025, 1, 31), churn_state="staying")
    stored(slug, dt.date(2026, 6, 30), churn_state="staying", churn_probability=0.2)
    assert warning_record(OWNER, slug, now(slug, dt.date(2026, 1, 31))).judged == ()
