"""Is a list of answers named, counted and cut as it should be, and are the few nameless left out?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.formats import Formats, Reader
from dashboard.i18n.texts import Texts
from dashboard.links import address_of
from dashboard.presenters.answer_filters import AnswerFilters, asking, chosen_answers, said_of
from dashboard.presenters.answers_behind import answer_choices, answers_exported, answers_view
from dashboard.presenters.grounds import Grounds
from engine.contracts import Relations
from engine.satisfaction.answers import answers_of
from engine.satisfaction.behind import kept_answers
from tests.engine.satisfaction.survey_rows import answer, item

DAY = dt.date(2025, 12, 31)
PEOPLE = pd.DataFrame(
    {
        "customer_id": [f"C{n}" for n in range(6)],
        "customer_key": range(11, 17),
        "name": ["Ann", None, None, None, None, None],
        "churn_state": "staying",
    }
).assign(amount_12m=0.0, last_purchase_day=pd.Timestamp(DAY), loyalty_index=50.0)


def kept(nameless: int) -> pd.DataFrame:
    rows = [answer(f"C{n}", "How likely?", 10.0 - n, "2025-05-01") for n in range(6)]
    rows += [answer(f"?{n}", "How likely?", 2.0, "2025-04-01") for n in range(nameless)]
    items = pd.DataFrame([item("How likely?", "nps")])
    relations = Relations.from_frames(survey_answers=pd.DataFrame(rows), survey_items=items)
    return kept_answers(answers_of(relations, DAY), PEOPLE, relations, DAY)


@pytest.fixture
def grounds() -> Grounds:
    return Grounds(DAY, "sales", Reader(Texts("en"), Formats("en", "EUR")))


def test_who_answered_what_with_the_words_beside_it(grounds):
    asked = AnswerFilters("nps", lowest=9, highest=10)
    chosen = chosen_answers(kept(0), asked)
    view = answers_view(chosen, pd.Series(["<b>", ""]), PEOPLE, 1, grounds)
    assert view.rows.to_dict("list") == {
        "who": ["C1", "Ann"],
        "answer": ["9 of 10", "10 of 10"],
        "question": ["How likely?"] * 2,
        "words": ["<b>", ""],
        "day": ["May 1, 2025"] * 2,
    }
    assert view.rows.index.tolist() == [12, 11]
    assert said_of(kept(0), asked, grounds) == (
        "Net promoter score · score 9–10 · last answers of the 12 months to Dec 31, 2025"
    )
    assert view.counted == "Answers of fewer than 5 people"


def test_nameless_answers_are_listed_from_five_people_on(grounds):
    for nameless, listed, counted in ((4, 6, ""), (5, 11, " (5 of them nameless)")):
        chosen = chosen_answers(kept(nameless), AnswerFilters("nps"))
        view = answers_view(chosen, pd.Series([""] * listed), PEOPLE, 1, grounds)
        assert len(view.rows) == listed
        assert view.counted == f"{6 + nameless} answers by {6 + nameless} people{counted}"
        assert bool(view.notes) == (nameless == 4)
        assert len(answers_exported(chosen, pd.Series([""] * len(chosen)), grounds)) == listed


def test_what_is_asked_for_is_among_the_choices(grounds):
    found = answer_choices(kept(0), asking("driver", "How likely?"), grounds)
    assert list(found.behind.values()) == [
        "All questions",
        "Net promoter score",
        "Question: How likely?",
        "Driver: How likely? (whole answers only)",
    ]
    assert found.quarters == {}


def test_scores_of_fewer_than_five_people_are_chosen_with_their_neighbours(grounds):
    """Two each are promoters and passives; 9 people gave 0 to 6, of whom 2 gave 5 and 6, 7 gave 2."""
    points = answer_choices(kept(7), AnswerFilters("nps"), grounds).scores
    assert list(points) == ["", "0-6", "2-6"]
    asked = answer_choices(kept(7), AnswerFilters("nps", lowest=9, highest=10), grounds).scores
    assert list(asked) == ["", "0-6", "2-6", "9-10"]


def test_an_address_of_something_that_is_not_there_says_so(grounds):
    for behind in ("driver", "nps"):
        asked = address_of({"behind": behind, "of": "17", "score": "x"}).answers
        assert chosen_answers(kept(0), asked).empty
        assert said_of(kept(0), asked, grounds).startswith("A question or group that is no longer there")
    assert address_of({"behind": "scale.<b>", "quarter": "2025q9"}).answers == AnswerFilters()


def test_the_heading_of_the_index_says_that_what_weighs_nothing_is_left_out(grounds):
    rows = [answer("C1", item, 4.0, "2025-05-01") for item in ("s", "r")]
    items = pd.DataFrame([item("s", "csat", 1, 5), item("r", "nps")])
    relations = Relations.from_frames(survey_answers=pd.DataFrame(rows), survey_items=items)
    known = answers_of(relations, DAY)
    every = kept_answers(known, PEOPLE, relations, DAY)
    some = kept_answers(known, PEOPLE, relations, DAY, {"nps": 0.0})
    asked = AnswerFilters("loyalty_index")
    assert said_of(every, asked, grounds).startswith("Loyalty index (0–100) · ")
    assert said_of(some, asked, grounds).startswith("Loyalty index: answers to the indicators")
