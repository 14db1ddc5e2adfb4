"""Which answers stand in words, and in which order do they lie?

"Very satisfied" is the fifth of five steps wherever it is written; such words are put on their scale by
themselves, from 1 for the worst on. Of other words a person says the order, or that they are no scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.errors import DataError
from data.importing.questions import Choice, Question
from data.importing.scales import LEAST_SHARE, Scale
from data.importing.scores import is_not_applicable, plain, score_of
from data.importing.word_families import FAMILIES, Family

MOST_WORDS: Final = 11
NO_SCALE: Final = "none"
REMARKS: Final = "remarks"
_LESS: Final = ">"
_QUESTION = "word_order"
_KNOWN: Final = frozenset(word for family in FAMILIES for step in family for word in step)

Texts = Mapping[str, int]
"""What is said in the cells of a question, as ``plain`` writes it, and how often."""

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
        ordered = sorted(self.places.items(), key=lambda pair: pair[1])
        return ", ".join(f"{word} = {place:g}" for word, place in ordered)


def texts_of(cells: pa.DictionaryArray) -> dict[str, int]:
    """Return what is said in the cells, those aside that are empty or say that there is no answer."""
    return texts_of_items(cells, np.zeros(len(cells), dtype=np.int64), 1)[0]


def texts_of_items(cells: pa.DictionaryArray, codes: NDArray[np.int64], items: int) -> list[dict[str, int]]:
    """Return the same of each of so many questions; ``codes`` says which question a cell answers."""
    written = cells.dictionary.to_pylist()
    said = ["" if is_not_applicable(text) else plain(text) for text in written]
    pairs = codes * len(written) + cells.indices.to_numpy(zero_copy_only=False)
    found: list[dict[str, int]] = [{} for _ in range(items)]
    for pair, count in zip(*(part.tolist() for part in np.unique(pairs, return_counts=True)), strict=True):
        own, text = found[pair // len(written)], said[pair % len(written)]
        if text:
            own[text] = own.get(text, 0) + count
    return found


def known_words(questions: Mapping[str, Texts]) -> dict[str, WordScale]:
    """Return the scales of those questions that are answered in words usual in surveys.

    It is the shortest scale that has all words of a question; one that another question of the file
    shows to be longer, as nobody may have chosen its ends. A slip of the pen doesn't hide a question.
    """
    own = {name: family for name, found in questions.items() if (family := _family(found)) is not None}
    longest = sorted(dict.fromkeys(own.values()), key=len, reverse=True)
    usual = {name: _usual(questions[name]) for name in own}
    return {
        name: _scale(next(one for one in longest if _is_as_good(one, family, usual[name])), questions[name])
        for name, family in own.items()
    }


def _is_as_good(other: Family, own: Family, words: Sequence[str]) -> bool:
    return _fits(other, words) and _shared(other, words) <= _shared(own, words)


def _usual(found: Texts) -> list[str]:
    return [word for word in found if word in _KNOWN]


def _fits(family: Family, words: Sequence[str]) -> bool:
    return all(any(word in step for step in family) for word in words)


def _family(found: Texts) -> Family | None:
    words = _usual(found)
    fits = [family for family in FAMILIES if _fits(family, words)]
    told = sum(found[word] for word in words)
    if not words or not fits or told < LEAST_SHARE * sum(found.values()):
        return None
    return min(fits, key=lambda family: (_shared(family, words), len(family)))


def _shared(family: Family, words: Sequence[str]) -> int:
    """Return how many words share their step with another of their language: steps that are told apart."""
    steps = [[word.isascii() for word in words if word in step] for step in family]
    return sum(len(step) - len(set(step)) for step in steps)


def _scale(family: Family, found: Texts) -> WordScale:
    words = _usual(found)
    places = {word: float(place) for place, step in enumerate(family, 1) for word in words if word in step}
    return WordScale(places, Scale(1, len(family)))


def unknown_words(found: Texts) -> tuple[str, ...]:
    """Return few different words whose order nobody knows; none where a number is among them."""
    is_words = 2 <= len(found) <= MOST_WORDS and all(score_of(text) != score_of(text) for text in found)
    return tuple(found) if is_words else ()


def order_questions(questions: Mapping[str, tuple[str, ...]]) -> list[tuple[Question, list[str]]]:
    """Return what asks for the order of words, each with the questions that are answered in them.

    Questions that share their words are asked about once.
    """
    groups: list[tuple[tuple[str, ...], list[str]]] = []
    several = {name: words for name, words in questions.items() if words}
    for name, words in sorted(several.items(), key=lambda pair: -len(pair[1])):
        group = next((one for one in groups if set(words) <= set(one[0])), None)
        if group is None:
            groups.append((words, [name]))
        else:
            group[1].append(name)
    return [
        (_order_question(number, ", ".join(names)[:200], words), names)
        for number, (words, names) in enumerate(groups, 1)
    ]


def _order_question(number: int, column: str, found: tuple[str, ...]) -> Question:
    orders = [found, found[::-1]] if len(found) == 2 else [found]
    choices = [f" {_LESS} ".join(order) for order in orders]
    return Question(
        _QUESTION if number == 1 else f"{_QUESTION}_{number}",
        tuple(Choice(one) for one in (*choices, REMARKS, NO_SCALE)),
        _QUESTION,
        column,
        free=True,
        parameters={"seen": ", ".join(found)},
    )


def ordered_words(answer: str, question: Question) -> WordScale | None:
    """Return the scale that an answer names: ``bad > middling > good``, the worst first.

    None where it says that the words are no scale, or where there is none yet.

    Raises
    ------
    DataError
        It does not name each word once.
    """
    if answer in ("", REMARKS, NO_SCALE):
        return None
    found = question.choices[0].id.split(f" {_LESS} ")
    order = [plain(part) for part in answer.split(_LESS)]
    if sorted(order) != sorted(found):
        raise DataError("voices.not_an_order", answer=answer, words=question.choices[0].id)
    return WordScale({word: float(n) for n, word in enumerate(order, 1)}, Scale(1, len(order)))
