"""What do people complain about in their own words, and which texts should a person read?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.answer_filters import number_of, quarter_code
from dashboard.presenters.comment_checks import comments_figure
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.paging import part_of
from dashboard.presenters.result_figures import interval_words
from dashboard.presenters.terms import term
from engine.cards import ModelCard
from engine.churn.factors import FACTORS, UNCLEAR
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.texts.labels import FOUR_CAUSES, NO_COMPLAINT, cause_of
from engine.texts.sorting import TEXT_SORTING

ROWS_A_PAGE: Final = 12
MONTHS: Final = 24
OTHER: Final = "other"
FOR_A_PERSON: Final = UNCLEAR
"""The list of texts that are left for a person."""

GROUPS: Final = (*FOUR_CAUSES, OTHER)
SORTED: Final = "sorted"
"""The list of texts that the model sorted."""
TESTED: Final = "tested"
"""The list of later texts by which the error of the sorting is known."""
FEW: Final = "few"
"""The list of texts about causes that fewer than five texts are about, told together."""
_OF_GROUP: Final = "group."
_OPEN: Final = ("unsure", "unsorted")
_ABOUT: Final = {"sorted": "words.about.sorted", "unsure": "words.about.unsure"}


@dataclass(frozen=True)
class WordsView:
    """What people complain of.

    ``bars`` has a row a cause (``code word value label``); ``quarters`` ``day group count label``, one row a
    quarter and group of causes. ``choices`` are the lists there are: all (""), ``sorted``, ``unclear``,
    ``tested``, a cause, ``few``, a group of causes. ``behind`` has the list behind each figure, None where
    there is none.
    """

    sentence: str
    caption: str
    figures: tuple[Figure, ...]
    bars: pd.DataFrame
    quarters: pd.DataFrame
    choices: dict[str, str]
    behind: tuple[str | None, ...]
    missing: str


@dataclass(frozen=True)
class Said:
    """One text: who said it (``customer_key`` 0: nobody knows), when and where, what about, and the words.

    ``source`` and ``row_key`` name it, ``decided`` is the cause that a person read out of it.
    """

    customer_key: int
    who: str
    when: str
    about: str
    words: str
    source: str
    row_key: int
    decided: str


@dataclass(frozen=True)
class SaidList:
    """One page of texts, the newest first."""

    rows: tuple[Said, ...]
    pages: int
    place: str


def words_view(said: pd.DataFrame, card: ModelCard | None, grounds: Grounds) -> WordsView:
    """Return what the texts of an assessment are about; ``said`` as ``usecases.assessed.texts`` has them."""
    complaining = said[said["status"] != "content"]
    bars = cause_bars(complaining, grounds.reader)
    figures, choices = _figures(said, card, grounds), _choices(complaining, bars, grounds.reader)
    lists = ("", SORTED, FOR_A_PERSON, _list_of_tested(complaining, card), None)
    return WordsView(
        sentence=_sentence(bars, int(complaining["label"].notna().sum()), grounds.reader),
        caption=grounds.reader.texts("words.caption", count=int((said["status"] == "content").sum())),
        figures=figures,
        bars=bars,
        quarters=cause_quarters(complaining, grounds),
        choices=choices,
        behind=tuple(one if one in choices else None for one in lists[: len(figures)]),
        missing=""
        if card is not None and card.status == "ok"
        else grounds.reader.texts("words.missing.sorting"),
    )


def _choices(complaining: pd.DataFrame, bars: pd.DataFrame, reader: Reader) -> dict[str, str]:
    """Return the lists of texts by their words; of causes and groups those with at least five texts."""
    status = complaining["status"]
    found = {"": "words.choice.all"}
    found |= {SORTED: "words.choice.sorted"} if (status == "sorted").any() else {}
    found |= {FOR_A_PERSON: "words.choice.unclear"} if status.isin(_OPEN).any() else {}
    found |= {TESTED: "words.choice.tested"} if len(_tested(complaining)) else {}
    told = bars[bars["value"] > 0]
    causes = dict(zip(told["code"].tolist(), told["word"].tolist(), strict=True))
    counts = _groups(complaining).value_counts()
    groups = {
        _OF_GROUP + code: reader.texts("words.choice.group", group=reader.texts(f"words.cause.{code}"))
        for code in GROUPS
        if counts.get(code, 0) >= SMALLEST_GROUP
    }
    return {code: reader.texts(text) for code, text in found.items()} | causes | groups


def _tested(said: pd.DataFrame) -> pd.DataFrame:
    """Return the texts that the error is known by; assessments of before don't say which."""
    return said[said["test_label"].fillna("").ne("")] if "test_label" in said else said[:0]


