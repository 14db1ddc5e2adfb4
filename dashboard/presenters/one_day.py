"""What is said where a table of one day is all that is known: who is like those who left, and no more?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.chance_bands import CHANCE_BANDS, band_words, chance_bands
from dashboard.presenters.customer_list import ROWS_A_PAGE, CustomerList, contract_words
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from dashboard.presenters.leakage import column_words
from dashboard.presenters.paging import part_of
from dashboard.presenters.terms import term_of
from dashboard.presenters.warnings import chance
from engine.assessing.one_day import NAME as ONE_DAY
from engine.assessing.one_day import TRAITS
from engine.assessing.warnings import CONTRACT_LEANING
from engine.cards import ModelCard
from engine.churn.accuracy import AUC
from engine.churn.rule import CHURN_STATE
from engine.churn.snapshot import TOO_GOOD
from engine.estimate import Estimate

__all__ = [
    "ONE_DAY",
    "TRAITS",
    "OneDayView",
    "bands_alt",
    "likeness_bands",
    "likeness_list",
    "one_day_view",
    "paradoxes",
    "traits_caption",
    "traits_table",
]

_UNDEFINED = Estimate(float("nan"))


@dataclass(frozen=True)
class OneDayView:
    """What the page says; ``warnings`` are what a reader must know first.

    ``bands`` has a row a band of likeness: ``code``, ``word``, ``value`` and ``label``; empty where
    there was too little to learn from.
    """

    headline: str
    caption: str
    note: str
    warnings: tuple[str, ...]
    figures: tuple[Figure, ...]
    bands: pd.DataFrame
    bands_alt: str


def one_day_view(
    customers: pd.DataFrame,
    figures: Mapping[str, Estimate],
    card: ModelCard,
    labels: Mapping[str, str],
    grounds: Grounds,
) -> OneDayView:
    """Return headline, figures and picture of an assessment that rests on a table of one day.

    ``labels`` are the headings of attributes by name.
    """
    texts, reader = grounds.reader.texts, grounds.reader
    bands = likeness_bands(customers, reader)
    return OneDayView(
        headline=_headline(customers, figures, grounds),
        caption=texts("warning.caption.one_day"),
        note=texts("one_day.note", day=grounds.one_day),
        warnings=tuple(_warnings(card, labels, reader)),
        figures=_figures(customers, figures, card, grounds) if len(bands) else (),
        bands=bands,
        bands_alt=bands_alt(bands),
    )


def likeness_bands(customers: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return how many of those still there lie in each band of likeness, the most alike first."""
    found = chance_bands(customers)
    counts = found[found != ""].value_counts()
    rows = [
        {
            "code": code,
            "word": band_words(code, reader),
            "value": int(counts.get(code, 0)),
            "label": reader.texts("overview.rows", count=int(counts.get(code, 0))),
        }
        for code in reversed(CHANCE_BANDS)
    ]
    return pd.DataFrame(rows if len(counts) else [], columns=["code", "word", "value", "label"])


def bands_alt(bands: pd.DataFrame) -> str:
    """Return the picture of the bands in words."""
    return "; ".join(f"{row.word}: {row.label}" for row in bands.itertuples())


def likeness_list(customers: pd.DataFrame, page: int, reader: Reader) -> CustomerList:
    """Return a page of those still there, most like those who left at the top."""
    known = customers[customers["churn_probability"].notna()]
    ordered = known.sort_values(["churn_probability", "customer_id"], ascending=[False, True])
    part = part_of(ordered, page, ROWS_A_PAGE)
    shown = part.rows
    texts = reader.texts
    columns = {
        texts("customers.column.name"): _names(shown),
        texts("one_day.column.likeness"): [chance(one, reader) for _, one in shown.iterrows()],
        texts("customers.column.churn_state"): [
            term_of("churn_state", code, texts) for code in shown["churn_state"]
        ],
        texts("one_day.column.since"): contract_words(shown, reader),
    }
    keys = pd.Index(shown["customer_key"].astype(int), name="customer_key")
    rows = pd.DataFrame(columns, index=keys)
    place = texts("one_day.list.place", **part.numbers)
    return CustomerList(rows, {str(name): str(name) for name in rows}, part.page, part.pages, place)


def traits_caption(customers: pd.DataFrame, reader: Reader) -> str:
    """Return how the table of traits is read, and how many had left of all."""
    states = customers["churn_state"].dropna()
    return reader.texts("one_day.traits.caption", share=reader.formats.percent((states == "left").mean(), 0))


def traits_table(traits: pd.DataFrame, labels: Mapping[str, str], reader: Reader) -> pd.DataFrame:
    """Return in words how many of the customers with each trait had left (``TRAIT_COLUMNS``)."""
    texts, formats = reader.texts, reader.formats
    rows = [
        {
            "column": column_words(row["column"], labels, reader),
            "trait": _trait(row, reader),
            "customers": formats.count(row["customers"]),
            "share": texts(
                "warning.bounded",
                value=formats.percent(row["left"] / row["customers"], 0),
                low=formats.percent(row["share_low"], 0),
                high=formats.percent(row["share_high"], 0),
            ),
            "strength": formats.decimal(row["strength"], 2),
        }
        for row in traits.to_dict("records")
    ]
    names = ("column", "trait", "customers", "share", "strength")
    found = pd.DataFrame(rows, columns=list(names))
    return found.rename(columns={name: texts(f"one_day.traits.{name}") for name in names})


