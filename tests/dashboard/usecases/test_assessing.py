import datetime as dt
import math

import pytest

from dashboard.usecases import assessed, workspaces
from dashboard.usecases.assessing import assess_job, run_assessment
from data import assessments as stored
from data.errors import CancelledError, DataError, NotAllowedError
from data.progress import silent
from data.viewer import OWNER, Viewer
from tests.data.company_rows import ROWS, bring_in

AS_OF = dt.date(2024, 3, 31)


@pytest.fixture
def slug() -> str:
    slug = workspaces.create(OWNER, "Hotel Linde").slug
    bring_in(slug)
    return slug


def test_assessment_is_kept_with_its_day_rules_and_customers(slug: str) -> None:
    workspaces.change_rules(OWNER, slug, {"churn_after_days": 60}, version=1)
    made = run_assessment(OWNER, slug, AS_OF)
    assert stored.assessments(OWNER, slug) == [made]
    assert (made.as_of, made.customers_count, made.data_version) == (AS_OF, 3, 1)
    found = assessed.found(OWNER, slug, made.assessment_id)
    assert found.settings["churn_after_days"] == 60
    frame = assessed.customers(OWNER, slug, made.assessment_id).set_index("customer_id")
    assert frame["amount_total"].to_dict() == pytest.approx({"00123": 100.05, "1E5": 80.0, "NA": 0.30})


def test_figure_without_enough_data_is_undefined_when_read_again(slug: str) -> None:
    made = run_assessment(OWNER, slug, AS_OF)
    growth = assessed.found(OWNER, slug, made.assessment_id).figures["growth_rate"]
    assert math.isnan(growth.value)
    assert not growth.is_defined


def test_card_says_that_margins_are_not_known_everywhere(slug: str) -> None:
    made = run_assessment(OWNER, slug, AS_OF)
    cards = assessed.found(OWNER, slug, made.assessment_id).cards
    assert 0.0 < cards["value_basis"]["margin_known_share"] < 1.0


def test_facts_after_the_day_change_nothing(slug: str) -> None:
    before = run_assessment(OWNER, slug, dt.date(2024, 1, 31))
    later = [("00123", "2024-12-24", 99999.0, 9999.0, 1.0, "suite", "web", "R9")]
    bring_in(slug, later)
    after = run_assessment(OWNER, slug, dt.date(2024, 1, 31))
    first, second = (assessed.customers(OWNER, slug, made.assessment_id) for made in (before, after))
    assert first.equals(second)
    assert (before.data_version, after.data_version) == (1, 2)
    assert len(first) == len({row[0] for row in ROWS if row[1] <= "2024-01-31"})


def test_company_without_transactions_is_refused_by_name_of_what_is_missing() -> None:
    slug = workspaces.create(OWNER, "Hotel Linde").slug
    with pytest.raises(DataError) as refused:
        run_assessment(OWNER, slug, AS_OF)
    assert refused.value.message_id == "error.nothing_to_assess"


def test_day_before_the_first_transaction_is_refused(slug: str) -> None:
    with pytest.raises(DataError) as refused:
        run_assessment(OWNER, slug, dt.date(2024, 1, 4))
    assert refused.value.message_id == "error.nothing_up_to_day"
    assert refused.value.parameters == {"as_of": dt.date(2024, 1, 4), "first_day": dt.date(2024, 1, 5)}


def test_day_to_come_is_refused_as_everybody_would_seem_silent(slug: str) -> None:
    with pytest.raises(DataError) as refused:
        run_assessment(OWNER, slug, dt.date(9999, 12, 31))
    assert refused.value.message_id == "error.day_to_come"
    assert stored.assessments(OWNER, slug) == []


def test_viewer_who_may_only_look_assesses_nothing(slug: str) -> None:
    with pytest.raises(NotAllowedError):
        run_assessment(Viewer(role="guest"), slug, AS_OF)
    assert stored.assessments(OWNER, slug) == []


def test_cancelled_assessment_keeps_nothing(slug: str) -> None:
    def cancel(share: float, step: str) -> None:
        if step == "job.step.keeping":
            raise CancelledError("job.cancelled")

    with pytest.raises(CancelledError):
        run_assessment(OWNER, slug, AS_OF, cancel)
    assert stored.assessments(OWNER, slug) == []


def test_job_of_the_worker_assesses_the_day_that_is_asked_for(slug: str) -> None:
    result = assess_job(OWNER, slug, {"as_of": "2024-03-31"}, silent)
    (made,) = stored.assessments(OWNER, slug)
    assert result == {"assessment_id": made.assessment_id, "as_of": "2024-03-31", "customers": 3}
