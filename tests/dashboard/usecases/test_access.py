"""Which assessment is looked at, and which are offered, by hand: March in short and in full, and January."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.usecases.access import place
from data.assessments import NewAssessment, store
from data.errors import NotFoundError
from data.viewer import OWNER
from data.workspaces import create_workspace

MARCH, JANUARY = dt.date(2024, 3, 31), dt.date(2024, 1, 31)


@pytest.fixture
def made() -> tuple[str, int, int, int]:
    """Return a company with an assessment of January, and of March one in short and one in full."""
    slug = create_workspace(OWNER, "Linde").slug
    customers = pd.DataFrame({"customer_id": ["A"]})
    january, short, full = (
        store(OWNER, slug, NewAssessment(day, 1, {}, customers, {}, [])) for day in (JANUARY, MARCH, MARCH)
    )
    return slug, january, short, full


def test_the_full_assessment_of_a_day_stands_for_the_short_one(made):
    slug, january, _, full = made
    found = place(OWNER, slug, None, None)
    assert [one.assessment_id for one in found.assessments] == [full, january]
    assert (found.assessment.assessment_id, found.compared.assessment_id) == (full, january)


def test_a_link_to_the_short_one_still_shows_it_and_offers_it(made):
    slug, january, short, full = made
    found = place(OWNER, slug, short, None)
    assert (found.assessment.assessment_id, found.compared.assessment_id) == (short, january)
    assert [one.assessment_id for one in found.assessments] == [full, short, january]


def test_a_number_that_no_assessment_has_is_not_found(made):
    with pytest.raises(NotFoundError):
        place(OWNER, made[0], 99, None)
    with pytest.raises(NotFoundError):
        place(OWNER, made[0], None, 99)
