"""How was a file understood, and how is it asked what isn't clear?"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import pandas as pd

from dashboard.formats import Reader

_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030 (简体中文)",
    "big5": "Big5 (繁體中文)",
    "cp1252": "Windows-1252 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Кириллица)",
    "cp932": "Shift-JIS (日本語)",
    "euc_jp": "EUC-JP (日本語)",
    "xlsx": "Excel",
    "xlsb": "Excel",
    "xls": "Excel",
    "ods": "OpenDocument",
    "parquet": "Parquet",
    "jsonl": "JSON Lines",
}
NATIONAL = frozenset({"gb18030", "big5", "cp1252", "cp1250", "cp1251", "cp932", "euc_jp"})
"""Encodings that are told by what looks like text; bytes of another may look so as well."""
_SCALES = "scales"


class PreviewLike(Protocol):
    """A row of the file as understood."""

    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def cells(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def causes(self) -> tuple[str, ...]: ...  # noqa: D102


class ChoiceLike(Protocol):
    """One of several answers."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def examples(self) -> tuple[str, ...]: ...  # noqa: D102


class Offered(Protocol):
    """What was settled without a question."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def choices(self) -> Sequence[ChoiceLike]: ...  # noqa: D102
    @property
    def settled(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def meanings(self) -> Sequence[str]: ...  # noqa: D102


class Understood(Protocol):
    """How a file is read, as far as it is clear."""

    @property
    def encoding(self) -> str: ...  # noqa: D102
    @property
    def separator(self) -> str: ...  # noqa: D102
    @property
    def has_header(self) -> bool: ...  # noqa: D102
    @property
    def skipped_lines(self) -> int: ...  # noqa: D102
    @property
    def rows(self) -> int: ...  # noqa: D102
    @property
    def date_order(self) -> str: ...  # noqa: D102
    @property
    def decimal_signs(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def mapping(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def preview(self) -> Sequence[PreviewLike]: ...  # noqa: D102


@dataclass(frozen=True)
class QuestionView:
    """A question with its answers: choice -> label and, below it, what the data would be.

    With ``hint`` another answer than the choices can be typed; ``suggestion`` is what may stand there.
    """

    text: str
    labels: dict[str, str]
    captions: tuple[str, ...]
    is_day: bool
    hint: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class OfferView:
    """What was settled and may be said otherwise: names with labels, and the meanings to choose from."""

    title: str
    caption: str
    labels: dict[str, str]
    settled: dict[str, str]
    meanings: dict[str, str]


def question_view(question: Mapping[str, Any], reader: Reader) -> QuestionView:
    """Return the words for a question (``Question.as_json()``)."""
    texts = reader.texts
    parameters = {**question["parameters"], "column": question["column"]}
    if "field" in parameters:
        parameters["field"] = texts(f"import.field.{parameters['field']}")
    labels = {choice["id"]: _label(question["id"], choice["id"], reader) for choice in question["choices"]}
    return QuestionView(
        text=texts(question["message"], **parameters),
        labels=labels,
        captions=tuple("  ·  ".join(choice["examples"]) for choice in question["choices"]),
        is_day=question.get("is_day", False),
        hint=_hint(question, reader),
        suggestion=next(iter(labels), ""),
    )


def offer_view(offer: Offered, reader: Reader) -> OfferView:
    """Return the words for what was settled without a question."""
    texts = reader.texts
    return OfferView(
        title=texts(f"import.offer.{offer.id}"),
        caption=texts(f"import.offer.{offer.id}.caption"),
        labels={
            one.id: f"{one.id}  ({', '.join(one.examples)[:40]})" if one.examples else one.id
            for one in offer.choices
        },
        settled=dict(offer.settled),
        meanings=_meanings(offer, reader),
    )


def _meanings(offer: Offered, reader: Reader) -> dict[str, str]:
    """Return what may be chosen for each part of an offer; a scale says by its ends what it is."""
    if offer.id == _SCALES or not offer.meanings:
        return {one: one for one in offer.meanings}
    chosen = {one: reader.texts(f"import.choice.{offer.id}.{one}") for one in offer.meanings}
    return {"": reader.texts(f"import.choice.{offer.id}.none"), **chosen}


def question_argument(question: Mapping[str, Any], choice: str) -> str:
    """Return what answers a question with a choice on the command line, as it is typed there."""
    field = question["parameters"].get("field")
    option, name = ("--map", field) if field else ("--answer", question["id"])
    return f"{option} {shlex.quote(f'{name}={choice}')}"


def understood_words(found: Understood, reader: Reader) -> str:
    """Return in one line how the file was read."""
    texts = reader.texts
    said = [texts("data.understood.rows", count=found.rows), _ENCODINGS.get(found.encoding, found.encoding)]
    if found.separator in {"comma", "semicolon", "tab", "bar", "whitespace"}:
        said.append(texts(f"data.understood.separator.{found.separator}"))
    said.append(texts("data.understood.header" if found.has_header else "data.understood.no_header"))
    if found.skipped_lines:
        said.append(texts("data.understood.skipped", count=found.skipped_lines))
    if found.date_order:
        said.append(texts(f"data.understood.order.{found.date_order}"))
    if "amount" not in found.mapping and {"quantity", "unit_price"} <= found.mapping.keys():
        said.append(texts("data.understood.computed"))
    for sign in sorted(set(found.decimal_signs.values())):
        said.append(texts(f"data.understood.sign.{sign}"))
    return "  ·  ".join(said)


def preview_table(found: Understood, reader: Reader) -> pd.DataFrame:
    """Return the first rows as they would be stored, with why one can't be."""
    texts = reader.texts
    rows = [
        {texts("data.example.line"): str(row.line)}
        | {_field(name, reader): _shown(value, reader) for name, value in row.cells.items()}
        | {texts("data.preview.problem"): _problem(row.causes, reader)}
        for row in found.preview
    ]
    table = pd.DataFrame(rows)
    has_problem = any(row.causes for row in found.preview)
    return table if has_problem or table.empty else table.drop(columns=texts("data.preview.problem"))


