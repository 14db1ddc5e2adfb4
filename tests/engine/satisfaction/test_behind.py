import datetime as dt

import pandas as pd
import pytest

from engine.contracts import Relations
from engine.satisfaction.answers import answers_of
from engine.satisfaction.behind import answers_behind, counted_answers, has_unweighed, kept_answers
from tests.engine.satisfaction.survey_rows import answer, item

DAY = dt.date(2025, 12, 31)
ITEMS = [item("s", "csat", 1, 5), item("r", "nps"), item("x", "experience"), item("free", None)]


@pytest.fixture(scope="module")
def kept() -> pd.DataFrame:
    rows = [
        answer("a", "r", 9.0, "2025-02-01"),
        answer("a", "r", 3.0, "2025-05-01", row_key=2.0),
        answer("a", "free", None, "2025-05-01", words="slow", row_key=3.0),
        answer("b", "r", 10.0, "2025-05-02", row_key=4.0, words="fine"),
        answer("?1", "r", 8.0, "2025-05-03", channel="shop"),
        answer("b", "s", 4.0, "2024-06-01"),
        answer("b", "s", 2.0, "2024-07-01"),
        answer("z", "s", 5.0, "2024-07-01"),
        answer("a", "x", 6.0, "2025-05-01", expectation=8.0),
        answer("b", "x", 6.0, "2025-05-02", expectation=0.0),
        answer("a", "r", 1.0, "2026-01-01"),
    ]
    relations = Relations.from_frames(survey_answers=pd.DataFrame(rows), survey_items=pd.DataFrame(ITEMS))
    names = {"customer_id": ["a", "b"], "churn_state": ["left", "staying"]}
    people = pd.DataFrame(names).assign(amount_12m=0.0, last_purchase_day=pd.Timestamp(DAY))
    people["loyalty_index"] = [40.0, 60.0]
    return kept_answers(answers_of(relations, DAY), people, relations, DAY)


def test_the_last_answer_of_each_respondent_up_to_the_day_counts(kept: pd.DataFrame) -> None:
    assert answers_behind(kept, "nps")["score"].tolist() == [3.0, 10.0, 8.0]
    assert answers_behind(kept, of="r")["score"].tolist() == [3.0, 10.0, 8.0]
    assert answers_behind(kept, "csat").empty


def test_a_quarter_has_the_last_answers_of_its_own(kept: pd.DataFrame) -> None:
    assert answers_behind(kept, "nps", quarter="2025q1")["score"].tolist() == [9.0]
    assert answers_behind(kept, "csat", quarter="2024q2")["score"].tolist() == [4.0]


def test_what_followed_is_told_by_the_year_before_and_of_known_customers(kept: pd.DataFrame) -> None:
    assert answers_behind(kept, "separation", "s")["score"].tolist() == [2.0]
    assert answers_behind(kept, "felt", "dissatisfied")["score"].tolist() == [2.0]
    assert answers_behind(kept, "felt", "delighted").empty


def test_what_is_weighted_for_non_response_has_no_nameless_answers(kept: pd.DataFrame) -> None:
    assert answers_behind(kept, "weighted.nps")["score"].tolist() == [3.0, 10.0]
    assert answers_behind(kept.drop(columns="known"), "weighted.nps")["score"].tolist() == [3.0, 10.0]
    assert answers_behind(kept, "weighted.nothing").empty


def test_a_ratio_needs_an_expectation_above_zero_and_a_pair_any(kept: pd.DataFrame) -> None:
    assert answers_behind(kept, "satisfaction_ratio")["customer_id"].tolist() == ["a"]
    assert answers_behind(kept, "expected.experience", "")["customer_id"].tolist() == ["a", "b"]


def test_what_customers_are_told_by_has_no_nameless_answers(kept: pd.DataFrame) -> None:
    # Nobody was asked for overall satisfaction this year, so the answers with expectations stand for it.
    assert answers_behind(kept, "satisfaction_score")["row_key"].tolist() == experience_keys(kept)
    assert answers_behind(kept, "true_loyalty_share")["score"].tolist() == [3.0, 10.0]
    assert answers_behind(kept, "loyalty_index")["score"].tolist() == [3.0, 10.0]


def test_what_counts_for_customers_own_figures_is_told_of_all_at_once(kept: pd.DataFrame) -> None:
    found = counted_answers(kept)
    asked = answers_behind(kept, "nps").dropna(subset="customer_id")["row_key"].tolist()
    assert {name: own["row_key"].tolist() for name, own in found.groupby("figure")} == {
        "satisfaction_score": experience_keys(kept),
        "true_loyalty_share": asked,
        "loyalty_index": asked,
    }


def experience_keys(kept: pd.DataFrame) -> list[int]:
    return kept.loc[kept["role"] == "experience", "row_key"].tolist()


def test_the_comment_of_the_same_respondent_and_day_stands_beside_an_answer(kept: pd.DataFrame) -> None:
    asked = answers_behind(kept, "nps")
    assert asked["comment_key"].tolist() == pytest.approx([3.0, 4.0, float("nan")], nan_ok=True)


def test_what_nobody_knows_has_no_answers(kept: pd.DataFrame) -> None:
    for figure in ("scale.nothing", "expected.nothing", "nothing", "driver"):
        assert answers_behind(kept, figure).empty


def test_the_index_of_loyalty_stands_on_indicators_with_a_weight_of_those_who_have_an_index() -> None:
    rows = [answer(who, item, 4.0, "2025-05-01") for who in ("a", "b") for item in ("s", "r")]
    relations = Relations.from_frames(survey_answers=pd.DataFrame(rows), survey_items=pd.DataFrame(ITEMS))
    people = pd.DataFrame(
        {"customer_id": ["a", "b"], "churn_state": "staying", "loyalty_index": [75.0, None]}
    )
    people = people.assign(amount_12m=0.0, last_purchase_day=pd.Timestamp(DAY))
    known = answers_of(relations, DAY)
    weighed = kept_answers(known, people, relations, DAY, {"nps": 0.0})
    behind = answers_behind(weighed, "loyalty_index")
    assert list(zip(behind["customer_id"], behind["role"], strict=True)) == [("a", "csat")]
    assert has_unweighed(weighed)
    alike = kept_answers(known, people, relations, DAY)
    assert answers_behind(alike, "loyalty_index")["role"].tolist() == ["csat", "nps"]
    assert not has_unweighed(alike)
    older = alike.drop(columns="weighs")
    assert len(answers_behind(older, "loyalty_index")) == 4
    assert not has_unweighed(older)
