"""Does a later snapshot end the contracts of those who left, and are overlaps with stored ones named?"""

from __future__ import annotations

import pytest

from data.importing.undo import undo_import
from data.viewer import OWNER
from tests.data.importing.files import bring_in, causes, counts
from tests.data.importing.relation_files import rows

CONTRACTS = """SELECT c.customer_id, t.start_day, t.end_day FROM contract AS t
    JOIN customer AS c USING (customer_key) ORDER BY c.customer_id, t.start_day"""
MAY, JUNE = {"snapshot_date": "2024-05-31"}, {"snapshot_date": "2024-06-30"}
FIRST = "customer,tenure,fee,churn\nA,3,10,No\nB,5,10,No\nC,9,10,No\n"


@pytest.fixture
def take(slug, tmp_path):
    return lambda text, kind="wide", **options: bring_in(slug, tmp_path / "rows.csv", text, kind, **options)


def test_a_later_snapshot_ends_the_contract_of_who_has_left_and_its_undo_opens_it_again(take, slug):
    take(FIRST, answers=MAY)
    before = rows(slug, CONTRACTS)
    later = take(
        "customer,tenure,fee,churn,exit date\nA,4,10,Yes,2024-06-12\nB,6,10,No,\nC,9,10,Yes,\n", answers=JUNE
    )
    assert causes(later)["contract_ended"] == 2
    assert rows(slug, CONTRACTS) == [
        ("A", "2024-02-29", "2024-06-12"),
        ("B", "2023-12-31", None),
        ("C", "2023-08-31", "2024-06-30"),
    ]
    undo_import(OWNER, slug, later.import_id or 0)
    assert rows(slug, CONTRACTS) == before


def test_the_day_of_an_exit_that_is_known_ends_the_contract(take, slug):
    take(FIRST, answers=MAY)
    take("customer,date\nA,2024-06-03\n", "exits")
    report = take("customer,tenure,fee,churn\nA,4,10,Yes\n", answers=JUNE)
    assert (causes(report)["contract_ended"], causes(report)["exit_known"]) == (1, 1)
    assert rows(slug, CONTRACTS)[0] == ("A", "2024-02-29", "2024-06-03")


def test_an_older_snapshot_ends_nothing_that_a_newer_one_shows_running(take, slug):
    take(FIRST, answers=JUNE)
    report = take("customer,tenure,fee,churn\nA,2,10,Yes\nB,4,10,No\n", answers=MAY)
    assert causes(report)["contract_not_ended"] == 1
    assert {end for _, _, end in rows(slug, CONTRACTS)} == {None}


def test_a_contract_that_began_after_the_exit_goes_on(take, slug):
    take("customer,start\nA,2024-06-20\n", "contracts")
    report = take("customer,churn,exit date\nA,Yes,2024-06-01\n", answers=JUNE)
    assert causes(report)["contract_not_ended"] == 1
    assert rows(slug, CONTRACTS) == [("A", "2024-06-20", None)]


def test_a_file_of_contracts_is_known_again_after_a_snapshot_ended_one(take, slug):
    take("customer,start,fee\nA,2024-01-01,10\n", "contracts")
    take("customer,churn\nA,Yes\n", answers=JUNE)
    again = take("customer,start,fee\nA,2024-01-01,10\nB,2024-01-01,10\n", "contracts")
    assert counts(again) == (2, 1, 0, 1)


@pytest.mark.parametrize("with_id", [True, False])
def test_overlaps_with_stored_contracts_are_named(take, slug, with_id):
    def file(*lines: str) -> str:
        head = "customer,start,end" + (",contract no" if with_id else "")
        numbered = (f"{one},{len(lines)}-{n}" if with_id else one for n, one in enumerate(lines))
        return "\n".join([head, *numbered]) + "\n"

    take(file("A,2024-01-01,2024-06-30", "B,2024-03-01,", "C,2024-01-01,2024-01-31"), "contracts")
    report = take(
        file(
            "A,2024-06-30,",  # begins on the last day of the stored one
            "B,2023-01-01,2023-12-31",  # over before it
            "B,2023-06-01,2024-03-01",  # ends on its first day, and begins within the row above
            "C,2024-02-01,",
            "D,2024-01-01,",
        ),
        "contracts",
    )
    assert counts(report) == (5, 5, 0, 0)
    assert causes(report) == {"contracts_overlap_stored": 2, "contracts_overlap": 1}
    named = next(one for one in report.findings if one.cause == "contracts_overlap_stored")
    assert [example.line for example in named.examples] == [2, 4]


def test_a_new_start_in_a_later_snapshot_is_held_against_the_stored_contract(take):
    take(FIRST, answers=MAY)
    report = take("customer,tenure,fee,churn\nA,4,10,No\nB,0,10,No\n", answers=JUNE)
    assert (causes(report)["contract_known"], causes(report)["contracts_overlap_stored"]) == (1, 1)
