from __future__ import annotations

import datetime as dt

import pytest

from dashboard.i18n.texts import Texts
from dashboard.usecases import customers, jobs, matching, workspaces
from dashboard.usecases.assessing import run_assessment
from data.errors import NotAllowedError
from data.viewer import OWNER, Viewer
from tests.data.company_rows import bring_in, know

ANNA, DOUBLE, OTHER = 1, 2, 3


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the starts of the worker instead of starting one: its work is tested elsewhere."""
    starts: list[int] = []
    monkeypatch.setattr(jobs, "ensure_worker", lambda: starts.append(1))
    return starts


@pytest.fixture
def slug(started: list[int]) -> str:
    slug = workspaces.create(OWNER, "Hotel Linde").slug
    record = bring_in(slug)
    for key, known in (
        (ANNA, {"name": "Anna Schmidt", "e_mail": "anna@x.org", "phone": "0170 1234567"}),
        (DOUBLE, {"name": "Schmidt, Anna", "e_mail": "ANNA@x.org"}),
        (OTHER, {"name": "A. Schmidt", "phone": "+49 170 1234567"}),
    ):
        know(slug, key, dt.date(2024, 1, 1), known, record.import_id)
    return slug


def pairs(slug: str) -> list[tuple[int, int]]:
    found = matching.open_pairs(matching.proposed(OWNER, slug), matching.decisions(OWNER, slug))
    return [(pair.first_key, pair.second_key) for pair in found]


def merge(slug: str, pair: tuple[int, int]) -> int:
    return matching.merge(OWNER, slug, pair, ("same_email",), 0.9)


def test_proposals_go_as_they_are_decided_and_come_back_when_it_is_taken_back(slug: str) -> None:
    assert pairs(slug) == [(ANNA, DOUBLE), (ANNA, OTHER)]
    number = merge(slug, (DOUBLE, ANNA))
    assert pairs(slug) == [(DOUBLE, OTHER)]  # what spoke for Anna speaks for whom she is read as
    matching.keep_apart(OWNER, slug, (OTHER, DOUBLE))
    assert pairs(slug) == []
    matching.ask_again(OWNER, slug, (DOUBLE, OTHER))
    matching.undo_merge(OWNER, slug, number)
    assert pairs(slug) == [(ANNA, DOUBLE), (ANNA, OTHER)]


def test_who_is_not_the_same_person_stays_so_when_one_of_them_is_merged(slug: str) -> None:
    matching.keep_apart(OWNER, slug, (ANNA, OTHER))
    merge(slug, (DOUBLE, ANNA))
    assert pairs(slug) == []


def test_decisions_change_no_proposal_but_imports_do(slug: str) -> None:
    before, found = matching.brought_in(OWNER, slug), matching.proposed(OWNER, slug)
    merge(slug, (ANNA, DOUBLE))
    assert (matching.brought_in(OWNER, slug), matching.proposed(OWNER, slug)) == (before, found)
    bring_in(slug, [("x", "2024-05-01", 1.0, None, None, None, None, None)])
    assert matching.brought_in(OWNER, slug) == before + 1


def test_each_change_is_assessed_once_it_is_not_waiting_already(slug: str, started: list[int]) -> None:
    number = merge(slug, (ANNA, DOUBLE))
    merge(slug, (ANNA, OTHER))
    matching.undo_merge(OWNER, slug, number)
    (waiting,) = jobs.recent(OWNER, slug)
    assert (waiting.kind, waiting.state, waiting.parameters["as_of"]) == ("assess", "queued", "2024-03-01")
    assert started == [1]


def test_a_file_opens_under_either_number_with_the_facts_of_both(slug: str) -> None:
    run_assessment(OWNER, slug, dt.date(2024, 2, 1))
    merge(slug, (ANNA, DOUBLE))
    run_assessment(OWNER, slug, dt.date(2024, 3, 31))
    for key in (ANNA, DOUBLE):
        record = customers.customer_record(OWNER, slug, key)
        assert (record.customer_key, record.customer_id, record.other_ids) == (ANNA, "00123", ("1E5",))
        assert record.transactions["amount"].tolist() == [-20.05, 80.00, 120.10]
        history = customers.history(OWNER, slug, key)
        assert [row["amount_total"] for _, row in history] == pytest.approx([180.05, 120.10])


def test_written_differently_is_told_from_different(slug: str) -> None:
    sides = matching.laid_side_by_side(OWNER, slug, matching.proposed(OWNER, slug))
    assert matching.written_differently(sides[ANNA], sides[DOUBLE]) == {"name", "e_mail"}
    assert matching.written_differently(sides[ANNA], sides[OTHER]) == {"phone"}


def test_facts_of_every_table_have_a_name_in_every_language(slug: str) -> None:
    side = matching.laid_side_by_side(OWNER, slug, matching.proposed(OWNER, slug))[ANNA]
    assert len(side.facts) >= 8
    for language in ("en", "zh_CN"):
        assert [table for table in side.facts if not Texts(language).has(f"matching.facts.{table}")] == []


def test_names_are_compared_only_for_who_may_see_them(slug: str) -> None:
    with pytest.raises(NotAllowedError):
        matching.proposed(Viewer(masked=True), slug)
