"""How satisfied and loyal is this customer, what do they gain from us, and what did they answer?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import UNDEFINED, Reader
from dashboard.presenters.answer_filters import AnswerFilters, behind_words
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.item_names import item_words
from dashboard.presenters.terms import term
from engine.loyalty.bonds import EXPOSURE, LOYALTY_BOND
from engine.loyalty.index import LOYALTY_INDEX
from engine.satisfaction.behind import OF_ONE_CUSTOMER
from engine.satisfaction.delivered_value import BENEFIT_INDEX, DEVELOPMENT_INDEX
from engine.satisfaction.ratio import SATISFACTION_RATIO

_MONTHS: Final = 12
_MOST_ANSWERS: Final = 200

_ANSWERED: Final = {
    "satisfaction_score": "satisfaction_score",
    "loyalty_kind": "true_loyalty_share",
    "loyalty_index": "loyalty_index",
    "benefit_index": "benefit_index",
}
"""Figures of a customer that rest on answers, and the name under which these are kept."""

Behind = Mapping[str, pd.DataFrame]
"""A customer's answers behind each of their figures, as far as the assessment kept them."""


@dataclass(frozen=True)
class VoiceView:
    """Satisfaction and loyalty in a customer's file; ``missing`` says what isn't known and why.

    ``names`` are those of the figures, in their order. ``answers`` is text only, the newest first, with
    ``labels`` for its columns, ``shown`` says which they are and how many; ``later`` says how many answers
    came after the day of the assessment.
    """

    caption: str
    figures: tuple[Figure, ...]
    names: tuple[str, ...]
    missing: str
    answers: pd.DataFrame
    labels: dict[str, str]
    shown: str
    later: str


def voice_view(
    customer: pd.Series, answers: pd.DataFrame, behind: Behind, asked: AnswerFilters, grounds: Grounds
) -> VoiceView:
    """Return what the file says; ``answers`` are those of ``data.voices.customer_answers``.

    Of a figure that is ``asked`` for, only the answers behind it are listed.
    """
    texts = grounds.reader.texts
    known = answers[answers["day"] <= pd.Timestamp(grounds.as_of)]
    later = len(answers) - len(known)
    shown = texts("words.answers.show", count=len(known))
    if asked.behind in behind:
        known, later = behind[asked.behind], 0
        figure = behind_words(known, AnswerFilters(asked.behind), grounds)
        shown = texts("words.answers.behind", figure=figure, count=len(known))
    rows = answer_rows(known.head(_MOST_ANSWERS), grounds)
    return VoiceView(
        caption=texts("words.file.caption", day=grounds.reader.formats.day(grounds.as_of)),
        figures=voice_figures(customer, answers, behind, grounds),
        names=_known(customer),
        missing=_missing(customer, grounds),
        answers=rows,
        labels={str(name): texts(f"words.answers.{name}") for name in rows},
        shown=shown,
        later=texts("words.answers.later", count=later) if later else "",
    )


def answers_behind(counted: pd.DataFrame, answers: pd.DataFrame) -> Behind:
    """Return a customer's answers behind each of their figures; empty where the assessment kept none.

    ``counted`` tells of all customers which answers count for which figure: ``figure row_key``.
    """
    if counted.empty:
        return {}
    own = counted[counted["row_key"].isin(answers["answer_key"])]
    return {
        name: answers[answers["answer_key"].isin(own.loc[own["figure"] == name, "row_key"])]
        for name in OF_ONE_CUSTOMER
    }


def asked_behind(name: str, behind: Behind) -> AnswerFilters | None:
    """Return how the answers behind a figure are asked for; None where there are none to list."""
    figure = _ANSWERED.get(name, "")
    return AnswerFilters(figure) if figure in behind and len(behind[figure]) else None


def voice_figures(
    customer: pd.Series, answers: pd.DataFrame, behind: Behind, grounds: Grounds
) -> tuple[Figure, ...]:
    """Return the figures that are known of a customer: satisfaction, loyalty, benefit, development."""
    texts, all_year = grounds.reader.texts, _current(answers, grounds.as_of)

    def rows(name: str) -> str:
        if name not in _ANSWERED:
            days = 0 if pd.isna(customer["purchase_days"]) else int(customer["purchase_days"])
            return texts("customer_file.rows.purchases", count=days)
        return texts("words.rows.answers", count=len(behind.get(_ANSWERED[name], all_year)))

    return tuple(_FIGURES[name](customer, rows(name), grounds) for name in _known(customer))


def _known(customer: pd.Series) -> tuple[str, ...]:
    return tuple(name for name in _FIGURES if not pd.isna(customer[name]))


