import datetime as dt

import pytest

from engine.satisfaction.answers import answers_of
from engine.satisfaction.roles import SERVQUAL
from engine.satisfaction.servqual import servqual
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

ITEMS = [item(name, name, 1, 7) for name in SERVQUAL]


def one(who: str, gaps: list[float], points: list[float] | None = None) -> list[dict]:
    return [
        answer(who, name, 6.0 + gap, expectation=6.0, importance=points[place] if points else None)
        for place, (name, gap) in enumerate(zip(SERVQUAL, gaps, strict=True))
    ]


def test_gaps_by_hand_weighted_and_unweighted() -> None:
    """a: mean gap −1, weighted −(.4·2 + .1·1 + .2·0 + .2·1 + .1·1) = −1.2; b: mean 0 and 0."""
    given = one("a", [-2, -1, 0, -1, -1], [40, 10, 20, 20, 10]) + one("b", [0, 0, 0, 0, 0], [20] * 5)
    found = servqual(answers_of(relations_of(given, ITEMS), dt.date(2025, 6, 30)).frame, needed=2)
    assert found.gaps["reliability"].value == -1.0
    assert found.unweighted.value == pytest.approx(-0.5)
    assert found.weighted.value == pytest.approx(-0.6)
    assert found.missing == ()


def test_points_that_do_not_sum_to_a_hundred_weigh_the_same() -> None:
    given = one("a", [-1, 0, 0, 0, 0], [8, 2, 4, 4, 2]) + one("b", [-1, 0, 0, 0, 0], [40, 10, 20, 20, 10])
    found = servqual(answers_of(relations_of(given, ITEMS), dt.date(2025, 6, 30)).frame, needed=2)
    assert found.weighted.value == pytest.approx(-0.4)


def test_only_pairs_count_and_what_is_missing_is_named() -> None:
    given = [row for row in one("a", [-1] * 5) + one("b", [-1] * 5) if row["item_id"] != "empathy"]
    given += [answer("c", "reliability", 5.0)]
    found = servqual(answers_of(relations_of(given, ITEMS), dt.date(2025, 6, 30)).frame, needed=2)
    assert found.missing == ("empathy",)
    assert found.gaps["reliability"].n == 2
    assert not found.weighted.is_defined
    assert found.unweighted.value == -1.0


def test_an_expectation_asked_in_a_question_of_its_own_pairs_with_the_perception() -> None:
    """a: 5 − 6 = −1; b: 4 − 7 = −3; c was never asked what they expected."""
    items = [item("E1", "expectation_reliability", 1, 7), item("P1", "reliability", 1, 7)]
    given = [
        answer(who, name, score)
        for who, name, score in (
            ("a", "E1", 6.0), ("a", "P1", 5.0), ("b", "E1", 7.0), ("b", "P1", 4.0), ("c", "P1", 2.0)
        )
    ]  # fmt: skip
    answers = answers_of(relations_of(given, items), dt.date(2025, 6, 30)).frame
    assert set(answers["role"]) == {"reliability"}
    found = servqual(answers, needed=2)
    assert (found.gaps["reliability"].value, found.gaps["reliability"].n) == (-2.0, 2)


def test_gaps_on_two_scales_stand_on_that_of_most_answers() -> None:
    """Two fell short by 3 of 1-7; one by 2 of 1-5, which is 3 of 1-7: 6 − 3 and (1 + 4·1.5) − (1 + 2·1.5)."""
    items = [item("old", "empathy", 1, 5), item("new", "empathy", 1, 7)]
    given = [answer(who, "new", 3.0, expectation=6.0) for who in "ab"]
    given += [answer("c", "old", 3.0, expectation=5.0)]
    found = servqual(answers_of(relations_of(given, items), dt.date(2025, 6, 30)).frame, needed=3)
    assert found.gaps["empathy"].value == pytest.approx(-3.0)
    assert found.perceptions["empathy"].value == pytest.approx((3 + 3 + 4) / 3)
    assert found.expectations["empathy"].value == pytest.approx((6 + 6 + 7) / 3)