def paradoxes(card: ModelCard, labels: Mapping[str, str], reader: Reader) -> tuple[str, ...]:
    """Return which columns look the wrong way round, in words."""
    return tuple(
        reader.texts("one_day.traits.paradox", column=column_words(one.column, labels, reader))
        for one in card.suspects
        if one.reason == "against_expectation"
    )


def _names(customers: pd.DataFrame) -> list[str]:
    if "name" not in customers:
        return [str(one) for one in customers["customer_id"]]
    pairs = zip(customers["name"], customers["customer_id"], strict=True)
    return [name if isinstance(name, str) and name else str(one) for name, one in pairs]


def _trait(row: Mapping[Hashable, Any], reader: Reader) -> str:
    if isinstance(row["text"], str):
        return row["text"]
    low, high = float(row["low"]), float(row["high"])
    ends = [reader.formats.decimal(end, 0 if end.is_integer() else 1) for end in (low, high)]
    return ends[0] if low == high else reader.texts("one_day.traits.number", low=ends[0], high=ends[1])


def _headline(customers: pd.DataFrame, figures: Mapping[str, Estimate], grounds: Grounds) -> str:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = customers["churn_probability"].notna()
    if not known.any():
        return texts("one_day.headline.unknown")
    leaning = int((customers["churn_state"] == "leaning").sum())
    said = {"count": formats.count(leaning), "there": formats.count(int(known.sum()))}
    fees = figures.get("leaning_fees_per_month", _UNDEFINED)
    if not fees.is_defined:
        return texts("one_day.headline", **said)
    return texts("one_day.headline.fees", fees=formats.money(fees.value), **said)


def _warnings(card: ModelCard, labels: Mapping[str, str], reader: Reader) -> list[str]:
    texts = reader.texts
    if card.status != "ok":
        lacking = [gate for gate in card.gates if not gate.is_met]
        said = (texts(f"models.gate.{one.name}", count=one.count, needed=one.needed) for one in lacking)
        return [texts("one_day.missing", gates=texts("one_day.comma").join(said))]
    found = [
        texts(
            "one_day.other_too_good",
            method=texts(f"models.method.{one.method}"),
            auc=reader.formats.decimal(one.figures["auc"].value, 2),
        )
        for one in card.compared
        if one.figures["auc"].value > TOO_GOOD and not one.is_default
    ]
    kept_out = [column_words(one.column, labels, reader) for one in card.suspects if one.status == "kept_out"]
    if kept_out:
        found = [texts("one_day.suspects", columns=texts("one_day.comma").join(kept_out)), *found]
    return [*found, texts("one_day.too_good")] if card.facts.get("too_good") == "yes" else found


def _figures(
    customers: pd.DataFrame, figures: Mapping[str, Estimate], card: ModelCard, grounds: Grounds
) -> tuple[Figure, ...]:
    return (
        _leaning(customers, grounds),
        _fees(figures, grounds),
        _left(customers, grounds),
        _ranking(card, grounds),
    )


def _leaning(customers: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    leaning = int((customers["churn_state"] == "leaning").sum())
    there = int(customers["churn_probability"].count())
    return Figure(
        label=texts("one_day.figure.leaning"),
        value=formats.count(leaning),
        explanation=explained(
            "one_day.why.leaning", CONTRACT_LEANING, texts("overview.rows", count=there), grounds
        ),
        note=texts("one_day.note.leaning", share=formats.percent(leaning / there, 0), count=there),
    )


def _fees(figures: Mapping[str, Estimate], grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    fees, all_fees = (figures.get(f"{whose}_fees_per_month", _UNDEFINED) for whose in ("leaning", "there"))
    return Figure(
        label=texts("one_day.figure.fees"),
        value=formats.money(fees.value),
        explanation=explained("one_day.why.fees", CHURN_STATE, texts("overview.rows", count=fees.n), grounds),
        note=texts("one_day.note.fees", fees=formats.money(all_fees.value)) if fees.is_defined else "",
        missing="" if fees.is_defined else texts("one_day.missing.fees"),
    )


def _left(customers: pd.DataFrame, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    gone, known = int((customers["churn_state"] == "left").sum()), int(customers["churn_state"].count())
    return Figure(
        label=texts("one_day.figure.left"),
        value=formats.percent(gone / known),
        explanation=explained(
            "overview.why.left_share.one_day", CHURN_STATE, texts("overview.rows", count=known), grounds
        ),
        note=texts("one_day.note.left", count=gone, all=known),
    )


def _ranking(card: ModelCard, grounds: Grounds) -> Figure:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = card.errors.get("auc", _UNDEFINED)
    low, high = (formats.decimal(bound, 2) for bound in (found.low, found.high))
    return Figure(
        label=texts("one_day.figure.ranking"),
        value=formats.decimal(found.value, 2),
        explanation=explained("one_day.why.ranking", AUC, texts("overview.rows", count=found.n), grounds),
        note=texts("one_day.note.ranking", low=low, high=high),
    )
