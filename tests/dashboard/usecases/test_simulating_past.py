import pytest

from dashboard.usecases.proving import prove_job
from dashboard.usecases.simulating_past import past
from dashboard.usecases.workspaces import create
from data import assessments
from data.errors import CancelledError, DataError
from data.progress import silent
from data.viewer import OWNER
from engine.simulation import standing


def test_any_companys_own_past_can_be_checked_without_an_assessment_being_kept(demo, monkeypatch):
    monkeypatch.setattr(standing, "_DATES", 1)
    before = assessments.assessments(OWNER, demo)
    steps = []
    found = prove_job(OWNER, demo, {"effort": "past"}, lambda share, step: steps.append((share, step)))
    assert assessments.assessments(OWNER, demo) == before
    assert {step for _, step in steps} == {"job.step.past"}
    shares = [share for share, _ in steps]
    assert shares == sorted(shares)
    assert shares[-1] <= 1.0
    told = {check["stand"] for check in found["past"]}
    assert len(told) + len(found["left_out"]) == 1
    for check in found["past"]:
        assert check["figure"] in ("kept", "purchases", "margin", "buyers")
        assert check["low"] <= check["middle"] <= check["high"]
        assert check["holds"] == (check["low"] <= check["actual"] <= check["high"])


def test_it_can_be_stopped(demo):
    def stop(share, step):
        if share > 0.0:
            raise CancelledError("job.cancelled")

    with pytest.raises(CancelledError):
        past(OWNER, demo, stop, 3)


def test_a_company_without_facts_says_so(holdfast_home):
    with pytest.raises(DataError, match="nothing_to_assess"):
        past(OWNER, create(OWNER, "Leer").slug, silent)
