"""Is a question called the same, in the reader's language, wherever it stands?"""

from __future__ import annotations

from dashboard.presenters.item_names import item_names, item_words
from dashboard.presenters.item_roles import item_roles_view
from data.item_roles import ItemName
from tests.dashboard.presenters.assessed_customers import grounds, reader

QUESTIONS = (
    ItemName("recommendation", "", "nps"),
    ItemName("Q7", "Was the bed good?", "cause_product"),
    ItemName("nps", "", "nps"),
    ItemName("effort", "", "ces"),
)


def test_own_words_come_before_what_is_measured_and_like_names_are_told_apart():
    assert item_names(QUESTIONS, reader()) == {
        "recommendation": "Recommendation (recommendation)",
        "Q7": "Was the bed good?",
        "nps": "Recommendation (nps)",
        "effort": "Customer effort",
    }
    assert item_names(QUESTIONS[:1], reader("zh_CN")) == {"recommendation": "推荐意愿"}


def test_a_question_that_left_with_its_import_keeps_the_name_it_was_known_by():
    known = grounds(questions=item_names(QUESTIONS[3:], reader()))
    assert [item_words(item, known) for item in ("effort", "bed")] == ["Customer effort", "bed"]


def test_the_editor_asks_for_no_role_of_comments_and_shows_words_beside_codes():
    usual = {
        "role": None,
        "suggested": None,
        "scale_low": None,
        "expectations": 0,
        "not_applicable": 0,
        "version": 1,
    }
    asked = [
        usual | {"item_id": "Q7", "label": "Was the bed good?", "answers": 9, "comments": 2},
        usual | {"item_id": "Why?", "label": "Why?", "answers": 0, "comments": 5},
    ]
    view = item_roles_view(asked, reader())
    assert [(row.title, row.caption) for row in view.rows] == [
        ("Was the bed good? (Q7)", "9 answers · 2 comments")
    ]
    assert view.headline == "1 of 1 question does not say yet what it measures."
