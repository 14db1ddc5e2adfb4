"""How are the answers of a survey read: which columns, on which scale, of which day?"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import DataError
from data.importing.answer_words import (
    NO_SCALE,
    REMARKS,
    Texts,
    Words,
    WordScale,
    known_words,
    order_questions,
    ordered_words,
    texts_of,
    texts_of_items,
    unknown_words,
)
from data.importing.chosen_scales import SCALES, chosen_scales, scales_offer
from data.importing.days import day_texts
from data.importing.item_names import suggested_role
from data.importing.kind import Asked
from data.importing.missing_codes import Counts
from data.importing.questions import Choice, Offer, Question
from data.importing.scales import LEAST_SHARE, Scale, Scales, parse_scale, scales_of
from data.importing.scores import scores, scores_of_items
from data.importing.survey_items import NO_ROLE, Item, Layout, are_remarks, layout_of
from data.importing.table import RawTable, examples

_FIRST_CELLS = 200


@dataclass(frozen=True)
class Survey:
    """A survey as it will be read; ``day`` is that of a file without a column of days.

    ``words`` are the places of answers in words: of a wide file by heading, of a long one by question.
    ``remarks`` are the questions that were answered in people's own words.
    """

    layout: Layout
    scales: Scales
    day: dt.date | None = None
    words: Mapping[str, WordScale] = field(default_factory=dict)
    remarks: frozenset[str] = frozenset()

    def role_of(self, item_id: str) -> str | None:
        """Return what a question measures where its name says so; remarks measure nothing."""
        known = {item.item_id: item.role for item in self.layout.items} | dict.fromkeys(self.remarks, NO_ROLE)
        return known[item_id] if item_id in known else suggested_role(item_id)

    @property
    def word_scales(self) -> dict[str, Scale]:
        """Return the scales of questions that are answered in words, by question."""
        if not self.layout.is_wide:
            return {name: found.scale for name, found in self.words.items()}
        headings = {item.item_id: item.columns.get("score", "") for item in self.layout.items}
        return {
            name: self.words[heading].scale for name, heading in headings.items() if heading in self.words
        }


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
    survey = Survey(layout, Scales({}, {}), _day(answers.get("survey_day")))
    offers = [_items_offer(raw, mapping, layout)] if layout.is_wide else []
    if is_known:
        survey, questions = _with_words(survey, raw, mapping, answers)
        asked += questions
        survey, questions, offer = _with_scales(survey, raw, mapping, answers)
        asked += questions
        offers += [offer] if offer.choices else []
    if "day" not in mapping:
        asked.append(_day_question(raw, layout))
    # Remarks alone don't tell a wide file from a long one whose columns are still unknown.
    is_told = "items" in answers or any("score" in item.columns for item in layout.items)
    replaced = frozenset({"item", "score"}) if layout.items and is_told else frozenset[str]()
    return Asked(tuple(asked), replaced, survey, tuple(offers))


def _with_scales(
    survey: Survey, raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[Survey, tuple[Question, ...], Offer]:
    """Return the survey with the scale of each question, what has to be asked, and what is settled.

    Raises
    ------
    DataError
        A scale was named that is none, or of a question that there isn't.
    """
    numbers = wide_counts(raw, survey) if survey.layout.is_wide else long_counts(raw, mapping, survey.words)
    chosen = chosen_scales(answers.get(SCALES, ""), numbers)
    given = given_scales(raw, mapping, survey.layout) | chosen | survey.word_scales
    scales, questions = scales_of(numbers, answers, given)
    told = {name: one for name, one in scales.by_item.items() if name not in survey.word_scales}
    return replace(survey, scales=scales), questions, scales_offer(told, numbers)


def _day_question(raw: RawTable, layout: Layout) -> Question:
    """Return what asks for the day of the survey; columns of days that nobody named are told."""
    columns = [heading for heading in layout.unused if _holds_days(raw.encoded(heading))]
    if not columns:
        return Question("survey_day", (), free=True, is_day=True)
    named = ", ".join(f"“{heading}”" for heading in columns)[:200]
    return Question(
        "survey_day", (), "survey_day_or_column", free=True, is_day=True, parameters={"columns": named}
    )


def _holds_days(cells: pa.DictionaryArray) -> bool:
    """Whether nearly all of the first different cells are days; plain numbers may be anything."""
    first = cells.dictionary.slice(0, _FIRST_CELLS)
    found = day_texts(pa.DictionaryArray.from_arrays(pa.array(range(len(first)), pa.int32()), first))
    texts = [(text, reading) for text, reading in zip(found.texts, found.readings, strict=True) if text]
    days = sum(bool(reading) and not text.isdigit() for text, reading in texts)
    return bool(texts) and days >= LEAST_SHARE * len(texts)


def _items_offer(raw: RawTable, mapping: Mapping[str, str], layout: Layout) -> Offer:
    """Return which columns are taken for questions, among those that mean nothing else."""
    free = [heading for heading in raw.columns if heading not in mapping.values()]
    taken = {heading for item in layout.items for heading in item.columns.values()}
    choices = tuple(Choice(heading, examples(raw, heading)) for heading in free)
    return Offer("items", choices, {heading: "" for heading in free if heading in taken})


def _with_words(
    survey: Survey, raw: RawTable, mapping: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[Survey, tuple[Question, ...]]:
    """Return the survey with what stands in words, and what has to be asked of its order.

    Raises
    ------
    DataError
        An answer does not name each of the words once.
    """
    texts = _wide_texts(raw, survey.layout) if survey.layout.is_wide else _long_texts(raw, mapping)
    known = known_words(texts)
    rest = {name: found for name, found in texts.items() if name not in known}
    said = {name for name, found in rest.items() if are_remarks(name, found)}
    asked = order_questions({name: unknown_words(rest[name]) for name in rest if name not in said})
    no_scale: set[str] = set()
    for question, names in asked:
        answer = answers.get(question.id, "")
        if (scale := ordered_words(answer, question)) is not None:
            known |= dict.fromkeys(names, scale)
        said |= {*names} if answer == REMARKS else set()
        no_scale |= {*names} if answer == NO_SCALE else set()
    layout = _without_scale(survey.layout, said, no_scale)
    said |= {item.item_id for item in layout.items if "words" in item.columns}
    told = replace(survey, layout=layout, words=known, remarks=frozenset(said))
    return told, tuple(question for question, _ in asked)


def _wide_texts(raw: RawTable, layout: Layout) -> dict[str, Texts]:
    parts = ("score", "expectation")
    headings = [item.columns[part] for item in layout.items for part in parts if part in item.columns]
    return {heading: texts_of(raw.encoded(heading)) for heading in headings}


def _long_texts(raw: RawTable, mapping: Mapping[str, str]) -> dict[str, Texts]:
    names, codes = item_codes(raw, mapping)
    columns = [raw.encoded(mapping[part]) for part in ("score", "expectation") if part in mapping]
    found: list[Counter[str]] = [Counter() for _ in names]
    for cells in columns:
        for counts, more in zip(found, texts_of_items(cells, codes, len(names)), strict=True):
            counts.update(more)
    return {name: counts for name, counts in zip(names, found, strict=True) if name}


def _without_scale(layout: Layout, said: Collection[str], no_scale: Collection[str]) -> Layout:
    """Return a wide file's layout with remarks as such, and without what is no answer at all."""
    items = tuple(
        Item(item.item_id, NO_ROLE, {"words": item.columns["score"]})
        if item.columns.get("score") in said
        else item
        for item in layout.items
        if item.columns.get("score") not in no_scale
    )
    left = [heading for heading in no_scale if layout.is_wide]
    return replace(layout, items=items, unused=(*layout.unused, *left))


