"""Does somebody see that a sample company could not be made, and can they go on with it?"""

from __future__ import annotations

import pytest

from dashboard.usecases import sample_jobs
from data import jobs
from data.viewer import OWNER
from data.workspaces import create_workspace
from tests.dashboard.front_door import no_worker, opened, said

TELEPHONE = {"company": "telephone"}
FAILED = {"message_id": "job.error.unexpected", "parameters": {"reference": "ab12cd34"}}


def made(company: dict[str, str], state: str = "failed") -> int:
    """Ask for a sample company and end its making."""
    number = jobs.enqueue(OWNER, "", "sample", company)
    claimed = jobs.claim("test")
    assert claimed is not None
    assert claimed.job_id == number
    jobs.finish(number, "test", state, error=FAILED if state == "failed" else None)
    return number


@pytest.fixture
def hotel(holdfast_home) -> str:
    return create_workspace(OWNER, "Sample hotel group", is_sample=True).slug


@pytest.mark.parametrize("page", ["data", "overview"])
def test_a_failure_is_said_with_its_reference_and_the_way_on(hotel, page):
    with no_worker():
        made(TELEPHONE)
        app = opened(page, w=hotel, lang="en")
        assert "The sample telephone company is not complete." in said(app)
        assert "ab12cd34" in said(app)
        app.button(key="sample_again").click().run()
        assert not app.exception
        assert "not complete" not in said(app)
        again = sample_jobs.under_way(OWNER)
    assert again is not None
    assert (again.parameters, again.state) == (TELEPHONE, "queued")


def test_what_was_made_since_is_no_failure_any_more(holdfast_home):
    with no_worker():
        made(TELEPHONE)
        made({"company": "hotel", "then": "telephone"})
        failed = sample_jobs.broken_off(OWNER)
        assert failed is not None
        assert failed.parameters["company"] == "hotel"
        made({"company": "hotel"}, "done")
        made(TELEPHONE, "done")
        assert sample_jobs.broken_off(OWNER) is None


def test_a_company_of_ones_own_is_not_bothered(holdfast_home):
    slug = create_workspace(OWNER, "Mine").slug
    with no_worker():
        made(TELEPHONE)
        assert "not complete" not in said(opened("data", w=slug, lang="en"))


def test_the_very_first_start_can_be_tried_again(holdfast_home):
    with no_worker():
        opened()
        claimed = jobs.claim("test")
        assert claimed is not None
        jobs.finish(claimed.job_id, "test", "failed", error=FAILED)
        app = opened(lang="zh")
        assert "示例酒店集团尚不完整。" in said(app)
        app.button(key="sample_again").click().run()
        again = sample_jobs.under_way(OWNER)
    assert again is not None
    assert again.parameters == {"company": "hotel", "then": "telephone"}
