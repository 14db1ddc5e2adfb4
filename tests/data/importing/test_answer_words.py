"""Are answers in words put on their scale, and is the order asked for where it isn't known?"""

from __future__ import annotations

import pytest

from data.errors import DataError
from data.importing.answer_words import known_words, order_questions, ordered_words
from tests.data.importing.voice_files import bring_in, causes, stored

KNOWN = "who,satisfaction,speed\n" + "".join(
    f"{n},{('Very satisfied', 'satisfied', 'Dissatisfied', '')[n % 4]},{n % 5 + 1}\n" for n in range(40)
)
UNKNOWN = "who,mood,speed\n" + "".join(
    f"{n},{('up', 'down', 'so so')[n % 3]},{n % 5 + 1}\n" for n in range(42)
)
MIXED = "respondent,question,answer\n" + "".join(
    f"{n},bed,{('Strongly agree', 'agree', 'neutral', 'N/A')[n % 4]}\n"
    f"{n},staff,{('disagree', 'Agree.')[n % 2]}\n"
    f"{n},nps,{n % 11}\n"
    f"{n},mood,{('up', 'down')[n % 2]}\n"
    f"{n},food,{('5 - very good', '1 (poor)', '很好（5）', '3', '4分')[n % 5]}\n"
    f'{n},Anything to improve?,"{("Warmer rooms, please", "", "房间太冷")[n % 3]}"\n'
    for n in range(44)
)
SCORES = """
    SELECT a.score, count(*) FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
    WHERE i.item_id = '{}' GROUP BY 1 ORDER BY 1
"""
DAY = {"survey_day": "2025-06-30"}


def test_usual_words_stand_on_the_shortest_scale_that_has_them_all(slug, tmp_path):
    report = bring_in(slug, tmp_path / "a.csv", "survey_answers", KNOWN, answers=DAY)
    assert causes(report)["words_found"] == 1
    assert stored(slug, SCORES.format("satisfaction")) == [(2.0, 10), (3.0, 10), (4.0, 10)]
    held = "SELECT role, scale_low, scale_high FROM survey_item WHERE item_id = 'satisfaction'"
    assert stored(slug, held) == [("csat", 1.0, 4.0)]


def test_a_long_file_may_hold_words_numbers_and_remarks(slug, tmp_path):
    asked = bring_in(slug, tmp_path / "a.csv", "survey_answers", MIXED, answers=DAY)
    assert [(one.id, one.column) for one in asked.questions] == [("word_order", "mood")]
    given = DAY | {"word_order": "down > up"}
    bring_in(slug, tmp_path / "a.csv", "survey_answers", MIXED, answers=given)
    assert stored(slug, SCORES.format("bed")) == [(None, 11), (3.0, 11), (4.0, 11), (5.0, 11)]
    assert stored(slug, SCORES.format("staff")) == [(2.0, 22), (4.0, 22)]  # the file's steps are five
    assert stored(slug, SCORES.format("mood")) == [(1.0, 22), (2.0, 22)]
    assert stored(slug, SCORES.format("food")) == [(1.0, 9), (3.0, 9), (4.0, 8), (5.0, 18)]
    said = """
        SELECT i.role, a.words, a.score, count(*) FROM survey_answer AS a JOIN survey_item AS i
        ON i.item_key = a.item_key WHERE a.words IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 2
    """
    assert stored(slug, said) == [("", "Warmer rooms, please", None, 15), ("", "房间太冷", None, 14)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("satisfied", "neutral or dissatisfied"), {"neutral or dissatisfied": 1, "satisfied": 2}),
        (("不满意", "满意", "一般"), {"不满意": 1, "一般": 2, "满意": 3}),
        (("agree", "strongly agree", "neutral"), {"neutral": 3, "agree": 4, "strongly agree": 5}),
        (("very easy", "difficult"), {"difficult": 2, "very easy": 5}),
        (("agree", "somewhat agree", "disagree"), {"disagree": 2, "somewhat agree": 5, "agree": 6}),
    ],
)
def test_words_of_either_language_lie_from_the_worst_on(words, places):
    assert known_words({"item": dict.fromkeys(words, 1)})["item"].places == places


def test_a_slip_of_the_pen_hides_no_question():
    assert known_words({"item": {"satisfied": 60, "very satisfied": 39, "very satisfed": 1}})[
        "item"
    ].places == {
        "satisfied": 3,
        "very satisfied": 4,
    }


@pytest.mark.parametrize("words", [(), ("yes", "no"), ("Loyal Customer", "disloyal Customer")])
def test_other_words_are_no_answers(words):
    assert known_words({"item": dict.fromkeys(words, 1)}) == {}


def test_of_other_words_it_is_asked_which_is_better(slug, tmp_path):
    answers = DAY | {"items": "mood, speed"}
    asked = bring_in(slug, tmp_path / "a.csv", "survey_answers", UNKNOWN, answers=answers)
    assert [(one.id, one.column) for one in asked.questions] == [("word_order", "mood")]
    bring_in(slug, tmp_path / "b.csv", "survey_answers", UNKNOWN, answers=answers | {"word_order": "none"})
    assert stored(slug, SCORES.format("mood")) == []
    given = answers | {"word_order": "down > so so > Up"}
    bring_in(slug, tmp_path / "a.csv", "survey_answers", UNKNOWN + "99,up,5\n", answers=given)
    assert stored(slug, SCORES.format("mood")) == [(1.0, 14), (2.0, 14), (3.0, 15)]


def test_an_order_names_each_word_once_and_is_asked_once_for_questions_of_the_same_words():
    asked = order_questions({"a": ("down", "up"), "b": ("up", "down", "so so"), "c": ("x", "y")})
    assert [(question.id, names) for question, names in asked] == [
        ("word_order", ["b", "a"]),
        ("word_order_2", ["c"]),
    ]
    with pytest.raises(DataError, match=r"voices\.not_an_order"):
        ordered_words("down > up", asked[0][0])
