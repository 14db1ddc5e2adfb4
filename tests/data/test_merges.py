from __future__ import annotations

import datetime as dt
from itertools import permutations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data import merges
from data.customer_list import customer_list
from data.errors import DataError, NotAllowedError, NotFoundError
from data.importing.undo import undo_import
from data.matching.preview import sides
from data.reading import (
    attributes,
    customer_facts,
    customer_id,
    customer_ids,
    customer_key,
    customer_names,
    customers_count,
    holdings,
    other_ids,
)
from data.snapshot import facts, tables
from data.viewer import OWNER, Viewer
from data.workspaces import data_version
from engine.assessment import assess
from engine.settings import AssessmentSettings
from tests.data.company_rows import bring_in, know

FIRST, SECOND, THIRD = 1, 2, 3  # the keys of 00123, 1E5 and NA in ``company_rows.ROWS``
AS_OF = dt.date(2024, 6, 30)


def merged(slug, kept=FIRST, other=SECOND):
    return merges.merge(OWNER, slug, (kept, other), "same_email same_city", 0.93)


def all_rows(slug):
    found = tables(OWNER, slug)
    return found.execute(found.transactions)


def assessed(slug):
    return assess(tables(OWNER, slug), AS_OF, AssessmentSettings())


def person_of_each(slug):
    """Who is read together with whom, whatever the order of the ids."""
    return {frozenset(customer_ids(OWNER, slug, key)) for key in (FIRST, SECOND, THIRD)}


def test_two_customers_are_one_to_the_engine_with_the_facts_of_both(slug):
    bring_in(slug)
    merged(slug)
    found = tables(OWNER, slug)
    assert found.customers.sort_values("customer_key").to_dict("list") == {
        "customer_id": ["00123", "NA"],
        "customer_key": [FIRST, THIRD],
    }
    rows = all_rows(slug)
    assert rows.groupby("customer_id")["amount"].sum().round(2).to_dict() == {"00123": 180.05, "NA": 0.30}
    whole = assessed(slug).customers.set_index("customer_id")
    assert whole["amount_total"].round(2).to_dict() == {"00123": 180.05, "NA": 0.30}
    assert whole.loc["00123", "purchase_days"] == 1  # both bought on the same day
    assert whole.loc["00123", "customer_key"] == FIRST


def test_either_id_and_either_number_lead_to_the_one_person(slug):
    record = bring_in(slug)
    know(slug, FIRST, dt.date(2024, 1, 1), {"name": "Anna Schmidt", "city": "Köln"}, record.import_id)
    know(slug, SECOND, dt.date(2024, 1, 1), {"name": "A. Schmidt", "telephone": "1"}, record.import_id)
    know(slug, SECOND, dt.date(2023, 1, 1), {"city": "Bonn"}, record.import_id)
    merged(slug)
    assert customer_key(OWNER, slug, "1E5") == customer_key(OWNER, slug, "00123") == FIRST
    assert customer_id(OWNER, slug, SECOND) == "00123"
    assert list(customer_ids(OWNER, slug, SECOND).items()) == [(FIRST, "00123"), (SECOND, "1E5")]
    for key in (FIRST, SECOND):
        assert customer_facts(OWNER, slug, key)["amount"].tolist() == [-20.05, 80.00, 120.10]
        said = [dated.attributes.get("name") for dated in attributes(OWNER, slug, key)]
        assert said == ["Anna Schmidt", "A. Schmidt", None]
    assert customer_names(OWNER, slug).to_dict() == {"00123": "Anna Schmidt", "1E5": "Anna Schmidt"}
    assert other_ids(OWNER, slug).to_dict() == {"00123": "1E5"}
    assert customers_count(OWNER, slug) == holdings(OWNER, slug).customers == 2
    assert customer_list(OWNER, slug).set_index("customer_id").to_dict("index") == {
        "00123": {"name": "Anna Schmidt", "city": "Köln", "telephone": "1"},
        "NA": {"name": "", "city": "", "telephone": ""},
    }


def test_a_merge_and_its_undo_leave_the_same_bytes_of_facts_and_the_same_assessment(slug):
    bring_in(slug)
    bytes_before = [path.read_bytes() for path in facts(OWNER, slug).parts]
    before, rows_before, list_before = assessed(slug), all_rows(slug), customer_list(OWNER, slug)
    number = merged(slug)
    assert len(assessed(slug).customers) == 2
    assert [path.read_bytes() for path in facts(OWNER, slug).parts] == bytes_before
    merges.undo_merge(OWNER, slug, number)
    assert [path.read_bytes() for path in facts(OWNER, slug).parts] == bytes_before
    after = assessed(slug)
    pd.testing.assert_frame_equal(after.customers, before.customers, check_exact=True)
    assert repr(after.figures) == repr(before.figures)
    pd.testing.assert_frame_equal(all_rows(slug), rows_before, check_exact=True)
    pd.testing.assert_frame_equal(customer_list(OWNER, slug), list_before)


