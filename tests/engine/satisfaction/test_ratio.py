import datetime as dt

import pytest

from engine.satisfaction.answers import answers_of
from engine.satisfaction.ratio import ratio_table, satisfaction_ratio
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
    assert found.groups["delighted"].value == pytest.approx(1 / 3)
    assert (found.without_expectation, found.without_zero) == (2, 1)


def test_bands_by_hand_with_what_is_left_out() -> None:
    """0.45, 0.95, 1.20 and 1.5 lie in the bands that begin at 0, .95, 1.2 and 1.5."""
    pairs = {"a": (9, 20), "b": (19, 20), "c": (6, 5), "d": (9, 6), "e": (9, 0)}
    given = [answer(who, "q", score, expectation=float(hoped)) for who, (score, hoped) in pairs.items()]
    answers = answers_of(relations_of(given, [item("q", "experience")]), dt.date(2025, 6, 30)).frame
    found = ratio_table(answers)
    assert found["count"].tolist() == [1, 0, 0, 1, 0, 1, 1]
    assert found["share"].sum() == 1.0
    assert found["without_expectation"].unique().tolist() == [1]
    assert ratio_table(answers[:0]).empty


def test_a_scale_without_a_zero_gives_a_gap_instead() -> None:
    given = [answer(f"c{n}", "s", 4.0 + n % 2, expectation=6.0) for n in range(40)]
    answers = answers_of(relations_of(given, [item("s", "reliability", 1, 7)]), dt.date(2025, 6, 30)).frame
    found = satisfaction_ratio(answers)
    assert found.each.empty
    assert not found.mean.is_defined
    assert found.gap.value == pytest.approx(-1.5)
