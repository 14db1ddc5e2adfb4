import datetime as dt
import math

import pandas as pd
import pytest

from engine.satisfaction.answers import answers_of
from engine.satisfaction.findings import headline_figures
from engine.satisfaction.ratio import has_gap, ratio_table, satisfaction_ratio
from tests.engine.satisfaction.survey_rows import answer, item, relations_of


def test_ratio_and_groups_by_hand() -> None:
    """8/8 = 1 satisfied, 6/8 = 0.75 dissatisfied, 9/6 = 1.5 delighted; no expectation, and 0: counted."""
    given = [
        answer("a", "q", 8, expectation=8.0),
        answer("b", "q", 6, expectation=8.0),
        answer("c", "q", 9, expectation=6.0),
        answer("d", "q", 9),
        answer("e", "q", 9, expectation=0.0),
        answer("f", "s", 4, expectation=6.0),
    ]
    items = [item("q", "experience"), item("s", "reliability", 1, 7)]
    found = satisfaction_ratio(answers_of(relations_of(given, items), dt.date(2025, 6, 30)).frame, needed=3)
    assert found.each["ratio"].tolist() == [1.0, 0.75, 1.5]
    assert found.each["group"].tolist() == ["satisfied", "dissatisfied", "delighted"]
    assert found.mean.value == pytest.approx(3.25 / 3)
    assert found.groups["delighted"].n == 3
    assert math.isnan(found.groups["delighted"].value)  # of one person
    assert (found.without_expectation, found.without_zero) == (2, 1)


def test_groups_of_five_by_hand() -> None:
    pairs = ((8, 8), (6, 8), (9, 6))
    given = [answer(f"{n}", "q", pairs[n % 3][0], expectation=float(pairs[n % 3][1])) for n in range(15)]
    answers = answers_of(relations_of(given, [item("q", "experience")]), dt.date(2025, 6, 30)).frame
    found = satisfaction_ratio(answers, needed=15)
    assert found.groups["delighted"].value == pytest.approx(1 / 3)


def bands_of(ratios: list[float]) -> pd.DataFrame:
    given = [answer(f"c{n}", "q", 10.0 * c, expectation=10.0) for n, c in enumerate(ratios)]
    frame = answers_of(relations_of(given, [item("q", "experience", 0, 20)]), dt.date(2025, 6, 30)).frame
    return ratio_table(frame)


def test_bands_by_hand_with_what_is_left_out() -> None:
    """0.45, 0.95, 1.20 and 1.5 lie in the bands that begin at 0, .95, 1.2 and 1.5, five people each."""
    pairs = {"a": (9, 20), "b": (19, 20), "c": (6, 5), "d": (9, 6)}
    given = [
        answer(f"{who}{n}", "q", score, expectation=float(hoped))
        for who, (score, hoped) in pairs.items()
        for n in range(5)
    ]
    given.append(answer("e", "q", 9.0, expectation=0.0))
    answers = answers_of(relations_of(given, [item("q", "experience")]), dt.date(2025, 6, 30)).frame
    found = ratio_table(answers)
    assert found["count"].tolist() == [5, 0, 0, 5, 0, 5, 5]
    assert found["share"].sum() == 1.0
    assert found["without_expectation"].unique().tolist() == [1]
    assert ratio_table(answers[:0]).empty


def test_bands_of_few_stand_with_their_neighbours_of_the_same_group() -> None:
    found = bands_of([0.4] * 2 + [0.6] * 4 + [1.0] * 20 + [1.3] * 9 + [1.6] * 1)
    assert found[["first", "last", "count"]].to_numpy().tolist() == [
        [0, 1, 6],
        [2, 2, 0],
        [3, 3, 20],
        [4, 4, 0],
        [5, 6, 10],
    ]


def test_a_group_of_few_stands_with_the_next_group() -> None:
    found = bands_of([0.4] * 2 + [1.0] * 20 + [1.3] * 9)
    assert found[["first", "last", "count"]].to_numpy().tolist() == [
        [0, 3, 22],
        [4, 4, 0],
        [5, 5, 9],
        [6, 6, 0],
    ]


def test_on_a_scale_without_a_true_zero_the_gap_stands_by_hand() -> None:
    """Fifteen 5 for a hoped-for 6, fifteen 6 for 5.5: (15 · −1 + 15 · 0.5) / 30 = −0.25."""
    given = [
        answer(f"c{n}", "q", 5.0 if n < 15 else 6.0, expectation=6.0 if n < 15 else 5.5) for n in range(30)
    ]
    frame = answers_of(relations_of(given, [item("q", "experience", 1, 7)]), dt.date(2025, 6, 30)).frame
    found = headline_figures(frame)
    assert found["experience_gap"].value == pytest.approx(-0.25)
    assert found["experience_gap"].n == 30
    assert (found["satisfaction_ratio"].n, int(has_gap(frame).sum())) == (0, 30)


def test_who_answers_two_questions_of_experience_is_one_person() -> None:
    given = [answer(f"c{n}", q, 4.0 + n % 5, expectation=5.0) for n in range(40) for q in "qr"]
    asked = [item("q", "experience"), item("r", "experience")]
    found = satisfaction_ratio(answers_of(relations_of(given, asked), dt.date(2025, 6, 30)).frame)
    once = [row for row in given if row["item_id"] == "q"]
    alone = satisfaction_ratio(answers_of(relations_of(once, asked), dt.date(2025, 6, 30)).frame)
    assert (found.mean.value, found.mean.n) == (pytest.approx(alone.mean.value), 40)
    assert (found.mean.low, found.mean.high) == pytest.approx((alone.mean.low, alone.mean.high))
    assert found.groups["dissatisfied"].n == 40
