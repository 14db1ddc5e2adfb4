"""Is what stands beside an assessment joined to the right customers?"""

from __future__ import annotations

import pandas as pd

from dashboard.usecases.assessed import as_one_person, joined

FOUND = pd.DataFrame({"customer_id": ["00123", "1E5", "NA"], "customer_key": [1, 2, 3]})
NOBODY = pd.Series(dtype="str")


def test_names_ids_and_earlier_tiers_go_to_their_own_customers() -> None:
    names, others = pd.Series({"NA": "Nora"}), pd.Series({"00123": "A1, A2"})
    before = pd.DataFrame({"customer_key": [3, 2], "value_tier": ["gold", "lead"]})
    people = joined(FOUND, names, others, before).set_index("customer_key")
    assert people["name"].dropna().to_dict() == {3: "Nora"}
    assert people["other_ids"].dropna().to_dict() == {1: "A1, A2"}
    assert people["value_tier_before"].dropna().to_dict() == {2: "lead", 3: "gold"}


def test_what_nobody_knows_is_no_column() -> None:
    assert joined(FOUND, NOBODY, NOBODY, None) is FOUND


def test_an_earlier_assessment_has_merged_customers_as_one() -> None:
    before = pd.DataFrame(
        {
            "customer_key": [2, 1, 3, 4],
            "value_tier": ["gold", "iron", None, "lead"],
            "current_value": [10.0, 5.0, float("nan"), 1.0],
        }
    )
    one = as_one_person(before, {2: 1, 3: 1}).set_index("customer_key")
    assert one["value_tier"].to_dict() == {1: "iron", 4: "lead"}
    assert one["current_value"].to_dict() == {1: 15.0, 4: 1.0}
    assert as_one_person(before, {9: 8}) is before
    only_merged = as_one_person(before, {2: 7}).set_index("customer_key")
    assert only_merged.loc[7].to_dict() == {"value_tier": "gold", "current_value": 10.0}
