"""Which answers stand in words, and in which order do they lie?

"Very satisfied" is the fifth of five steps wherever it is written; such words are put on their scale by
themselves, from 1 for the worst on. Of other words a person says the order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from data.errors import DataError
from data.importing.questions import Choice, Question
from data.importing.scales import Scale
from data.importing.scores import is_not_applicable, score_of

MOST_WORDS: Final = 11
_LESS: Final = ">"
_QUESTION = "word_order"
# Each family from its worst step to its best one; a step may be said in several ways.
_FAMILIES: Final = tuple(
    tuple(frozenset(step.split("|")) for step in family)
    for family in (
        (
            "dissatisfied|unsatisfied|not satisfied|unhappy|neutral or dissatisfied|不满意|一般或不满意",
            "satisfied|happy|满意",
        ),
        ("dissatisfied|unsatisfied|unhappy|不满意", "neutral|neither|一般|中立", "satisfied|happy|满意"),
        (
            "very dissatisfied|非常不满意|很不满意",
            "dissatisfied|somewhat dissatisfied|不满意|不太满意|较不满意",
            "satisfied|somewhat satisfied|满意|比较满意|较满意|基本满意",
            "very satisfied|非常满意|很满意",
        ),
        (
            "very dissatisfied|extremely dissatisfied|非常不满意|很不满意",
            "dissatisfied|somewhat dissatisfied|不满意|不太满意|较不满意",
            "neutral|neither satisfied nor dissatisfied|neither|一般|中立",
            "satisfied|somewhat satisfied|满意|比较满意|较满意",
            "very satisfied|extremely satisfied|非常满意|很满意",
        ),
        ("disagree|不同意", "neutral|undecided|一般|中立", "agree|同意"),
        (
            "strongly disagree|非常不同意|完全不同意",
            "disagree|somewhat disagree|不同意|不太同意",
            "neutral|neither agree nor disagree|undecided|neither|一般|中立|不确定",
            "agree|somewhat agree|同意|比较同意",
            "strongly agree|非常同意|完全同意",
        ),
        ("poor|bad|差", "average|fair|ok|okay|一般|中", "good|好"),
        ("poor|差", "fair|一般", "good|好", "excellent|优秀|很好"),
        (
            "very poor|very bad|很差",
            "poor|bad|差",
            "average|fair|一般",
            "good|好",
            "very good|excellent|很好",
        ),
        ("poor|差", "fair|一般", "good|较好", "very good|很好", "excellent|优秀"),
        (
            "very unlikely|非常不可能",
            "unlikely|不太可能|不可能",
            "neutral|一般|不确定",
            "likely|可能|比较可能",
            "very likely|非常可能",
        ),
    )
)

Words = Mapping[str, float]
"""A word as ``plain`` writes it, and its place from 1 on."""


@dataclass(frozen=True)
class WordScale:
    """The places of words, and the scale that they stand on."""

    places: Words
    scale: Scale

    @property
    def written(self) -> str:
        """Return the words with their places, the worst first."""
        return ", ".join(f"{word} = {place:g}" for word, place in self.places.items())


def plain(text: str) -> str:
    """Return a word without case, width and spaces that don't count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words_of(cells: pa.DictionaryArray) -> tuple[str, ...]:
    """Return the different words of a column; none where a number is among them, or too many differ."""
    texts = dict.fromkeys(plain(text) for text in cells.dictionary.to_pylist())
    found = tuple(text for text in texts if text and not is_not_applicable(text))
    is_words = 2 <= len(found) <= MOST_WORDS and all(score_of(text) != score_of(text) for text in found)
    return found if is_words else ()


def known_words(found: Sequence[str]) -> WordScale | None:
    """Return the scale of words that are usual in surveys: the shortest that has them all."""
    fits = [family for family in _FAMILIES if all(any(word in step for step in family) for word in found)]
    if not found or not fits:
        return None
    family = min(fits, key=len)
    places = {word: place for place, step in enumerate(family, 1) for word in found if word in step}
    return WordScale(dict(places), Scale(1, len(family)))


def order_question(number: int, heading: str, found: Sequence[str]) -> Question:
    """Return what asks for the order of a column's words, from the worst to the best."""
    orders = [found, found[::-1]] if len(found) == 2 else [found]
    return Question(
        _QUESTION if number == 1 else f"{_QUESTION}_{number}",
        tuple(Choice(f" {_LESS} ".join(order)) for order in orders),
        _QUESTION,
        heading,
        free=True,
        parameters={"seen": ", ".join(found)},
    )


def ordered_words(answer: str, found: Sequence[str]) -> WordScale:
    """Return the scale that an answer names: ``bad > middling > good``, the worst first.

    Raises
    ------
    DataError
        It does not name each word once.
    """
    order = [plain(part) for part in answer.split(_LESS)]
    if sorted(order) != sorted(found):
        raise DataError("voices.not_an_order", answer=answer, words=f" {_LESS} ".join(found))
    return WordScale({word: float(n) for n, word in enumerate(order, 1)}, Scale(1, len(order)))
