"""Are scores told twice, as answered and as if everybody's kind had answered alike?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from engine.assessing.answering import with_unknown
from engine.satisfaction.answers import answers_of
from engine.satisfaction.later_purchases import later_purchases
from engine.satisfaction.non_response import could_be_asked, customer_profile, weighted_scores
from engine.satisfaction.reliability import scale_reliability
from engine.satisfaction.scores import net_promoter
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

AS_OF = dt.date(2025, 12, 31)


def scored(rows: list[dict], *items: dict) -> pd.DataFrame:
    return answers_of(relations_of(rows, list(items)), AS_OF).frame


def profile(young: int, old: int) -> pd.DataFrame:
    ids = [f"Y{n}" for n in range(young)] + [f"O{n}" for n in range(old)]
    return pd.DataFrame({"age": ["young"] * young + ["old"] * old}, index=pd.Index(ids, name="customer_id"))


def test_the_content_old_answer_more_and_the_weights_put_it_right() -> None:
    """Young: 5 of 10 content; old: all 30. As answered 35/40; half of all are young: .5·.5 + .5·1 = .75."""
    rows = [answer(f"Y{n}", "q", 5.0 if n < 5 else 1.0) for n in range(10)]
    rows += [answer(f"O{n}", "q", 5.0) for n in range(30)]
    rows += [answer("?nameless", "q", 1.0)]
    found, by = weighted_scores(scored(rows, item("q", "csat", 1.0, 5.0)), profile(100, 100))
    row = found.iloc[0]
    assert (row["figure"], row["n"]) == ("csat", 40)
    assert row["value"] == pytest.approx(35 / 40)
    assert row["weighted"] == pytest.approx(0.75)
    assert row["weighted_low"] < 0.75 < row["weighted_high"]
    assert row["effective"] == pytest.approx(40**2 / (10 * 4 + 30 * 4 / 9))
    assert by.to_dict("records") == [{"attribute": "age", "used": True, "difference": pytest.approx(0.25)}]


def test_effort_asked_on_two_scales_stands_on_that_of_most_answers() -> None:
    """Twenty 3 of 1-7, and ten 4 of 1-5, which is 5.5 of 1-7: (60 + 55) / 30."""
    rows = [answer(f"Y{n}", "q", 3.0) if n < 20 else answer(f"O{n}", "r", 4.0) for n in range(30)]
    asked = item("q", "ces", 1, 7), item("r", "ces", 1, 5)
    found, _ = weighted_scores(scored(rows, *asked), profile(100, 100))
    assert found["value"].tolist() == pytest.approx([115 / 30])


def test_nps_counts_promoters_less_detractors_under_the_weights() -> None:
    rows = [answer(f"Y{n}", "q", 0.0) for n in range(10)] + [answer(f"O{n}", "q", 10.0) for n in range(30)]
    found, _ = weighted_scores(scored(rows, item("q", "nps")), profile(50, 50))
    assert found["value"].tolist() == pytest.approx([0.5])
    assert found["weighted"].tolist() == pytest.approx([0.0])


def test_too_few_answers_have_neither_figure() -> None:
    rows = [answer(f"Y{n}", "q", 5.0) for n in range(12)]
    found, _ = weighted_scores(scored(rows, item("q", "csat", 1.0, 5.0)), profile(100, 100))
    assert found[["value", "weighted"]].isna().all(axis=None)
    assert found["n"].tolist() == [12]


def test_the_profile_takes_attributes_of_few_kinds_that_are_known_of_most() -> None:
    customers = pd.DataFrame(
        {
            "customer_id": [f"C{n}" for n in range(10)],
            "first_purchase_day": pd.to_datetime(["2025-06-01"] * 5 + ["2023-06-01"] * 5),
            "contract_start_day": pd.to_datetime([None] * 9 + ["2020-06-01"]),
            "value_tier": ["gold"] * 10,
            "lifecycle_stage": ["decline"] * 10,
        }
    )
    day = pd.Timestamp("2025-01-01")
    rows = [(f"C{n}", day, "sex", "f" if n % 2 else "m") for n in range(9)]
    rows += [(f"C{n}", day, "street", f"No. {n}") for n in range(10)]
    rows += [(f"C{n}", day, "rare", "yes" if n else "no") for n in range(4)]
    rows += [("C0", day + pd.Timedelta(days=9), "sex", "f")]
    attributes = pd.DataFrame(rows, columns=["customer_id", "known_on", "name", "value"])
    attributes = pd.concat(
        [attributes, attributes.assign(name="plan", value="plan " + attributes["customer_id"].str[1])]
    )
    found = customer_profile(
        customers, attributes.drop_duplicates(["customer_id", "name"], keep="last"), AS_OF
    )
    assert list(found) == [
        "value_tier",
        "lifecycle_stage",
        "tenure",
        "attribute.plan",
        "attribute.sex",
        "attribute.street",
    ]
    assert found["attribute.sex"].tolist()[0] == "f"
    assert found["attribute.sex"].tolist()[9] == ""
    assert found["tenure"].value_counts().to_dict() == {
        "under_1_year": 5,
        "2_to_4_years": 4,
        "4_years_and_more": 1,
    }


def test_purchases_after_the_answer_and_what_one_point_of_a_hundred_goes_with() -> None:
    """On 0-10 one step is ten points of the index: 2 purchases a step are .2 a point."""
    rows = [answer(f"C{n}", "q", float(n % 11)) for n in range(110)]
    customers = pd.DataFrame(
        {
            "customer_id": [f"C{n}" for n in range(110)],
            "purchase_days_12m": [2.0 * (n % 11) for n in range(110)],
            "current_value": [50.0 - (n % 11) for n in range(110)],
            "churn_state": ["left" if n % 11 < 3 else "staying" for n in range(110)],
        }
    )
    found = later_purchases(scored(rows, item("q", "csat")), customers)
    points = found["later_index_points"].set_index("figure")["value"]
    assert points["purchases_an_index_point"] == pytest.approx(0.2)
    assert points["margin_an_index_point"] == pytest.approx(-0.1)
    assert points["left_an_index_point"] < 0
    groups = found["later_purchases"].set_index("group")
    assert groups.loc["dissatisfied", ["value", "n"]].tolist() == [4.0, 50]
    assert groups["n"].sum() == 110


def test_a_group_of_roles_is_one_scale_with_costs_turned_round() -> None:
    """Two value items that agree, and two that don't: alpha of the group is that of its four items."""
    rows = []
    for n in range(40):
        at = float(n % 7 + 1)
        rows += [answer(f"C{n}", "v1", at), answer(f"C{n}", "v2", at)]
        rows += [answer(f"C{n}", "c1", at), answer(f"C{n}", "r1", 8.0 - at)]
    items = [item("v1", "value_product", 1, 7), item("v2", "value_service", 1, 7)]
    items += [item("c1", "share_of_needs", 1, 7), item("r1", "price_sensitivity", 1, 7)]
    found = {one.role: one for one in scale_reliability(scored(rows, *items))}
    assert list(found) == ["group_value", "group_loyalty"]
    assert found["group_value"].alpha.value == pytest.approx(1.0)
    assert found["group_loyalty"].alpha.value == pytest.approx(1.0)
    assert found["group_loyalty"].items == ("c1", "r1")


