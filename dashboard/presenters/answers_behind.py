"""Who answered what, behind a figure: one row an answer, with what was written beside it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import (
    OF_QUARTERS,
    AnswerFilters,
    asking,
    behind_words,
    of_figure,
    quarter_words,
    score_words,
)
from dashboard.presenters.customer_voice import answer_rows
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.item_names import item_words
from dashboard.presenters.paging import part_of
from dashboard.presenters.spoken_words import who_said
from engine.satisfaction.point_ranges import SMALLEST_GROUP, Range, givers, people_within, point_ranges
from engine.satisfaction.scores import NPS_KINDS

ROWS_A_PAGE: Final = 25
_FIGURES: Final[Mapping[str, str]] = {
    "csat": "csat",
    "nps": "nps",
    "ces": "ces",
    "satisfaction_ratio": "experience",
}
_ORDER: Final = ("who", "answer", "expected", "question", "day", "channel", "words")
_MOST_POINTS: Final = 11


@dataclass(frozen=True)
class AnswersView:
    """A list of answers: how many, and one page of them.

    ``rows`` is text only, its index the customers' keys (0: anonymous), its first column who answered.
    ``place`` says which part it is of how many; ``notes`` what is left out and why.
    """

    counted: str
    rows: pd.DataFrame
    labels: dict[str, str]
    pages: int
    place: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class AnswerChoices:
    """By what a list of answers can be narrowed, each choice with its words, the first for all."""

    behind: dict[AnswerFilters, str]
    scores: dict[str, str]
    quarters: dict[str, str]


def listed_answers(chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the answers that may be listed: those of fewer than five anonymous people are not."""
    nameless = chosen["customer_id"].isna()
    few = 0 < chosen.loc[nameless, "respondent"].nunique() < SMALLEST_GROUP
    return chosen[~nameless] if few else chosen


def page_of(chosen: pd.DataFrame, page: int) -> pd.DataFrame:
    """Return the answers of a page (from 1) of the list."""
    return part_of(listed_answers(chosen), page, ROWS_A_PAGE).rows


def answers_view(
    chosen: pd.DataFrame, words: pd.Series[str], people: pd.DataFrame, page: int, grounds: Grounds
) -> AnswersView:
    """Return page ``page`` of the answers that are meant.

    ``words`` are the comments beside the answers of that page, ``people`` name who answered.
    """
    reader = grounds.reader
    listed = listed_answers(chosen)
    part = part_of(listed, page, ROWS_A_PAGE)
    given = part.rows["as_given"]
    shown = part.rows.assign(score=given, is_not_applicable=False, words=words.to_numpy())
    rows = answer_rows(shown, grounds)
    rows.insert(0, "who", who_said(shown["customer_id"], people, reader))
    # What was answered stands where a phone shows it.
    rows = rows[[name for name in _ORDER if name in rows]]
    keys = shown["customer_id"].map(people.set_index("customer_id")["customer_key"])
    left_out = len(chosen) - len(listed)
    notes = (reader.texts("answers.few_nameless", count=SMALLEST_GROUP),) if left_out else ()
    return AnswersView(
        counted=counted(chosen, reader),
        rows=rows.set_axis(keys.fillna(0).astype("int64")),
        labels={str(name): reader.texts(f"words.answers.{name}") for name in rows},
        pages=part.pages,
        place=reader.texts("answers.place", **part.numbers),
        notes=notes,
    )


def counted(chosen: pd.DataFrame, reader: Reader) -> str:
    """Return how many answers of how many people; under five people no number."""
    people = chosen["respondent"].nunique()
    if not people:
        return reader.texts("answers.none")
    if people < SMALLEST_GROUP:
        return reader.texts("answers.fewer", count=SMALLEST_GROUP)
    nameless = int(chosen.loc[chosen["customer_id"].isna(), "respondent"].nunique())
    said = {"count": len(chosen), "people": reader.formats.count(people)}
    if nameless < SMALLEST_GROUP:
        return reader.texts("answers.counted", **said)
    return reader.texts("answers.counted.nameless", nameless=reader.formats.count(nameless), **said)


def answer_choices(kept: pd.DataFrame, filters: AnswerFilters, grounds: Grounds) -> AnswerChoices:
    """Return by what the list can be narrowed; what the address asks for is among the choices."""
    roles = set(kept["role"].dropna().unique())
    figures = [AnswerFilters(figure) for figure, role in _FIGURES.items() if role in roles]
    items = sorted((item_words(one, grounds), str(one)) for one in kept["item_id"].dropna().unique())
    questions = {
        asking("", item): grounds.reader.texts("answers.question", item=words) for words, item in items
    }
    asked = replace(filters, quarter="", lowest=None, highest=None)
    choices = [AnswerFilters(), *figures]
    behind = {one: behind_words(kept, one, grounds) for one in choices} | questions
    behind.setdefault(asked, behind_words(kept, asked, grounds))
    return AnswerChoices(behind, _scores(kept, filters, grounds), _quarters(kept, filters, grounds))


def answers_exported(chosen: pd.DataFrame, words: pd.Series[str], grounds: Grounds) -> pd.DataFrame:
    """Return answers as they leave, each with the comment of the same questionnaire."""
    listed = listed_answers(chosen)
    names = {item: item_words(item, grounds) for item in listed["item_id"].unique()}
    asked = listed["item_id"].map(names).astype("object")
    kept = ["score", "scale_low", "scale_high", "expectation", "importance", "channel"]
    given = listed[kept].assign(score=listed["as_given"])
    return listed[["customer_id", "day"]].assign(question=asked, **given, words=words)


def _scores(kept: pd.DataFrame, filters: AnswerFilters, grounds: Grounds) -> dict[str, str]:
    """Return the points of the scale to choose from, where all have one scale; of the NPS its groups too.

    Neighbouring points that fewer than five people gave stand together, as in every picture of them.
    """
    own = of_figure(kept, filters).dropna(subset="score")
    scales = own[["scale_low", "scale_high"]].drop_duplicates()
    ranges: list[Range] = []
    if len(scales) == 1 and scales.notna().all(axis=None):
        low, high = (int(end) for end in scales.iloc[0])
        kinds = NPS_KINDS if filters.behind == "nps" else ((low, high),)
        gave = givers(own["score"].round(), own["respondent"])
        told = point_ranges(gave, kinds) if high - low < _MOST_POINTS else []
        wanted = [*told, *(NPS_KINDS if filters.behind == "nps" else ())]
        ranges = [one for one in wanted if people_within(gave, one) >= SMALLEST_GROUP][::-1]
    codes = [filters.with_range(one).scores for one in ranges]
    known = dict.fromkeys([*codes, *filter(None, [filters.scores])])
    words = {scores: score_words(scores, grounds.reader) for scores in known}
    return {"": grounds.reader.texts("answers.any_score")} | words


def _quarters(kept: pd.DataFrame, filters: AnswerFilters, grounds: Grounds) -> dict[str, str]:
    """Return the quarters to choose from, the newest first; none where the figure has only one time."""
    if filters.behind not in OF_QUARTERS:
        return {}
    starts = 10 * kept["day"].dt.year + kept["day"].dt.quarter
    codes = [f"{number // 10}q{number % 10}" for number in sorted(starts.unique(), reverse=True)]
    all_year = grounds.reader.texts("answers.period.year")
    known = dict.fromkeys([*codes, *filter(None, [filters.quarter])])
    return {"": all_year} | {code: quarter_words(code, grounds.reader) for code in known}
