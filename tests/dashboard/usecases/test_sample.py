import dataclasses
import datetime as dt
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from dashboard.usecases import workspaces
from dashboard.usecases.sample import load_sample, sample_job
from dashboard.usecases.sample_companies import COMPANIES, HOTEL, TELEPHONE
from data import assessments as stored
from data.database import reader
from data.errors import CancelledError, NameTakenError, NotFoundError
from data.jobs import recent
from data.progress import silent
from data.reading import attribute_labels, customer_names, imports
from data.snapshot import tables
from data.viewer import OWNER
from data.workspaces import settings, workspace

pytestmark = pytest.mark.slow
CUSTOMERS = 200  # so that complaints claim something
FEW = 40


def load() -> dict[str, Any]:
    return load_sample(OWNER, customers=FEW)


@pytest.fixture(scope="module")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, Any]]]:
    """Return a home with both companies, and what loading each of them told."""
    home = tmp_path_factory.mktemp("samples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_HOME", str(home))
        told = {code: load_sample(OWNER, customers=CUSTOMERS, company=code) for code in COMPANIES}
    return home, told


@pytest.fixture
def loaded(
    loaded_home: tuple[Path, dict[str, dict[str, Any]]], holdfast_home: Path
) -> dict[str, dict[str, Any]]:
    """Put a copy of both companies into the test's own home, and return what loading each told."""
    home, told = loaded_home
    shutil.copytree(home, holdfast_home, ignore=shutil.ignore_patterns("*-shm"))
    return told


def test_sample_comes_in_like_any_company_and_is_assessed_at_three_days(
    loaded: dict[str, dict[str, Any]],
) -> None:
    hotel = loaded["hotel"]
    sample = workspace(OWNER, HOTEL.name)
    assert (sample.is_sample, sample.currency) == (True, "EUR")
    assert hotel["workspace"] == sample.slug
    assert hotel["already_there"] is False
    assert hotel["customers"] == CUSTOMERS
    end, quarter, year = (made.as_of for made in stored.assessments(OWNER, sample.slug))
    assert (end.year, end.month) == (2026, 10)
    assert quarter == end.replace(month=7)
    assert year == end.replace(year=2025)


@pytest.mark.parametrize("code", COMPANIES)
def test_every_row_of_every_file_is_taken_or_accounted_for(
    code: str, loaded: dict[str, dict[str, Any]]
) -> None:
    made_up = COMPANIES[code]
    files = made_up.invent(CUSTOMERS)
    assert tuple(files) == made_up.kinds
    taken = {record.kind: record for record in imports(OWNER, str(loaded[code]["workspace"]))}
    assert {kind: len(frame) for kind, frame in files.items()} == {
        kind: one.rows_accepted + one.rows_rejected for kind, one in taken.items()
    }
    # Only what a form left open is no answer; what was written there beside it is kept.
    answers = files["survey_answers"]
    left_open = int((answers["Score"].isna() & (answers["Comment"].fillna("") == "")).sum())
    assert left_open > 0
    assert {kind: one.rows_rejected for kind, one in taken.items() if one.rows_rejected} == {
        "survey_answers": left_open
    }


@pytest.mark.parametrize("code", COMPANIES)
def test_no_column_with_a_meaning_is_left_unused(code: str, loaded: dict[str, dict[str, Any]]) -> None:
    filled = {
        "survey_answer": "respondent day channel score expectation importance words",
        "complaint": "customer_key channel cause severity words claim_minor",
        "complaint_event": "row_id resource cost_minor",
        "contact": "row_id channel purpose stage cost_minor result",
        "rescue": "row_id is_control cost_minor responded accepted outcome outcome_amount_minor",
    }
    if code == "hotel":
        filled["contact"] += " agent promise"
    if code == "telephone":
        filled |= {
            "contract": "contract_id start_day end_day fee_per_month_minor tariff",
            "exit": "exit_kind words",
        }
    with reader(str(loaded[code]["workspace"])) as session:
        for table, columns in filled.items():
            for column in columns.split():
                found = session.connection().exec_driver_sql(f"SELECT count({column}) FROM {table}").scalar()
                assert found, (table, column)