def answer_rows(answers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return answers as text: day, question, answer, what was expected, channel, comment.

    Columns in which nothing stands are left out.
    """
    reader = grounds.reader
    rows = pd.DataFrame(
        {
            "day": [reader.formats.day(day) for day in answers["day"]],
            "question": [item_words(item, grounds) for item in answers["item_id"]],
            "answer": [_answer(row, "score", reader) for row in answers.to_dict("records")],
            "expected": [_answer(row, "expectation", reader) for row in answers.to_dict("records")],
            "channel": [name if isinstance(name, str) else "" for name in answers["channel"]],
            "words": [said if isinstance(said, str) else "" for said in answers["words"]],
        }
    )
    empty = [name for name in ("expected", "channel", "words") if rows[name].isin(["", UNDEFINED]).all()]
    return rows.drop(columns=empty)


def _satisfaction(customer: pd.Series, rows: str, grounds: Grounds) -> Figure:
    formats, ratio = grounds.reader.formats, customer["satisfaction_ratio"]
    group = term("feel", customer["satisfaction_group"], grounds.reader.texts)
    said = {"group": group, "ratio": formats.decimal(ratio, 2)}
    return Figure(
        label=grounds.reader.texts("words.figure.satisfaction"),
        value=formats.percent(customer["satisfaction_score"], 0),
        explanation=explained("words.why.satisfaction", SATISFACTION_RATIO, rows, grounds),
        note=group if pd.isna(ratio) else grounds.reader.texts("words.note.satisfaction_ratio", **said),
    )


def _loyalty(customer: pd.Series, rows: str, grounds: Grounds) -> Figure:
    texts, bond = grounds.reader.texts, customer["loyalty_bond"]
    note = ""
    if isinstance(bond, str):
        exposure = texts(f"loyalty.exposure.{EXPOSURE[bond]}")
        note = texts("words.note.bond", bond=term("bond", bond, texts), exposure=exposure)
    return Figure(
        label=texts("words.figure.loyalty_kind"),
        value=term("loyalty", customer["loyalty_kind"], texts),
        explanation=explained("words.why.loyalty_kind", LOYALTY_BOND, rows, grounds),
        note=note,
    )


def _index(customer: pd.Series, rows: str, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    index, entropy = (customer[name] for name in ("loyalty_index", "loyalty_index_entropy"))
    inputs = {"weights": formats.decimal(index, 0), "entropy": formats.decimal(entropy, 0)}
    known = not pd.isna(entropy)
    return Figure(
        label=texts("words.figure.loyalty_index"),
        value=formats.decimal(index, 0),
        explanation=explained("words.why.loyalty_index", LOYALTY_INDEX, rows, grounds, inputs=inputs),
        note=texts("words.note.entropy", value=formats.decimal(entropy, 0)) if known else "",
    )


def _benefit(customer: pd.Series, rows: str, grounds: Grounds) -> Figure:
    return Figure(
        label=grounds.reader.texts("words.figure.benefit_index"),
        value=grounds.reader.formats.decimal(customer["benefit_index"], 0),
        explanation=explained("words.why.benefit_index", BENEFIT_INDEX, rows, grounds),
    )


def _development(customer: pd.Series, rows: str, grounds: Grounds) -> Figure:
    return Figure(
        label=grounds.reader.texts("words.figure.development_index"),
        value=grounds.reader.formats.decimal(customer["development_index"], 0),
        explanation=explained("words.why.development_index", DEVELOPMENT_INDEX, rows, grounds),
    )


_FIGURES: Final[Mapping[str, Callable[[pd.Series, str, Grounds], Figure]]] = {
    "satisfaction_score": _satisfaction,
    "loyalty_kind": _loyalty,
    "loyalty_index": _index,
    "benefit_index": _benefit,
    "development_index": _development,
}
_NAMES: Final = {"satisfaction_score": "satisfaction"}


def _missing(customer: pd.Series, grounds: Grounds) -> str:
    texts = grounds.reader.texts
    asked = [name for name in _FIGURES if name != "development_index"]
    unknown = [name for name in asked if pd.isna(customer[name])]
    if len(unknown) == len(asked):
        return texts("words.file.nothing", day=grounds.reader.formats.day(grounds.as_of))
    names = [texts(f"words.figure.{_NAMES.get(name, name)}") for name in unknown]
    return texts("words.file.unknown", names=texts("experience.comma").join(names)) if names else ""


def _current(answers: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    end = pd.Timestamp(as_of)
    return answers[(answers["day"] <= end) & (answers["day"] > end - pd.DateOffset(months=_MONTHS))]


def _answer(row: Mapping[Any, Any], column: str, reader: Reader) -> str:
    value = row[column]
    if column == "score" and row["is_not_applicable"]:
        return reader.texts("words.answers.not_applicable")
    if pd.isna(value):
        return UNDEFINED
    score = reader.formats.decimal(value, 0 if float(value).is_integer() else 1)
    if pd.isna(row["scale_high"]):
        return score
    return reader.texts("words.answers.of", score=score, highest=reader.formats.decimal(row["scale_high"], 0))