def test_sums_of_cents_are_kept_by_every_merge(slug):
    bring_in(slug)
    cents = round(all_rows(slug)["amount"].sum() * 100)
    assert cents == 18035
    for other in (SECOND, THIRD):
        merged(slug, FIRST, other)
        assert round(all_rows(slug)["amount"].sum() * 100) == cents
        assert round(assessed(slug).customers["amount_total"].sum() * 100) == cents
        assert len(all_rows(slug)) == 4


@pytest.mark.parametrize("order", list(permutations([(FIRST, SECOND), (SECOND, THIRD), (FIRST, THIRD)], 2)))
def test_merging_is_independent_of_the_order(slug, order):
    bring_in(slug)
    for pair in order:
        merged(slug, *pair)
    assert person_of_each(slug) == {frozenset({FIRST, SECOND, THIRD})}
    (whole,) = assessed(slug).customers.to_dict("records")
    assert (round(whole["amount_total"], 2), whole["purchase_days"]) == (180.35, 2)
    if order[0][1] != order[1][1]:
        assert whole["customer_id"] == "00123"  # nobody asked for anything else
    with pytest.raises(DataError, match=r"matching\.already_one"):
        merged(slug, THIRD, FIRST)


def test_a_chain_is_followed_and_each_link_comes_off_alone(slug):
    bring_in(slug)
    inner, outer = merged(slug, SECOND, THIRD), merged(slug, FIRST, SECOND)
    assert customer_key(OWNER, slug, "NA") == FIRST
    merges.undo_merge(OWNER, slug, outer)
    assert person_of_each(slug) == {frozenset({FIRST}), frozenset({SECOND, THIRD})}
    merged(slug, FIRST, SECOND)
    merges.undo_merge(OWNER, slug, inner)
    assert person_of_each(slug) == {frozenset({FIRST, SECOND}), frozenset({THIRD})}


def test_new_facts_of_a_merged_customer_come_to_whom_it_is_read_as(slug):
    bring_in(slug)
    number = merged(slug)
    bring_in(slug, [("1E5", "2024-05-01", 10.00, None, None, None, None, None)])
    assert all_rows(slug).groupby("customer_id")["amount"].sum().round(2)["00123"] == 190.05
    merges.undo_merge(OWNER, slug, number)
    assert all_rows(slug).groupby("customer_id")["amount"].sum().round(2)["1E5"] == 90.00


def test_a_merge_and_its_undo_raise_the_data_version(slug):
    bring_in(slug)
    number = merged(slug)
    assert data_version(OWNER, slug) == 2
    merges.undo_merge(OWNER, slug, number)
    assert data_version(OWNER, slug) == 3
    with pytest.raises(DataError, match=r"matching\.already_taken_back"):
        merges.undo_merge(OWNER, slug, number)
    with pytest.raises(NotFoundError, match=r"matching\.merge_not_found"):
        merges.undo_merge(OWNER, slug, number + 1)
    assert data_version(OWNER, slug) == 3


def test_the_list_says_what_was_merged_why_and_what_became_of_it(slug):
    bring_in(slug)
    number = merged(slug)
    (record,) = merges.merges(OWNER, slug)
    assert (record.kept_id, record.merged_id) == ("00123", "1E5")
    assert (record.reasons, record.score) == (("same_email", "same_city"), 0.93)
    assert (record.undone_at, record.is_void) == (None, False)
    merges.undo_merge(OWNER, slug, number)
    again = merged(slug)
    last, first = merges.merges(OWNER, slug)
    assert (last.merge_key, last.undone_at) == (again, None)
    assert first.undone_at >= first.merged_at