def test_customers_of_a_company_without_purchases_have_what_they_lack_undefined() -> None:
    bare = pd.DataFrame({"customer_id": ["C1"], "churn_state": ["staying"]})
    found = with_unknown(bare, "churn_state", "current_value", "last_purchase_day", "value_tier")
    assert found["churn_state"].tolist() == ["staying"]
    assert found.drop(columns=["customer_id", "churn_state"]).isna().all(axis=None)
    assert found["last_purchase_day"].dtype == "datetime64[s]"
    attributes = pd.DataFrame(columns=["customer_id", "known_on", "name", "value"])
    lacking = ("first_purchase_day", "contract_start_day", "value_tier", "lifecycle_stage")
    profile = customer_profile(with_unknown(bare, *lacking), attributes, AS_OF)
    assert profile.loc["C1"].tolist() == ["", "", ""]


def test_who_answered_two_questions_is_weighted_once() -> None:
    """The 10 young answer two questions, content with one: half a person each; old as above."""
    rows = [answer(f"Y{n}", q, 5.0 if q == "q" else 1.0) for n in range(10) for q in "qr"]
    rows += [answer(f"O{n}", "q", 5.0) for n in range(30)]
    asked = item("q", "csat", 1.0, 5.0), item("r", "csat", 1.0, 5.0)
    row = weighted_scores(scored(rows, *asked), profile(100, 100))[0].iloc[0]
    assert (row["n"], row["value"], row["weighted"]) == (40, pytest.approx(35 / 40), pytest.approx(0.75))