def test_not_applicable_is_no_score_and_each_question_keeps_its_scale(
    loaded: dict[str, dict[str, Any]],
) -> None:
    slug = str(loaded["hotel"]["workspace"])
    with reader(slug) as session:
        run = session.connection().exec_driver_sql
        items = {
            row[0]: tuple(row[1:])
            for row in run("SELECT item_id, role, scale_low, scale_high FROM survey_item")
        }
        outside = run(
            "SELECT count(*) FROM survey_answer JOIN survey_item USING (item_key)"
            " WHERE score NOT BETWEEN scale_low AND scale_high"
        ).scalar()
    assert items["recommendation"] == ("nps", 0, 10)
    assert items["satisfaction"] == ("csat", 1, 5)
    assert items["effort"] == ("ces", 1, 7)
    assert items["empathy"] == ("empathy", 1, 7)
    assert outside == 0


def test_telephone_company_has_contracts_and_stands_beside_the_hotel(
    loaded: dict[str, dict[str, Any]],
) -> None:
    hotel, telephone = loaded["hotel"], loaded["telephone"]
    assert (hotel["name"], telephone["name"]) == (HOTEL.name, TELEPHONE.name)
    assert telephone["customers"] == CUSTOMERS
    slug = str(telephone["workspace"])
    assert settings(OWNER, slug).contractual
    assert len(stored.assessments(OWNER, slug)) == 3
    again = load_sample(OWNER, customers=CUSTOMERS, company="telephone")
    assert again == {**telephone, "already_there": True}


def test_one_sample_is_never_poured_into_another(loaded: dict[str, dict[str, Any]]) -> None:
    slug = str(loaded["hotel"]["workspace"])
    before = imports(OWNER, slug)
    with pytest.raises(NameTakenError) as refused:
        load_sample(OWNER, HOTEL.name, customers=CUSTOMERS, company="telephone")
    assert refused.value.message_id == "sample.other_company"
    assert imports(OWNER, slug) == before


def test_sample_that_nobody_made_up_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError) as refused:
        load_sample(OWNER, company="railway")
    assert refused.value.parameters == {"company": "railway", "companies": "hotel, telephone"}


def test_sample_of_an_earlier_version_gets_the_files_that_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(COMPANIES, "hotel", dataclasses.replace(HOTEL, kinds=("customers", "transactions")))
        first = load()
    assert set(first["rows"]) == {"customers", "transactions"}
    second = load()
    assert second["already_there"] is False
    assert set(second["rows"]) == set(HOTEL.kinds)
    assert second["transactions"] == first["transactions"]
    assert second["as_of"] == first["as_of"]


def test_names_and_wishes_are_known_under_readable_headings(loaded: dict[str, dict[str, Any]]) -> None:
    slug = str(loaded["hotel"]["workspace"])
    assert len(customer_names(OWNER, slug)) == CUSTOMERS
    assert attribute_labels(OWNER, slug)["guest_type"] == "Guest type"


def test_sample_loaded_again_changes_nothing_and_says_so(loaded: dict[str, dict[str, Any]]) -> None:
    first = loaded["hotel"]
    slug = str(first["workspace"])
    version = tables(OWNER, slug).execute(tables(OWNER, slug).transactions).shape
    again = load_sample(OWNER, customers=CUSTOMERS)
    assert again == {**first, "already_there": True}
    assert tables(OWNER, slug).execute(tables(OWNER, slug).transactions).shape == version
    assert len(stored.assessments(OWNER, slug)) == 3


