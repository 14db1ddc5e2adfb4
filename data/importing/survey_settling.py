"""How are the answers of a survey read: which columns, on which scale, of which day?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from data.errors import DataError
from data.importing.answer_words import WordScale, known_words, order_question, ordered_words, words_of
from data.importing.item_names import suggested_role
from data.importing.kind import Asked
from data.importing.missing_codes import Counts
from data.importing.questions import Choice, Offer, Question
from data.importing.scales import Scale, Scales, parse_scale, scales_of
from data.importing.scores import scores
from data.importing.survey_items import Item, Layout, layout_of
from data.importing.table import RawTable, examples


@dataclass(frozen=True)
class Survey:
    """A survey as it will be read; ``day`` is that of a file without a column of days.

    ``words`` are the places of answers in words, by heading.
    """

    layout: Layout
    scales: Scales
    day: dt.date | None = None
    words: Mapping[str, WordScale] = field(default_factory=dict)

    def role_of(self, item_id: str) -> str | None:
        """Return what a question measures where its name says so."""
        known = {item.item_id: item.role for item in self.layout.items}
        return known[item_id] if item_id in known else suggested_role(item_id)


def ask_survey(raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]) -> Asked:
    """Return how a file of answers is read (a ``Survey``), and what is still open.

    Raises
    ------
    DataError
        An answer is none of the choices, or no day, no scale, no column.
    """
    layout = layout_of(raw, mapping, answers)
    is_known = bool(layout.items) or {"item", "score"} <= mapping.keys()
    asked: list[Question] = []
    scales = Scales({}, {})
    words: dict[str, WordScale] = {}
    if is_known:
        words, questions = word_scales(raw, layout.items, answers)
        asked += questions
        given = given_scales(raw, mapping, layout) | {
            item.item_id: words[item.columns["score"]].scale
            for item in layout.items
            if item.columns["score"] in words
        }
        numbers = wide_counts(raw, layout.items, words) if layout.is_wide else long_counts(raw, mapping)
        scales, questions = scales_of(numbers, answers, given)
        asked += questions
    if "day" not in mapping:
        asked.append(Question("survey_day", (), free=True, is_day=True))
    survey = Survey(layout, scales, _day(answers.get("survey_day")), words)
    replaced = frozenset({"item", "score"}) if layout.items else frozenset[str]()
    offers = (_items_offer(raw, mapping, layout),) if layout.is_wide else ()
    return Asked(tuple(asked), replaced, survey, offers)


def _items_offer(raw: RawTable, mapping: Mapping[str, str], layout: Layout) -> Offer:
    """Return which columns are taken for questions, among those that mean nothing else."""
    free = [heading for heading in raw.columns if heading not in mapping.values()]
    taken = {heading for item in layout.items for heading in item.columns.values()}
    choices = tuple(Choice(heading, examples(raw, heading)) for heading in free)
    return Offer("items", choices, {heading: "" for heading in free if heading in taken})


def word_scales(
    raw: RawTable, items: tuple[Item, ...], answers: Mapping[str, str]
) -> tuple[dict[str, WordScale], tuple[Question, ...]]:
    """Return the answers that stand in words, by heading, and what has to be asked of their order.

    Raises
    ------
    DataError
        An answer does not name each of the words once.
    """
    known: dict[str, WordScale] = {}
    asked: list[Question] = []
    for heading in (heading for item in items for heading in item.columns.values()):
        found = words_of(raw.encoded(heading))
        if (usual := known_words(found)) is not None:
            known[heading] = usual
        elif found:
            question = order_question(len(asked) + 1, heading, found)
            asked.append(question)
            if (answer := answers.get(question.id)) is not None:
                known[heading] = ordered_words(answer, found)
    return known, tuple(asked)


def wide_counts(
    raw: RawTable, items: tuple[Item, ...], words: Mapping[str, WordScale] | None = None
) -> dict[str, Counts]:
    """Return the numbers of each question, those of expectation and perception together."""
    places = {heading: scale.places for heading, scale in (words or {}).items()}
    found: dict[str, Counts] = {}
    for item in items:
        counts: Counter[float] = Counter()
        for part in ("score", "expectation"):
            if part in item.columns:
                heading = item.columns[part]
                counts.update(scores(raw.encoded(heading), places.get(heading)).counts())
        found[item.item_id] = counts
    return found


def long_counts(raw: RawTable, mapping: Mapping[str, str]) -> dict[str, Counts]:
    """Return the numbers of each question of a long file by its name."""
    names, codes = item_codes(raw, mapping)
    found: dict[str, Counter[float]] = {name: Counter() for name in names if name}
    for part in ("score", "expectation"):
        if part not in mapping:
            continue
        values = scores(raw.encoded(mapping[part])).numbers
        is_number = ~np.isnan(values)
        pairs = np.stack([codes[is_number].astype(float), values[is_number]])
        different, times = np.unique(pairs, axis=1, return_counts=True)
        for code, value, n in zip(*different, times, strict=True):
            if names[int(code)]:
                found[names[int(code)]][float(value)] += int(n)
    return dict(found)


def item_codes(raw: RawTable, mapping: Mapping[str, str]) -> tuple[list[str], np.ndarray]:
    """Return the different questions of a long file, and which one each row answers."""
    cells = raw.encoded(mapping["item"])
    names = pc.utf8_trim_whitespace(cells.dictionary).dictionary_encode()
    codes = names.indices.to_numpy(zero_copy_only=False)[cells.indices.to_numpy(zero_copy_only=False)]
    return names.dictionary.to_pylist(), codes


def given_scales(raw: RawTable, mapping: Mapping[str, str], layout: Layout) -> dict[str, Scale]:
    """Return the scales that a long file names beside its answers, where they don't contradict."""
    if layout.is_wide or "scale" not in mapping:
        return {}
    names, codes = item_codes(raw, mapping)
    cells = raw.encoded(mapping["scale"])
    read = [parse_scale(text) for text in cells.dictionary.to_pylist()]
    pairs = np.unique(np.stack([codes, cells.indices.to_numpy(zero_copy_only=False)]), axis=1)
    found: dict[str, set[Scale]] = {}
    for code, text in pairs.T:
        scale = read[int(text)]
        if scale is not None:
            found.setdefault(names[int(code)], set()).add(scale)
    return {name: next(iter(scales)) for name, scales in found.items() if len(scales) == 1}


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise DataError("import.answer_not_a_day", answer=text) from error
