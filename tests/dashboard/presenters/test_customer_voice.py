"""Does a customer's file say how satisfied and loyal they are, and what they answered, as it is?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.customer_voice import VoiceView, answers_behind, asked_behind, voice_view
from tests.dashboard.presenters.assessed_customers import NAN, customer, grounds, reader

KNOWN = {
    "satisfaction_score": 0.75,
    "satisfaction_ratio": 1.13,
    "satisfaction_group": "satisfied",
    "loyalty_kind": "spurious",
    "loyalty_bond": "price",
    "loyalty_index": 61.6,
    "loyalty_index_entropy": 58.2,
    "benefit_index": 70.0,
    "development_index": 88.4,
}


def answers(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {
        "item_id": "Overall, how satisfied are you?",
        "score": 4.0,
        "expectation": NAN,
        "scale_high": 5.0,
        "is_not_applicable": False,
        "answer_key": 0,
        "channel": None,
        "words": None,
    }
    frame = pd.DataFrame([usual | row for row in rows], columns=["day", *usual])
    return frame.assign(day=pd.to_datetime(frame["day"]))


def seen(
    known: pd.Series, given: pd.DataFrame, language: str = "en", behind: Any = None, asked: str = ""
) -> VoiceView:
    return voice_view(known, given, behind or {}, AnswerFilters(asked), grounds(language))


def test_every_figure_stands_there_with_both_weightings_and_the_bond():
    view = seen(pd.concat([customer("A1"), pd.Series(KNOWN)]).groupby(level=0).last(), answers())
    shown = {figure.label: (figure.value, figure.note) for figure in view.figures}
    assert shown == {
        "Satisfaction": ("75%", "Satisfied · c = 1.13"),
        "Loyalty": ("Spurious loyalty", "Price loyalty: ends at a lower price elsewhere"),
        "Loyalty index (0–100)": ("62", "58 with weights from the data"),
        "Benefit index (0–100)": ("70", ""),
        "Development index (0–100)": ("88", ""),
    }
    assert view.missing == ""
    assert {figure.explanation.as_of for figure in view.figures} == {"Jun 30, 2026"}


def test_a_customer_who_answered_nothing_has_no_figures_but_a_reason():
    view = seen(customer("A1"), answers())
    assert view.figures == ()
    assert view.missing.startswith("No answer of this customer in the 12 months up to Jun 30, 2026")


def test_what_one_answer_leaves_open_is_named():
    known = customer("A1").copy()
    known["satisfaction_score"], known["satisfaction_group"] = 1.0, "delighted"
    view = seen(known, answers({"day": "2026-06-01", "score": 5.0}))
    assert [figure.explanation.rows for figure in view.figures] == ["1 answer of this customer in 12 months"]
    assert "Loyalty, Loyalty index (0–100), Benefit index (0–100)" in view.missing


def test_answers_are_written_as_they_are_and_later_ones_only_counted():
    said = "<script>alert(1)</script> **5 stars** [x](http://a.b)"
    view = seen(
        customer("A1"),
        answers(
            {"day": "2026-07-01"},
            {"day": "2026-06-30", "words": said},
            {"day": "2026-06-30", "score": NAN, "is_not_applicable": True},
            {"day": "2026-05-01", "score": 6.5, "expectation": 8.0, "scale_high": 10.0},
        ),
    )
    assert view.answers["answer"].tolist() == ["4 of 5", "not applicable", "6.5 of 10"]
    assert view.answers["expected"].tolist() == ["–", "–", "8 of 10"]
    assert view.answers["words"].tolist() == [said, "", ""]
    assert "channel" not in view.answers
    assert (view.shown, view.later) == ("3 answers, newest first", "1 later answer is left out")


def test_the_words_exist_in_chinese():
    view = seen(customer("A1"), answers({"day": "2026-06-01"}), "zh_CN")
    assert view.answers["answer"].tolist() == [
        reader("zh_CN").texts("words.answers.of", score="4", highest="5")
    ]


def test_a_figure_counts_and_lists_the_answers_behind_it_alone():
    given = answers(
        {"day": "2026-06-01", "answer_key": 1, "score": 5.0},
        {"day": "2026-05-01", "answer_key": 2, "score": 2.0},
        {"day": "2026-04-01", "answer_key": 3},
    )
    behind = {"satisfaction_score": given[:1], "benefit_index": given[1:], "loyalty_index": given[:0]}
    known = customer("A1").copy()
    known["satisfaction_score"], known["benefit_index"], known["loyalty_index"] = 1.0, 50.0, 40.0
    view = seen(known, given, behind=behind, asked="benefit_index")
    assert view.names == ("satisfaction_score", "loyalty_index", "benefit_index")
    assert [figure.explanation.rows for figure in view.figures] == [
        f"{count} of this customer in 12 months" for count in ("1 answer", "0 answers", "2 answers")
    ]
    assert view.answers["answer"].tolist() == ["2 of 5", "4 of 5"]
    assert view.shown == "2 answers behind Benefit index (0–100)"
    assert asked_behind("benefit_index", behind) == AnswerFilters("benefit_index")
    # Nothing to list, or told by purchases.
    assert asked_behind("loyalty_index", behind) is asked_behind("development_index", behind) is None


def test_of_all_answers_that_count_only_the_customers_own_stand_behind_a_figure():
    given = answers({"day": "2026-06-01", "answer_key": 1}, {"day": "2026-05-01", "answer_key": 2})
    counted = pd.DataFrame(
        {
            "figure": ["loyalty_index", "loyalty_index", "benefit_index", "benefit_index"],
            "row_key": [1, 2, 2, 7],
        }
    )
    behind = {name: own["answer_key"].tolist() for name, own in answers_behind(counted, given).items()}
    none = {"satisfaction_score": [], "true_loyalty_share": []}
    assert behind == none | {"loyalty_index": [1, 2], "benefit_index": [2]}


def test_an_assessment_that_kept_no_answers_leads_to_none():
    assert answers_behind(pd.DataFrame(), answers({"day": "2026-06-01"})) == {}