def wide_counts(raw: RawTable, survey: Survey) -> dict[str, Counts]:
    """Return the numbers of each question, those of expectation and perception together."""
    found: dict[str, Counts] = {}
    for item in survey.layout.items:
        counts: Counter[float] = Counter()
        for part in ("score", "expectation"):
            if part in item.columns:
                heading = item.columns[part]
                places = survey.words[heading].places if heading in survey.words else None
                counts.update(scores(raw.encoded(heading), places).counts())
        found[item.item_id] = counts
    return found


def long_counts(
    raw: RawTable, mapping: Mapping[str, str], words: Mapping[str, WordScale]
) -> dict[str, Counts]:
    """Return the numbers of each question of a long file by its name."""
    names, codes = item_codes(raw, mapping)
    found: dict[str, Counter[float]] = {name: Counter() for name in names if name}
    for part in ("score", "expectation"):
        if part not in mapping:
            continue
        values = scores_of_items(raw.encoded(mapping[part]), codes, places_of(names, words)).numbers
        is_number = ~np.isnan(values)
        pairs = np.stack([codes[is_number].astype(float), values[is_number]])
        different, times = np.unique(pairs, axis=1, return_counts=True)
        for code, value, n in zip(*different, times, strict=True):
            if names[int(code)]:
                found[names[int(code)]][float(value)] += int(n)
    return dict(found)


def places_of(names: Sequence[str], words: Mapping[str, WordScale]) -> dict[int, Words]:
    """Return the places of words of a long file by the number that its questions have among ``names``."""
    return {place: words[name].places for place, name in enumerate(names) if name in words}


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
