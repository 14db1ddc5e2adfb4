"""Is every formula there in words, found by its words, and does each method give its account?"""

from __future__ import annotations

import pytest

from dashboard.presenters.methods import MethodsView, card_words, methods_view
from engine.methods import FORMULAS
from tests.dashboard.presenters.assessed_customers import reader

CARDS = {
    "value_basis": {
        "status": "ok",
        "variant": "assumed_margin",
        "margin_known_share": 0.25,
        "margin_rate": 0.3,
        "rate_origin": "typed",
    },
    "rhythm": {"status": "not_enough_data", "count": 12, "needed": 30},
}


def shown(search: str = "", asked: str = "", language: str = "en") -> MethodsView:
    return methods_view(asked, search, CARDS, reader(language))


def names(view: MethodsView) -> list[str]:
    return [method.name for _, methods in view.sections for method in methods]


def test_every_formula_is_shown_once():
    assert sorted(names(shown())) == sorted(FORMULAS)
    assert shown().headline == f"{len(FORMULAS)} formulas stand behind every figure, each with its source"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_formula_has_words_and_a_source(language):
    for _, methods in shown(language=language).sections:
        for method in methods:
            assert method.formula
            assert method.source
            assert not method.title.startswith("methods.")
            assert not method.meaning.startswith("methods.")
            assert not method.origin.startswith("customers.")


def test_a_search_finds_by_title_meaning_and_source():
    assert "retention_rate" in names(shown("Wilson"))
    assert "retention_rate" in names(shown("retention WILSON"))
    assert names(shown("qwertz")) == []
    assert "retention_rate" in names(shown("保持率", language="zh_CN"))


def test_the_formula_asked_for_stands_apart():
    asked = shown(asked="growth_rate").asked
    assert asked is not None
    assert asked.name == "growth_rate"
    assert shown(asked="no_such_formula").asked is None


def test_a_card_writes_its_shares_as_percentages():
    card = card_words("value_basis", CARDS["value_basis"], reader())
    assert card.status == "ok"
    assert card.text == (
        "Values are margin. 25.0% of the transactions carry their own margin;"
        " for the others 30.0% of the amount is assumed."
    )


def test_a_card_says_what_is_missing():
    card = card_words("rhythm", CARDS["rhythm"], reader())
    assert card.status == "not_enough_data"
    assert "12 of the 30 gaps" in card.text
