"""Is everybody on file found who isn't in an assessment, and is every product called by its name?"""

from __future__ import annotations

import dataclasses

from dashboard.usecases.prospects import without_purchase
from data import assessments
from data.prospects import others_on_file, product_labels
from data.snapshot import facts
from data.viewer import OWNER


def test_others_are_all_but_those_known(demo):
    everybody = facts(OWNER, demo).customers
    known = set(everybody["customer_key"].tolist()[:-2])
    keys, attributes = others_on_file(OWNER, demo, known)
    expected = everybody.tail(2).set_index("customer_id")["customer_key"].sort_index()
    assert keys.sort_index().to_dict() == expected.to_dict()
    assert set(attributes["customer_id"]) == set(expected.index)
    assert {"guest_type", "city"} <= set(attributes["name"])


def test_a_masked_viewer_learns_nothing_of_them(demo):
    masked = dataclasses.replace(OWNER, masked=True)
    keys, attributes = others_on_file(masked, demo, set())
    assert len(keys) == len(facts(OWNER, demo).customers)
    assert attributes.empty


def test_products_are_called_as_their_list_calls_them(demo):
    labels = product_labels(OWNER, demo)
    assert labels["ALD-BREAKFAST"] == "Breakfast, Holm House"


def test_who_has_bought_is_no_prospect_without_purchase(demo):
    newest = assessments.assessments(OWNER, demo)[0]
    found = without_purchase(OWNER, demo, newest.assessment_id)
    assert list(found) == ["customer_id", "customer_key", "prospect_likeness", "prospect_traits"]
    known = assessments.assessment_frame(OWNER, demo, newest.assessment_id, ("customer_key",))
    assert not set(found["customer_key"]) & set(known["customer_key"])


def test_a_masked_viewer_reads_no_traits_in_an_assessment(demo):
    newest = assessments.assessments(OWNER, demo)[0].assessment_id
    masked = dataclasses.replace(OWNER, masked=True)
    assert assessments.assessment_frame(masked, demo, newest)["prospect_traits"].isna().all()
    only = assessments.assessment_frame(masked, demo, newest, ("customer_key",))
    assert list(only) == ["customer_key"]