def mapping_labels(columns: Iterable[tuple[str, Sequence[str]]], reader: Reader) -> dict[str, str]:
    """Return heading -> heading with its first cells, and the choice "not in this file" first."""
    labels = {"": reader.texts("data.mapping.none")}
    for heading, examples in columns:
        shown = ", ".join(examples)
        labels[heading] = f"{heading}  ({shown[:40]}{'…' if len(shown) > 40 else ''})" if shown else heading
    return labels


def _hint(question: Mapping[str, Any], reader: Reader) -> str:
    """Return how an answer is written that is none of the choices; none where there is no such answer."""
    if not question.get("free") or question.get("is_day"):
        return ""
    subject = question["message"].removeprefix("import.question.")
    return reader.texts(f"import.hint.{subject}")


def _label(question: str, choice: str, reader: Reader) -> str:
    if question == "missing_codes":
        some = "none" if choice == "none" else "some"
        return reader.texts(f"import.choice.missing_codes.{some}", codes=choice)
    own = f"import.choice.{question.rstrip('_0123456789')}.{choice}"  # word_order_2 asks what word_order asks
    if reader.texts.has(own):
        return reader.texts(own)
    return _ENCODINGS.get(choice, choice)


def _field(name: str, reader: Reader) -> str:
    part, is_of_question, question = name.partition(
        "."
    )  # a survey's column: what it holds, and of which question
    if is_of_question:
        return question if part == "score" else f"{question} · {_field(part, reader)}"
    message = f"import.field.{name}"
    return reader.texts(message) if reader.texts.has(message) else name


def _problem(causes: Sequence[str], reader: Reader) -> str:
    return " ".join(reader.texts(f"data.problem.{cause}") for cause in causes)


def _shown(value: Any, reader: Reader) -> str:
    if value is None:
        return "–"
    if value is True:
        return "✓"
    if isinstance(value, dt.datetime):
        return reader.formats.moment(value)
    if isinstance(value, dt.date):
        return reader.formats.day(value)
    if isinstance(value, Decimal):
        return reader.formats.decimal(float(value), max(-int(value.as_tuple().exponent), 0))
    if isinstance(value, float):
        return reader.formats.decimal(value, 0 if value.is_integer() else 2)
    return str(value)
