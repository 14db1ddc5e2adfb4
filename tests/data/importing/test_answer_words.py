"""Are answers in words put on their scale, and is the order asked for where it isn't known?"""

from __future__ import annotations

import pytest

from data.errors import DataError
from data.importing.answer_words import known_words, ordered_words
from tests.data.importing.voice_files import bring_in, causes, stored

KNOWN = "who,satisfaction,speed\n" + "".join(
    f"{n},{('Very satisfied', 'satisfied', 'Dissatisfied', '')[n % 4]},{n % 5 + 1}\n" for n in range(40)
)
UNKNOWN = "who,mood,speed\n" + "".join(
    f"{n},{('up', 'down', 'so so')[n % 3]},{n % 5 + 1}\n" for n in range(42)
)
SCORES = """
    SELECT a.score, count(*) FROM survey_answer AS a JOIN survey_item AS i ON i.item_key = a.item_key
    WHERE i.item_id = '{}' GROUP BY 1 ORDER BY 1
"""


def test_usual_words_stand_on_the_shortest_scale_that_has_them_all(slug, tmp_path):
    answers = {"survey_day": "2025-06-30"}
    report = bring_in(slug, tmp_path / "a.csv", "survey_answers", KNOWN, answers=answers)
    assert causes(report)["words_found"] == 1
    assert stored(slug, SCORES.format("satisfaction")) == [(2.0, 10), (3.0, 10), (4.0, 10)]
    held = "SELECT role, scale_low, scale_high FROM survey_item WHERE item_id = 'satisfaction'"
    assert stored(slug, held) == [("csat", 1.0, 4.0)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("satisfied", "neutral or dissatisfied"), {"neutral or dissatisfied": 1, "satisfied": 2}),
        (("不满意", "满意", "一般"), {"不满意": 1, "一般": 2, "满意": 3}),
        (("agree", "strongly agree"), {"agree": 4, "strongly agree": 5}),
    ],
)
def test_words_of_either_language_lie_from_the_worst_on(words, places):
    found = known_words(words)
    assert found is not None
    assert found.places == places


@pytest.mark.parametrize("words", [(), ("yes", "no"), ("Loyal Customer", "disloyal Customer")])
def test_other_words_are_no_answers(words):
    assert known_words(words) is None


def test_of_other_words_it_is_asked_which_is_better(slug, tmp_path):
    answers = {"survey_day": "2025-06-30", "items": "mood, speed"}
    asked = bring_in(slug, tmp_path / "a.csv", "survey_answers", UNKNOWN, answers=answers)
    assert [(one.id, one.column) for one in asked.questions] == [("word_order", "mood")]
    given = answers | {"word_order": "down > so so > Up"}
    bring_in(slug, tmp_path / "a.csv", "survey_answers", UNKNOWN, answers=given)
    assert stored(slug, SCORES.format("mood")) == [(1.0, 14), (2.0, 14), (3.0, 14)]


def test_an_order_names_each_word_once():
    with pytest.raises(DataError, match=r"voices\.not_an_order"):
        ordered_words("down > up", ("up", "down", "so so"))
