"""Is every formula there in words, found by its words, and does each method give its account?"""

from __future__ import annotations

import re

import pytest

from dashboard.presenters.grounds import formula_latex, formula_word_id
from dashboard.presenters.methods import MethodsView, card_words, methods_view
from engine.methods import FORMULAS
from tests.catalogues import messages
from tests.dashboard.presenters.assessed_customers import reader

# Perhaps the model's name, then surnames up to the year: "BG/BB: Fader, Hardie & Shang (2010)".
_PUBLICATION = re.compile(
    r"([A-Z]\w*/[A-Z]+: )?[A-Z][\w-]+(, [A-Z][\w-]+)*( & [A-Z][\w-]+| et al\.)? \(\d{4}\)"
)
_SMALL = frozenset({"al", "and", "ch", "eq", "et", "of", "sec", "the"})

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


def is_citation(source: str) -> bool:
    """Whether there is nothing but authors, year, title and place, of one publication or several."""
    return all(
        _PUBLICATION.match(one.strip()) and set(re.findall(r"(?<![\w'])[a-z]+", one)) <= _SMALL
        for one in source.split(";")
    )


def names(view: MethodsView) -> list[str]:
    return [method.name for _, methods in view.sections for method in methods]


def test_every_formula_is_shown_once():
    assert sorted(names(shown())) == sorted(FORMULAS)
    assert shown().headline == f"{len(FORMULAS)} formulas stand behind the figures, each with its source"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_formula_has_words_and_a_source(language):
    for _, methods in shown(language=language).sections:
        for method in methods:
            assert method.formula
            assert method.source
            assert not method.title.startswith("methods.")
            assert not method.meaning.startswith("methods.")
            assert not method.origin.startswith("customers.")


def test_a_source_is_a_mere_citation_or_has_words_in_every_language():
    """Neither both nor anything else: words beside a citation would stand in English on every page."""
    told = {name for name in FORMULAS if f"methods.{name}.source" in messages("zh_CN")}
    assert {name for name, formula in FORMULAS.items() if not formula.source} == told
    sources = {name: formula.source for name, formula in FORMULAS.items() if formula.source}
    assert {name: source for name, source in sources.items() if not is_citation(source)} == {}


@pytest.mark.parametrize(
    "words",
    [
        "Definition",
        "Own rule, after Cox (1972)",
        "After Cox (1972), JRSS B 34",
        "Cox (1972), JRSS B 34; ties by midrank",
        "Cox (1972), JRSS B 34: read from the top",
        "Definition; Cox (1972), JRSS B 34",
    ],
)
def test_words_are_no_citation(words):
    assert not is_citation(words)


def test_words_of_a_source_are_in_the_readers_language():
    def source(name: str, language: str) -> str:
        asked = shown(asked=name, language=language).asked
        assert asked is not None
        return asked.source

    assert source("value_basis", "en") == "Own rule"
    assert source("value_basis", "zh_CN") == "自定规则"
    assert source("retention_rate", "zh_CN") == "定义；区间：Wilson (1927), JASA 22"
    assert source("brier_score", "zh_CN") == "Brier (1950), Monthly Weather Review 78"


def words_of(latex: str) -> set[str]:
    return {words.strip() for words in re.findall(r"\\text\{(.*?)\}", latex)}


def test_words_in_a_formula_are_in_the_readers_language():
    rule = FORMULAS["value_basis"]
    assert formula_latex(rule, reader()) == rule.latex
    in_chinese = formula_latex(rule, reader("zh_CN"))
    assert r"\text{边际贡献}_j & \text{若已知} \\ \rho \cdot \text{金额}_j & \text{否则}" in in_chinese
    # The space before a word stays, as nothing else parts it from the sign before it.
    assert r"j \text{ 仍在})" in formula_latex(FORMULAS["auc"], reader("zh_CN"))


def test_every_formula_has_all_its_words_in_every_language():
    """A new word in ``\\text{…}`` wants an entry in ``formula_words.po`` of each language."""
    words = {one for formula in FORMULAS.values() for one in words_of(formula.latex)}
    assert {key for key in messages("en") if key.startswith("formula.")} == set(map(formula_word_id, words))
    assert all(formula_latex(formula, reader()) == formula.latex for formula in FORMULAS.values())
    told = {name: words_of(formula_latex(one, reader("zh_CN"))) for name, one in FORMULAS.items()}
    assert {name: one for name, one in told.items() if re.search("[A-Za-z]", "".join(one))} == {}


def test_no_word_of_a_formula_is_set_as_symbols():
    """Letters side by side in mathematics are a product: words are ``\\text``, names ``\\mathrm``."""
    named = re.compile(r"\\(text|mathrm|operatorname|begin|end)\{.*?\}|\\[A-Za-z]+|\{[l|]+\}")
    bare = {name: re.findall("[A-Za-z]{3,}", named.sub(" ", one.latex)) for name, one in FORMULAS.items()}
    assert {name: found for name, found in bare.items() if found} == {}


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