def test_company_of_the_managers_own_is_never_filled_with_the_sample() -> None:
    made = workspaces.create(OWNER, "Hotel Linde")
    with pytest.raises(NameTakenError) as refused:
        load_sample(OWNER, "Hotel Linde", customers=FEW)
    assert refused.value.message_id == "sample.name_taken"
    assert imports(OWNER, made.slug) == []


def test_two_samples_under_two_names_stand_side_by_side(loaded: dict[str, dict[str, Any]]) -> None:
    second = load_sample(OWNER, "Two", customers=FEW)
    assert second["workspace"] != loaded["hotel"]["workspace"]
    assert second["already_there"] is False


def test_work_that_broke_off_twice_is_finished_by_whoever_does_it_again_and_progress_only_grows() -> None:
    told: list[tuple[float, str]] = []

    def stop_in_the_middle_of_the_files(share: float, step: str) -> None:
        if step == "sample.step.writing" and share > 0.45:
            raise CancelledError("job.cancelled")

    def stop_before_the_second_assessment(share: float, step: str) -> None:
        told.append((share, step))
        if step == "job.step.assessing" and share > 0.7:
            raise CancelledError("job.cancelled")

    with pytest.raises(CancelledError):
        load_sample(OWNER, progress=stop_in_the_middle_of_the_files, customers=FEW)
    slug = workspace(OWNER, HOTEL.name).slug
    assert 0 < len(imports(OWNER, slug)) < len(HOTEL.kinds)
    with pytest.raises(CancelledError):
        load_sample(OWNER, progress=stop_before_the_second_assessment, customers=FEW)
    assert len(stored.assessments(OWNER, slug)) == 1
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert {step for _, step in told} >= {
        "sample.step.inventing",
        "sample.step.writing",
        "job.step.assessing",
    }
    finishing: list[float] = []
    finished = load_sample(OWNER, progress=lambda share, _: finishing.append(share), customers=FEW)
    assert finished["already_there"] is False
    assert sorted(record.kind for record in imports(OWNER, slug)) == sorted(HOTEL.kinds)
    assert len(stored.assessments(OWNER, slug)) == 3
    assert finishing == sorted(finishing)
    assert 0.0 <= shares[0] <= finishing[-1] <= 1.0


def test_the_worker_leaves_what_can_wait_as_work_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first look is at the newest day in short; earlier days, that day in full, the next company follow."""
    monkeypatch.setitem(COMPANIES, "hotel", dataclasses.replace(HOTEL, customers=FEW))
    loaded = sample_job(OWNER, "", {"company": "hotel", "then": "telephone"}, silent)
    assert loaded["name"] == HOTEL.name
    (newest,) = loaded["as_of"]
    asked = [job.parameters for job in recent(OWNER, str(loaded["workspace"])) if job.kind == "assess"]
    assert [job["in_full"] for job in sorted(asked, key=lambda job: job["as_of"])] == [False, False, True]
    assert max(job["as_of"] for job in asked) == newest
    assert [(job.kind, job.parameters, job.state) for job in recent(OWNER, "")] == [
        ("sample", {"company": "telephone"}, "queued")
    ]


@pytest.mark.alone
def test_whole_sample_is_loaded_by_the_worker_in_less_than_twenty_seconds() -> None:
    begin = time.perf_counter()
    loaded = sample_job(OWNER, "", {}, silent)
    assert time.perf_counter() - begin < 20.0
    assert loaded["name"] == HOTEL.name
    assert loaded["customers"] == 5000
    assert loaded["as_of"] == ["2026-10-31"]
    frame = stored.assessment_frame(OWNER, str(loaded["workspace"]), 1)
    # Every tier, state and stage has somebody to show.
    assert set(frame["value_tier"].dropna()) == {"platinum", "gold", "iron", "lead"}
    assert set(frame["churn_state"].dropna()) == {"staying", "leaning", "left"}
    assert set(frame["lifecycle_stage"].dropna()) == {"exploration", "formation", "stability", "decline"}
    assert frame["first_purchase_day"].min().date() == dt.date(2023, 11, 1)
