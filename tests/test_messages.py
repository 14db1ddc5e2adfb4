"""Is everything that the app can say there in every language, and nothing left over?"""

from __future__ import annotations

import re

import pytest

from dashboard.i18n.texts import LANGUAGES, Texts, translations
from tests.catalogues import CATALOGUES, forms, messages, named_messages, parameters_of, texts_in_code

OTHERS = [language for language in LANGUAGES if language != "en"]


def test_every_language_has_a_folder_of_catalogues():
    assert {path.name for path in CATALOGUES.iterdir() if any(path.glob("*.po"))} == set(LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_languages_have_the_same_messages(language):
    assert set(messages(language)) ^ set(messages("en")) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_translations_take_the_same_parameters(language):
    translated = messages(language)
    wrong = {
        key: (parameters_of(message), parameters_of(translated[key]))
        for key, message in messages("en").items()
        if key in translated and parameters_of(message) != parameters_of(translated[key])
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_in_doubt(language):
    wrong = [
        key
        for key, message in messages(language).items()
        if message.fuzzy or not forms(message) or not all(form.strip() for form in forms(message))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_as_many_forms_as_the_language(language):
    expected = {"en": 2, "zh_CN": 1}[language]
    plural = {key: m for key, m in messages(language).items() if not isinstance(m.string, str)}
    assert {key for key, message in plural.items() if len(forms(message)) != expected} == set()


def test_every_message_that_code_names_has_a_sentence():
    known = set(messages("en"))
    assert [f"{named.place} {named.pattern}" for named in named_messages() if not named.ids(known)] == []


def test_every_sentence_gets_the_parameters_that_it_needs():
    english = messages("en")
    wrong = [
        f"{named.place} {key} lacks {sorted(lacking)}"
        for named in named_messages()
        if named.is_exact and not named.is_open
        for key in named.ids(set(english))
        if (lacking := parameters_of(english[key]) - named.parameters)
    ]
    assert wrong == []


def test_no_sentence_is_left_over():
    told = texts_in_code()
    patterns = [re.compile(pattern) for pattern in told if re.search(r"\.[*+]|\(", pattern)]
    doubtful = [key for key in messages("en") if re.escape(key) not in told]
    unused = [key for key in doubtful if not any(pattern.fullmatch(key) for pattern in patterns)]
    assert unused == []


def test_numbers_stand_without_gaps_in_chinese():
    assert Texts("zh_CN")("data.age.days", count=23) == "23天前"
    gap = re.compile(r"[\u4e00-\u9fff] [\d{]|[\d}%] [\u4e00-\u9fff]")
    catalogue = translations("zh_CN")
    assert [key for key in messages("zh_CN") if gap.search(catalogue.gettext(key))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_percent_sign_stands_by_its_number(language):
    catalogue = translations(language)
    assert [key for key in messages(language) if re.search(r"[\d}] %", catalogue.gettext(key))] == []
