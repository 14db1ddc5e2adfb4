import datetime as dt
import time

import pytest

from dashboard.usecases import workspaces
from dashboard.usecases.sample import DEFAULT_NAME, load_sample, sample_job
from data import assessments as stored
from data.errors import CancelledError, NameTakenError
from data.progress import silent
from data.reading import attribute_labels, customer_names, imports
from data.snapshot import tables
from data.viewer import OWNER
from data.workspaces import workspace

CUSTOMERS = 40


def load() -> dict[str, object]:
    return load_sample(OWNER, customers=CUSTOMERS)


def test_sample_comes_in_like_any_company_and_is_assessed_at_three_days() -> None:
    loaded = load()
    sample = workspace(OWNER, DEFAULT_NAME)
    assert (sample.is_sample, sample.currency) == (True, "EUR")
    assert loaded["workspace"] == sample.slug
    assert loaded["already_there"] is False
    assert loaded["customers"] == CUSTOMERS
    assert {(record.kind, record.rows_rejected) for record in imports(OWNER, sample.slug)} == {
        ("customers", 0),
        ("transactions", 0),
    }
    end, quarter, year = (made.as_of for made in stored.assessments(OWNER, sample.slug))
    assert (end.year, end.month) == (2026, 10)
    assert quarter == end.replace(month=7)
    assert year == end.replace(year=2025)


def test_names_and_wishes_are_known_under_readable_headings() -> None:
    slug = str(load()["workspace"])
    assert len(customer_names(OWNER, slug)) == CUSTOMERS
    assert attribute_labels(OWNER, slug)["guest_type"] == "Guest type"


def test_sample_loaded_again_changes_nothing_and_says_so() -> None:
    first = load()
    slug = str(first["workspace"])
    version = tables(OWNER, slug).execute(tables(OWNER, slug).transactions).shape
    again = load()
    assert again == {**first, "already_there": True}
    assert tables(OWNER, slug).execute(tables(OWNER, slug).transactions).shape == version
    assert len(stored.assessments(OWNER, slug)) == 3


def test_company_of_the_managers_own_is_never_filled_with_the_sample() -> None:
    made = workspaces.create(OWNER, "Hotel Linde")
    with pytest.raises(NameTakenError) as refused:
        load_sample(OWNER, "Hotel Linde", customers=CUSTOMERS)
    assert refused.value.message_id == "sample.name_taken"
    assert imports(OWNER, made.slug) == []


def test_work_that_broke_off_is_finished_by_whoever_does_it_again() -> None:
    def stop_before_the_second_assessment(share: float, step: str) -> None:
        if step == "job.step.assessing" and share > 0.7:
            raise CancelledError("job.cancelled")

    with pytest.raises(CancelledError):
        load_sample(OWNER, progress=stop_before_the_second_assessment, customers=CUSTOMERS)
    slug = workspace(OWNER, DEFAULT_NAME).slug
    assert len(stored.assessments(OWNER, slug)) == 1
    finished = load()
    assert finished["already_there"] is False
    assert len(imports(OWNER, slug)) == 2
    assert len(stored.assessments(OWNER, slug)) == 3


def test_progress_only_grows_and_names_each_step() -> None:
    told: list[tuple[float, str]] = []
    load_sample(OWNER, progress=lambda share, step: told.append((share, step)), customers=CUSTOMERS)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0.0 <= shares[0] <= shares[-1] <= 1.0
    assert {step for _, step in told} >= {
        "sample.step.inventing",
        "sample.step.writing",
        "job.step.assessing",
    }


def test_two_samples_under_two_names_stand_side_by_side() -> None:
    first = load_sample(OWNER, "One", customers=CUSTOMERS)
    second = load_sample(OWNER, "Two", customers=CUSTOMERS)
    assert first["workspace"] != second["workspace"]
    assert second["already_there"] is False


@pytest.mark.slow
def test_whole_sample_is_loaded_by_the_worker_in_less_than_twenty_seconds() -> None:
    begin = time.perf_counter()
    loaded = sample_job(OWNER, "", {}, silent)
    assert time.perf_counter() - begin < 20.0
    assert loaded["name"] == DEFAULT_NAME
    assert loaded["customers"] == 5000
    assert loaded["as_of"] == ["2026-10-31", "2026-07-31", "2025-10-31"]
    frame = stored.assessment_frame(OWNER, str(loaded["workspace"]), 3)
    # Every tier, state and stage has somebody to show.
    assert set(frame["value_tier"].dropna()) == {"platinum", "gold", "iron", "lead"}
    assert set(frame["churn_state"].dropna()) == {"staying", "leaning", "left"}
    assert set(frame["lifecycle_stage"].dropna()) == {"exploration", "formation", "stability", "decline"}
    assert frame["first_purchase_day"].min().date() == dt.date(2023, 11, 1)