def _list_of_tested(complaining: pd.DataFrame, card: ModelCard | None) -> str | None:
    """Return the list behind the error; None where it rests on texts that are not among those looked at."""
    known = card.errors.get("sorting_right_share") if card is not None else None
    return TESTED if known is not None and 0 < known.n == len(_tested(complaining)) else None


def _groups(complaining: pd.DataFrame) -> pd.Series[str]:
    """Return the group of causes of each text whose cause is known."""
    cause = complaining.loc[complaining["label"].notna(), "cause"]
    return cause.where(cause.isin(FOUR_CAUSES), OTHER)


def _quarterly(complaining: pd.DataFrame) -> pd.Series[str]:
    """Return the same where a group with fewer than five texts in its quarter counts among the others."""
    group = _groups(complaining)
    quarter = complaining.loc[group.index, "day"].dt.to_period("Q")
    counts = group.groupby([quarter, group]).transform("size")
    return group.mask(counts < SMALLEST_GROUP, OTHER)


def label_words(label: object, reader: Reader) -> str:
    """Return what a label is called: a factor or group by its term, any other as it was written."""
    if label in FACTORS:
        return term("cause", label, reader.texts)
    return reader.texts(f"words.cause.{label}") if label in FOUR_CAUSES else str(label)


def cause_bars(complaining: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return how many texts are about what, most first; causes with fewer than five are told together."""
    known = complaining["label"].dropna()
    counts = known.value_counts()
    rows = [
        (str(label), label_words(label, reader), float(count), _bar(str(label), count, len(known), reader))
        for label, count in counts[counts >= SMALLEST_GROUP].items()
    ]
    few = int(counts[counts < SMALLEST_GROUP].sum())
    if few:
        word = reader.texts("words.few", count=SMALLEST_GROUP)
        is_told = few >= SMALLEST_GROUP
        label = _bar("", few, len(known), reader) if is_told else _untold(reader)
        rows.append((FEW, word, float(few if is_told else 0), label))
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"])


def cause_quarters(complaining: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return the texts whose cause is known by whole quarter and group of causes: ``day group count label``.

    A group with fewer than five in a quarter counts among the others there; fewer than five of these are
    not told.
    """
    reader, end = grounds.reader, pd.Timestamp(grounds.as_of) + pd.Timedelta(days=1)
    first = pd.Period(end - pd.DateOffset(months=MONTHS) - pd.Timedelta(days=1), "Q") + 1
    quarter = complaining["day"].dt.to_period("Q")
    whole = (quarter >= first) & (quarter < pd.Period(end, "Q"))
    group = _quarterly(complaining[whole])
    counts = group.groupby([quarter[group.index].rename("quarter"), group.rename("group")]).size()
    table = counts[counts >= SMALLEST_GROUP].rename("count").reset_index()
    words = {code: reader.texts(f"words.cause.{code}") for code in GROUPS}
    return pd.DataFrame(
        {
            "day": table["quarter"].dt.to_timestamp(),
            "group": table["group"],
            "count": table["count"],
            "label": [
                f"{quarter} · {words[code]}: {reader.formats.count(count)}"
                for quarter, code, count in zip(table["quarter"], table["group"], table["count"], strict=True)
            ],
        }
    )


def chosen_texts(said: pd.DataFrame, choice: str, quarter: str = "") -> pd.DataFrame:
    """Return the texts of a list (``WordsView.choices``).

    With a ``quarter`` such as ``2026q1`` only those of it.
    """
    complaining = said[said["status"] != "content"]
    counts = complaining["label"].value_counts()
    few = counts.index[counts < SMALLEST_GROUP]
    if quarter:
        complaining = complaining[complaining["day"].map(quarter_code) == quarter]
    if choice == TESTED:
        return _tested(complaining)
    # What the model named at its test is told in the list of those tested only.
    complaining = complaining.drop(columns="test_label", errors="ignore")
    if choice.startswith(_OF_GROUP):
        group = _quarterly(complaining) if quarter else _groups(complaining)
        return complaining.loc[group.index[group == choice.removeprefix(_OF_GROUP)]]
    if choice in (SORTED, FOR_A_PERSON):
        return complaining[complaining["status"].isin(_OPEN if choice == FOR_A_PERSON else (SORTED,))]
    if choice == FEW:
        return complaining[complaining["label"].isin(few)]
    return complaining[complaining["label"] == choice] if choice else complaining


def choice_of(number: int | None, choices: Mapping[str, str]) -> str:
    """Return the list that a number in an address stands for; all where there is none such."""
    return next((code for code in choices if number_of(code) == number), "")


def list_of_column(code: str) -> tuple[str, str]:
    """Return the list and the quarter that a column of the picture by quarter stands for."""
    quarter, _, group = code.partition("|")
    return _OF_GROUP + group, quarter


def said_list(texts: pd.DataFrame, customers: pd.DataFrame, page: int, reader: Reader) -> SaidList:
    """Return page ``page`` (from 1) of ``texts``; ``customers`` name who said it."""
    part = part_of(texts, page, ROWS_A_PAGE)
    shown = part.rows
    keys = customers.set_index("customer_id")["customer_key"]
    rows = tuple(
        Said(
            customer_key=int(keys.get(row["customer_id"], 0)) if isinstance(row["customer_id"], str) else 0,
            who=who,
            when=f"{reader.formats.day(row['day'])} · {reader.texts('words.source.' + row['source'])}",
            about=about_words(row, reader),
            words=row["words"],
            source=row["source"],
            row_key=int(row["row_key"]),
            decided=row["decided"],
        )
        for who, row in zip(
            who_said(shown["customer_id"], customers, reader), shown.to_dict("records"), strict=True
        )
    )
    return SaidList(rows, part.pages, reader.texts("words.list.place", **part.numbers))


def decisions(reader: Reader) -> dict[str, str]:
    """Return what a person may decide: the eight factors by their words, none of them, "" for not yet."""
    factors = {code: term("cause", code, reader.texts) for code in FACTORS}
    none = {NO_COMPLAINT: reader.texts("words.decide.no_complaint")}
    return {"": reader.texts("words.decide.none")} | factors | none


def waiting_decisions(said: pd.DataFrame) -> int:
    """Return how many decisions the assessment looked at doesn't know yet."""
    known = said["label"].fillna("").mask(said["status"] == "content", NO_COMPLAINT)
    return int((said["decided"].ne("") & said["decided"].ne(known)).sum())


def exported(texts: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return texts as they leave: who, when, where, what about, how sure, and the words."""
    about = [label_words(label, reader) if isinstance(label, str) else "" for label in texts["label"]]
    perhaps = [label_words(label, reader) if isinstance(label, str) else "" for label in texts["best_label"]]
    kept = texts[["customer_id", "day", "source", "status"]]
    return kept.assign(about=about, perhaps=perhaps, probability=texts["probability"], words=texts["words"])


def about_words(row: Mapping[Any, Any], reader: Reader) -> str:
    """Return what a text is about, and how that is known; nothing of one that is to be read unawares."""
    status = str(row["status"])
    if status == "unread":
        return ""
    if status == "unsorted":
        return reader.texts("words.about.unsorted")
    label = label_words(row["best_label"] if status == "unsure" else row["label"], reader)
    if isinstance(row.get("test_label"), str) and row["test_label"]:
        named = label_words(row["test_label"], reader)
        return reader.texts("words.about.tested", label=label, named=named)
    if status not in _ABOUT:
        return label
    return reader.texts(_ABOUT[status], label=label, chance=reader.formats.percent(row["probability"], 0))


def who_said(ids: pd.Series[str], customers: pd.DataFrame, reader: Reader) -> list[str]:
    """Return how each is called who said something: by name, else by id, or that nobody knows."""
    named = customers.dropna(subset="name") if "name" in customers else customers[:0].assign(name="")
    names = named.set_index("customer_id")["name"]
    return [
        reader.texts("words.nobody") if not isinstance(one, str) else str(names.get(one) or one)
        for one in ids
    ]


def _bar(label: str, count: int, whole: int, reader: Reader) -> str:
    said = {"count": reader.formats.count(count), "share": reader.formats.percent(count / whole, 0)}
    group = cause_of(label)
    if not group or group == label:
        return reader.texts("words.bar.no_group", **said)
    return reader.texts("words.bar", group=reader.texts(f"words.cause.{group}"), **said)


def _untold(reader: Reader) -> str:
    return reader.texts("words.few.untold", count=SMALLEST_GROUP)


def _sentence(bars: pd.DataFrame, count: int, reader: Reader) -> str:
    named = bars[bars["code"] != FEW]
    if named.empty:
        return reader.texts("words.sentence.none")
    first = named.iloc[0]
    share = reader.formats.percent(first["value"] / count, 0)
    return reader.texts("words.sentence", label=first["word"], share=share, count=count)


def _figures(said: pd.DataFrame, card: ModelCard | None, grounds: Grounds) -> tuple[Figure, ...]:
    status = said["status"]
    complaining, told = int((status != "content").sum()), int((status == "told").sum())
    counts = {
        "sorted": int((status == "sorted").sum()),
        "unsure": int(status.isin(_OPEN).sum()),
    }
    noted = grounds.reader.texts("words.note.told", count=told)
    figures = [_count("complaining", complaining, noted, grounds)]
    for name, count in counts.items():
        share = grounds.reader.formats.percent(count / complaining if complaining else None, 0)
        note = grounds.reader.texts("words.note.share", share=share)
        figures.append(_count(name, count, note, grounds))
    return (*figures, *_right(said, card, grounds))


def _count(name: str, count: int, note: str, grounds: Grounds) -> Figure:
    rows = grounds.reader.texts("words.rows", count=count)
    return Figure(
        label=grounds.reader.texts(f"words.figure.{name}"),
        value=grounds.reader.formats.count(count),
        explanation=explained(f"words.why.{name}", TEXT_SORTING, rows, grounds),
        note=note,
    )


def _right(said: pd.DataFrame, card: ModelCard | None, grounds: Grounds) -> Sequence[Figure]:
    if card is None or card.status != "ok":
        return ()
    texts, formats = grounds.reader.texts, grounds.reader.formats
    right, usual = (card.errors[f"sorting_{name}_share"] for name in ("right", "most_frequent"))
    interval = interval_words(right, "percent", grounds.reader)
    rows = texts("words.rows", count=right.n)
    figure = Figure(
        label=texts("words.figure.right"),
        value=formats.percent(right.value, 0),
        explanation=explained("words.why.right", TEXT_SORTING, rows, grounds, interval=interval),
        note=f"{interval}; {texts('words.note.most_frequent', share=formats.percent(usual.value, 0))}",
    )
    return (figure, *comments_figure(said, card, grounds))
