import datetime as dt

import pytest

from engine.satisfaction.answers import answer_matrix, answers_of, latest, on_scale, role_scores
from tests.engine.satisfaction.survey_rows import answer, item, relations_of

DAY = dt.date(2025, 6, 30)
ITEMS = [item("q", "csat", 1, 5), item("r", "nps")]


def test_answers_without_a_score_are_counted_and_left_out() -> None:
    found = answers_of(
        relations_of(
            [
                answer("a", "q", 4),
                answer("b", "q", None, is_not_applicable=1.0),
                answer("c", "q", None),
                answer("?1", "r", 9),
            ],
            ITEMS,
        ),
        DAY,
    )
    assert found.frame["respondent"].tolist() == ["c:a", "r:?1"]
    assert (found.not_applicable, found.unanswered, found.respondents) == (1, 1, 2)


def test_a_customer_and_a_nameless_respondent_of_one_number_are_two() -> None:
    given = [answer("7", "q", 4), {**answer("?", "q", 2), "respondent": "7"}]
    assert answers_of(relations_of(given, ITEMS), DAY).respondents == 2


def test_later_and_too_early_answers_are_not_seen() -> None:
    given = [
        answer("a", "q", 1, day="2025-07-01"),
        answer("a", "q", 2),
        answer("b", "q", 3, day="2023-01-01"),
    ]
    found = answers_of(relations_of(given, ITEMS), DAY, since=dt.date(2024, 7, 1))
    assert found.frame["score"].tolist() == [2.0]


def test_the_last_answer_of_each_respondent_counts() -> None:
    given = [
        answer("a", "q", 1, day="2025-01-01"),
        answer("a", "q", 5, day="2025-02-01"),
        answer("b", "q", 3),
    ]
    frame = answers_of(relations_of(given, ITEMS), DAY).frame
    assert latest(frame).set_index("respondent")["score"].to_dict() == {"c:a": 5.0, "c:b": 3.0}
    assert answer_matrix(frame)["q"].to_dict() == {"c:a": 5.0, "c:b": 3.0}


def test_scores_are_shares_of_their_scale() -> None:
    given = [answer("a", "q", 4), answer("a", "r", 9), answer("b", "q", 1)]
    frame = answers_of(relations_of(given, ITEMS), DAY).frame
    assert on_scale(frame).tolist() == pytest.approx([0.75, 0.9, 0.0])
    assert role_scores(frame).loc["c:a"].to_dict() == pytest.approx({"csat": 0.75, "nps": 0.9})


def test_ease_is_effort_the_other_way_round() -> None:
    given = [answer("a", "e", 6), answer("b", "q", 4)]
    frame = answers_of(relations_of(given, [*ITEMS, item("e", "ces_ease", 1, 7)]), DAY).frame
    assert frame[["role", "score"]].to_numpy().tolist() == [["ces", 2.0], ["csat", 4.0]]


def test_answers_of_nobody_known_are_one_persons_each() -> None:
    given = [
        {**answer("?", "q", score), "respondent": None, "row_key": float(n)} for n, score in enumerate((2, 5))
    ]
    assert answers_of(relations_of(given, ITEMS), DAY).respondents == 2


def test_a_channel_is_one_however_it_is_spelt_and_called_as_most_call_it_up_to_the_day() -> None:
    spelt = ["email", "Email", "Email ", None, "App"]
    given = [answer(f"c{n}", "q", 4, channel=channel) for n, channel in enumerate(spelt)]
    later = [answer(f"d{n}", "q", 4, day="2025-07-01", channel="email") for n in range(9)]
    found = answers_of(relations_of([*given, *later], ITEMS), DAY).frame["channel"]
    assert found.dropna().tolist() == ["Email", "Email", "Email", "App"]