def test_who_left_while_answers_came_in_could_have_been_asked() -> None:
    """b and d left within the year, c before it; e left before by contract, but answered."""
    days = pd.to_datetime(["2025-11-01", "2025-03-01", "2024-05-01", None, None])
    customers = pd.DataFrame(
        {
            "customer_id": list("abcde"),
            "churn_state": ["staying", "left", "left", "left", "left"],
            "last_purchase_day": days,
            "contract_end_day": pd.to_datetime([None, None, None, "2025-06-30", "2024-06-30"]),
        }
    )
    found = could_be_asked(
        customers, scored([answer("e", "q", 5.0)], item("q", "csat")), pd.Timestamp("2024-12-31")
    )
    assert found.tolist() == [True, True, False, True, True]


def test_a_score_between_two_points_counts_as_the_same_point_in_both_figures() -> None:
    """8.7 is a 9 and 6.4 a 6; 55 is on no scale that ends at 10: (20 - 10) / 30."""
    rows = [answer(f"Y{n}", "q", 6.4) for n in range(10)] + [answer(f"O{n}", "q", 8.7) for n in range(20)]
    given = scored([*rows, answer("Y11", "q", 55.0)], item("q", "nps"))
    found, _ = weighted_scores(given, profile(50, 50))
    assert found["value"].tolist() == pytest.approx([1 / 3])
    assert net_promoter(given).score.value == pytest.approx(1 / 3)
    assert found["n"].tolist() == [30]


def test_ratio_gap_and_delivered_value_are_weighted_as_the_scores_are() -> None:
    """Ten young at c = .5, gap -3 and value 0 - 0, thirty old at c = 1, gap 0 and value 100 - 0.

    As answered .875, -.75 and 75; half of all are young: .75, -1.5 and 50.
    """
    rows = []
    for who, share in [(f"Y{n}", 0.0) for n in range(10)] + [(f"O{n}", 1.0) for n in range(30)]:
        rows.append(answer(who, "c", 5.0 + 5.0 * share, expectation=10.0))
        rows.append(answer(who, "s", 4.0 + 3.0 * share, expectation=7.0))
        rows += [answer(who, "v", 1.0 + 6.0 * share), answer(who, "k", 1.0)]
    asked = (
        *(item("c", "experience"), item("s", "reliability", 1, 7)),
        *(item("v", "value_product", 1, 7), item("k", "cost_money", 1, 7)),
    )
    found = weighted_scores(scored(rows, *asked), profile(100, 100))[0].set_index("figure")
    assert found["value"].to_dict() == pytest.approx(
        {"satisfaction_ratio": 0.875, "servqual_gap": -0.75, "delivered_value": 75.0}
    )
    assert found["weighted"].tolist() == pytest.approx([0.75, -1.5, 50.0])
    assert found["n"].tolist() == [40, 40, 40]