@pytest.mark.parametrize("gone", ["kept", "merged"])
def test_an_import_that_made_one_of_the_two_can_be_undone_and_the_merge_is_void(slug, gone):
    bring_in(slug)
    rows_before, before = all_rows(slug), assessed(slug)
    record = bring_in(slug, [("new", "2024-05-01", 10.00, None, None, None, None, None)])
    new = customer_key(OWNER, slug, "new")
    merged(slug, *((new, FIRST) if gone == "kept" else (FIRST, new)))
    other = merged(slug, SECOND, THIRD)
    merges.keep_apart(OWNER, slug, (new, SECOND))
    report = undo_import(OWNER, slug, record.import_id)
    assert (report.rows, report.customers, report.merges) == (1, 1, 1)
    assert report.as_json()["merges"] == 1
    kept, void = merges.merges(OWNER, slug)
    assert (kept.merge_key, kept.undone_at) == (other, None)
    assert void.is_void
    assert void.undone_at >= void.merged_at
    assert {void.kept_id, void.merged_id} == {"00123", ""}
    assert merges.apart(OWNER, slug) == []
    merges.undo_merge(OWNER, slug, other)
    pd.testing.assert_frame_equal(all_rows(slug), rows_before, check_exact=True)
    pd.testing.assert_frame_equal(assessed(slug).customers, before.customers, check_exact=True)
    with pytest.raises(DataError, match=r"matching\.already_taken_back"):
        merges.undo_merge(OWNER, slug, void.merge_key)


def test_a_part_that_is_made_again_keeps_customers_as_their_file_named_them(slug):
    bring_in(slug)
    path = facts(OWNER, slug).parts[0]
    written = pq.read_table(path)
    merged(slug)
    path.unlink()
    assert pq.read_table(facts(OWNER, slug).parts[0]).equals(written)


def test_who_was_said_to_be_two_can_be_asked_about_again(slug):
    bring_in(slug)
    for pair in ((SECOND, FIRST), (FIRST, SECOND)):
        merges.keep_apart(OWNER, slug, pair)
    (said,) = merges.apart(OWNER, slug)
    assert (said.first_id, said.second_id) == ("00123", "1E5")
    merges.ask_again(OWNER, slug, (SECOND, FIRST))
    merges.ask_again(OWNER, slug, (SECOND, FIRST))
    assert merges.apart(OWNER, slug) == []


def test_side_by_side_with_the_facts_of_each(slug):
    record = bring_in(slug)
    know(slug, FIRST, dt.date(2024, 1, 1), {"city": "Köln"}, record.import_id)
    know(slug, SECOND, dt.date(2024, 2, 1), {"city": "Bonn"}, record.import_id)
    first, second = sides(OWNER, slug, [FIRST, SECOND]).values()
    assert (first.ids, first.attributes, first.facts["transaction"]) == (("00123",), {"city": "Köln"}, 2)
    assert (round(first.amount, 2), first.first_day, first.last_day) == (
        100.05,
        dt.date(2024, 1, 5),
        dt.date(2024, 2, 29),
    )
    assert {"contract", "complaint", "survey_answer", "contact", "rescue", "exit"} <= second.facts.keys()
    merged(slug, SECOND, FIRST)
    both = sides(OWNER, slug, [FIRST])[FIRST]
    assert (both.customer_key, both.ids, both.attributes) == (SECOND, ("1E5", "00123"), {"city": "Bonn"})
    assert (both.facts["transaction"], round(both.amount, 2)) == (3, 180.05)


def test_only_known_customers_can_be_one(slug):
    bring_in(slug)
    for pair in ((FIRST, 99), (99, FIRST)):
        with pytest.raises(NotFoundError, match=r"error\.customer_gone"):
            merged(slug, *pair)
        with pytest.raises(NotFoundError, match=r"error\.customer_gone"):
            merges.keep_apart(OWNER, slug, pair)
    with pytest.raises(DataError, match=r"matching\.already_one"):
        merged(slug, FIRST, FIRST)
    with pytest.raises(NotFoundError, match=r"error\.customer_gone"):
        sides(OWNER, slug, [99])


def test_only_who_may_change_the_company_merges_and_only_who_sees_names_compares(slug):
    bring_in(slug)
    guest = Viewer(role="guest")
    with pytest.raises(NotAllowedError):
        merges.undo_merge(guest, slug, 1)
    with pytest.raises(NotAllowedError):
        merges.merge(guest, slug, (FIRST, SECOND), "", 1.0)
    with pytest.raises(NotAllowedError):
        merges.keep_apart(guest, slug, (FIRST, SECOND))
    with pytest.raises(NotAllowedError):
        merges.ask_again(guest, slug, (FIRST, SECOND))
    with pytest.raises(NotAllowedError):
        sides(Viewer(masked=True), slug, [FIRST])
    with pytest.raises(NotAllowedError):
        merges.merges(Viewer(only="elsewhere"), slug)
