"""Do filters leave the right customers in, and is what they mean said in words?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.presenters.customer_filters import (
    CustomerFilters,
    filter_words,
    matching,
    rfm_cells,
    searched,
)
from tests.dashboard.presenters.assessed_customers import reader, six_customers


def ids(filters: CustomerFilters) -> list[str]:
    return matching(six_customers(), filters)["customer_id"].tolist()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (CustomerFilters(), ["A1", "A2", "B1", "B2", "C1", "C2"]),
        (CustomerFilters(tier=("gold", "lead")), ["A2", "C1", "C2"]),
        (CustomerFilters(tier=("lead",), state=("leaning",)), ["C2"]),
        (CustomerFilters(abc=("B",)), ["B1", "B2"]),
        (CustomerFilters(stage=("exploration",)), ["B2", "C1"]),
        (CustomerFilters(rfm=("r5f5", "r4f1")), ["A1", "B2"]),
        (CustomerFilters(alarm=True), ["A2"]),
        (CustomerFilters(partial=True), ["C2"]),
        (CustomerFilters(negative=True), ["C2"]),
        (CustomerFilters(value_from=50.0, value_to=250.0), ["A2", "B1", "B2"]),
        (CustomerFilters(value_to=0.0), ["C1", "C2"]),
        (CustomerFilters(tier=("platinum",), state=("left",)), []),
    ],
)
def test_every_filter_has_to_hold(filters, expected):
    assert ids(filters) == expected


def test_a_lower_bound_of_zero_is_a_filter():
    assert ids(CustomerFilters(value_from=0.0)) == ["A1", "A2", "B1", "B2", "C1"]
    assert CustomerFilters(value_from=0.0).count == 1
    assert CustomerFilters().count == 0
    assert CustomerFilters(tier=("gold",), alarm=True, value_to=5.0).count == 3


def test_the_tier_before_is_looked_up_and_none_means_no_tier_then():
    before = six_customers().assign(value_tier_before=["gold", "gold", None, "lead", "iron", None])
    assert matching(before, CustomerFilters(was=("gold",)))["customer_id"].tolist() == ["A1", "A2"]
    assert matching(before, CustomerFilters(was=("none",)))["customer_id"].tolist() == ["B1", "C2"]


def test_without_an_earlier_assessment_nobody_had_a_tier():
    assert ids(CustomerFilters(was=("none",))) == ["A1", "A2", "B1", "B2", "C1", "C2"]
    assert ids(CustomerFilters(was=("gold",))) == []


def test_filtering_leaves_the_callers_frame_alone():
    customers = six_customers()
    before = customers.copy()
    matching(customers, CustomerFilters(tier=("gold",), rfm=("r1f1",), negative=True))
    assert customers.equals(before)


def test_customers_without_scores_are_in_no_cell():
    customers = six_customers()
    customers.loc[0, "rfm_recency"] = float("nan")
    assert rfm_cells(customers).tolist() == ["", "r2f5", "r4f3", "r4f1", "r1f1", "r3f4"]


@pytest.mark.parametrize(
    ("search", "expected"),
    [("", 6), ("  ", 6), ("b", 2), ("B1", 1), ("b1", 1), (".*", 0), ("smith", 1), ("花", 1)],
)
def test_search_looks_at_ids_and_names_whatever_the_case(search, expected):
    named = six_customers().assign(name=["Ann Smith", None, "花店", None, "x", "y"])
    assert len(searched(named, search)) == expected


def test_search_works_without_names():
    assert searched(six_customers(), "c2")["customer_key"].tolist() == [6]


def test_filters_are_said_in_words():
    filters = CustomerFilters(
        tier=("gold", "platinum"),
        state=("leaning",),
        rfm=("r5f4",),
        partial=True,
        value_from=100.0,
        value_to=2000.0,
    )
    expected = (
        "Gold or Platinum · Leaning to leave · recency 5, frequency 4 · buying clearly less than before"
        " · value between €100 and €2,000"
    )
    assert filter_words(filters, reader()) == expected
    assert (
        filter_words(CustomerFilters(was=("none", "lead")), reader()) == "was not a customer or lead before"
    )
    assert filter_words(CustomerFilters(), reader()) == ""


def test_filters_are_said_in_chinese():
    filters = CustomerFilters(tier=("gold", "iron"), state=("left",), value_from=100.0)
    assert filter_words(filters, reader("zh_CN")) == "黄金客户或铁质客户 · 已流失 · 价值不低于€100"


def test_who_grows_is_filtered_by_fifths_of_the_development_index():
    growing = six_customers().assign(development_index=[0.0, 19.9, 20.0, 80.0, 100.0, float("nan")])
    found = {
        code: matching(growing, CustomerFilters(growth=(code,)))["customer_id"].tolist()
        for code in ("g1", "g5")
    }
    assert found == {"g1": ["A1", "A2"], "g5": ["B2", "C1"]}
    assert filter_words(CustomerFilters(growth=("g5",)), reader()) == "Grows most"


def test_who_came_in_a_quarter_and_who_was_there_again():
    came = six_customers().assign(
        first_purchase_day=pd.to_datetime(["2024-01-15"] * 3 + ["2024-04-01"] * 2 + [None]),
        contract_start_day=pd.NaT,
        active_quarters=["101", "111", "100", "11", "10", None],
    )
    found = {
        code: matching(came, CustomerFilters(cohort=(code,)))["customer_id"].tolist()
        for code in ("2024q1", "2024q1c2", "2024q1n2", "c1", "n1", "2024q2c2")
    }
    assert found == {
        "2024q1": ["A1", "A2", "B1"],
        "2024q1c2": ["A1", "A2"],
        "2024q1n2": ["B1"],
        "c1": ["A2", "B2"],
        "n1": ["A1", "B1", "C1"],
        "2024q2c2": [],  # not followed so long
    }
    said = filter_words(CustomerFilters(cohort=("2024q1n2",)), reader())
    assert said == "came in 2024-Q1 and were not there 2 quarters later"


def test_with_contracts_a_cohort_begins_with_the_contract():
    bound = six_customers().assign(contract_start_day=pd.to_datetime(["2023-12-31", *[None] * 5]))
    assert matching(bound, CustomerFilters(cohort=("2023q4",)))["customer_id"].tolist() == ["A1"]


def test_who_bought_again_and_where_an_index_lies():
    known = six_customers().assign(
        loyalty_index=[0.0, 49.9, 50.0, 70.0, 100.0, float("nan")],
        tenure=["under_1_year", "1_to_2_years", "2_to_4_years", "4_years_and_more", "under_1_year", None],
    )
    found = {
        (name, code): matching(known, CustomerFilters(**{name: (code,)}))["customer_id"].tolist()
        for name, code in (
            ("times", "once"),
            ("loyal", "i0"),
            ("loyal", "i50"),
            ("loyal", "i70"),
            ("gain", "i0"),
            ("tenure", "under_1_year"),
            ("tenure", "4_years_and_more"),
        )
    }
    assert list(found.values()) == [
        ["B2"],
        ["A1", "A2"],
        ["B1"],
        ["B2", "C1"],
        [],
        ["A1", "C1"],
        ["B2"],
    ]


def test_every_new_filter_is_said_in_both_languages():
    filters = CustomerFilters(
        cohort=("2024q1",), tenure=("under_1_year",), times=("again",), kept=("lost",), prior=("A",),
        felt=("dissatisfied",), spoke=("never",), loyal=("i50",), gain=("i70",)
    )  # fmt: skip
    assert filter_words(filters, reader()) == (
        "came in 2024-Q1 · Customer for less than a year · Bought again · Lost since the year before"
        " · Class A the year before · Dissatisfied the year before · No complaint in two years"
        " · loyalty index 50 to 70 · customer benefit index 70 and more"
    )
    assert filter_words(filters, reader("zh_CN")).startswith("于2024-Q1首次到来 · 往来不满1年 · 重复购买")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (CustomerFilters(bought=True), ["A1", "B1"]),
        (CustomerFilters(two_years=True), ["A1", "A2", "B1"]),
        (CustomerFilters(spent=True), ["A1", "A2"]),
        (CustomerFilters(to_come=True), ["A1", "C2"]),
        # A gain from who has left is no reason to warn, an unknown one none at all.
        (CustomerFilters(worth=True), ["A1"]),
    ],
)
def test_what_is_true_or_not_is_a_filter(filters, expected):
    customers = six_customers().assign(
        purchase_days_12m=[2, 0, 1, 0, 0, 0],
        purchase_days_prior_12m=[1, 3, 0, 0, 0, 0],
        amount_total=[10.0, 0.5, 0.0, -3.0, float("nan"), 0.0],
        lifetime_value=[5.0, *[float("nan")] * 4, 0.0],
        expected_gain=[1.0, -1.0, 0.0, float("nan"), 4.0, float("nan")],
        churn_state=["leaning", "leaning", "staying", "staying", "left", "staying"],
    )
    assert matching(customers, filters)["customer_id"].tolist() == expected


def test_who_is_loyal_in_no_way_is_not_who_was_never_asked():
    asked = six_customers().assign(loyalty_kind=["true", "none", None, None, "latent", None])
    assert matching(asked, CustomerFilters(loyalty=("none",)))["customer_id"].tolist() == ["A2"]


def found_by(customers: pd.DataFrame, **filters: tuple[str, ...]) -> list[str]:
    return matching(customers, CustomerFilters(**filters))["customer_id"].tolist()


def test_who_has_an_attribute_is_found_by_its_whole_name():
    known = six_customers().assign(
        holdings=[
            "tenure\nspent\nattribute.deposit=50",
            "tenure\nattribute.deposit_kept=3",
            "spent\nattribute.押金=100",
            "tenure\nattribute.note=attribute.deposit=9",
            None,
            "fee=12.5",
        ]
    )
    assert found_by(known, holds=("attribute.deposit",)) == ["A1"]
    assert found_by(known, holds=("attribute.押金",)) == ["B1"]
    assert found_by(known, holds=("tenure",)) == ["A1", "A2", "B2"]
    assert found_by(known, holds=("fee", "spent")) == ["A1", "B1", "C2"]
    # An assessment of before says it of nobody.
    assert found_by(six_customers(), holds=("tenure",)) == []


def test_a_month_counts_whom_it_found_there_and_who_left_in_it():
    known = six_customers().assign(
        contract_month_first=[1.0, 1.0, 5.0, 1.0, float("nan"), 7.0],
        contract_month_last=[3.0, 6.0, 40.0, 4.0, float("nan"), 9.0],
        contract_month_left=[3.0, 6.0, float("nan"), float("nan"), float("nan"), 9.0],
        contract_month_foretold=[float("nan"), 5.0, 30.0, float("nan"), float("nan"), 7.0],
    )
    assert found_by(known, counted=("f4-6",)) == ["A2", "B1", "B2"]
    assert found_by(known, counted=("n4-6",)) == ["A2"]
    assert found_by(known, counted=("c4-6",)) == ["B1", "B2"]
    assert found_by(known, counted=("f",)) == ["A1", "A2", "B1", "B2", "C2"]
    assert found_by(known, counted=("c",)) == ["B1", "B2"]
    assert found_by(known, counted=("ft",)) == ["A2", "B1", "C2"]
    assert found_by(known, counted=("ct",)) == ["B1"]
    assert found_by(known, counted=("nt",)) == ["A2", "C2"]
    assert found_by(known.drop(columns="contract_month_foretold"), counted=("ft",)) == []
    said = filter_words(CustomerFilters(counted=("nt",)), reader())
    assert said == "gone in the last months that were foretold"


def test_who_grew_by_the_end_of_a_quarter_is_found():
    known = six_customers().assign(
        growing_quarters=["2026q2=1\n2026q3=0", "2026q3=1", "2026q2=0", None, "2026q2=1", "2025q3=1"]
    )
    assert found_by(known, grew=("f2026q3",)) == ["A1", "A2"]
    assert found_by(known, grew=("c2026q3",)) == ["A2"]
    assert found_by(known, grew=("n2026q3",)) == ["A1"]
    assert filter_words(CustomerFilters(grew=("c2026q3",)), reader()) == (
        "spent more in the four quarters to 2026 Q3 than in the four before"
    )


def test_a_rounded_answer_holds_all_that_are_rounded_to_it():
    asked = six_customers().assign(satisfaction_score=[0.75, 0.7501, 0.8499, 0.851, float("nan"), 0.74])
    assert found_by(asked, rated=("75",)) == ["A1", "A2"]
    assert found_by(asked, rated=("t8",)) == ["A1", "A2", "B1"]


def test_filters_behind_figures_of_loyalty_are_said():
    filters = CustomerFilters(
        rated=("t8",),
        indicator=("purchase_rhythm",),
        holds=("fee", "attribute.notice_period"),
        counted=("n4-6",),
        present=True,
    )
    assert filter_words(filters, reader()) == (
        "overall answer about 8 of 10 · known: Buying in one's rhythm · on record: Contract's fee a month or"
        " on record: notice period · gone in months 4 to 6 of their contract · customer still, value known"
    )


def test_an_attribute_is_named_as_its_file_heads_it():
    filters = CustomerFilters(holds=("attribute.notice_period",))
    assert filter_words(filters, reader()) == "on record: notice period"
    headed = replace(reader(), headings={"notice_period": "Notice period (days)"})
    assert filter_words(filters, headed) == "on record: Notice period (days)"
