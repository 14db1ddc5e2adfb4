"""Who is worth what, now and in time: the four cells of the value matrix, and the pyramid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.segment_shares import said, segment_shares

# Rows and columns of the matrix: high current value above, high potential value on the right.
LAYOUT: Final = (("gold", "platinum"), ("lead", "iron"))


@dataclass(frozen=True)
class MatrixCell:
    """One cell of the matrix; figures are written out, shares of everybody in the matrix."""

    tier: str
    name: str
    place: str
    count: int
    customers: str
    customers_share: str
    current_share: str
    potential_share: str
    strategy: str
    lead_in: str


@dataclass(frozen=True)
class MatrixView:
    """The value matrix; ``missing`` says what is needed where there is none."""

    headline: str
    cells: dict[str, MatrixCell]
    shares: pd.DataFrame
    note: str
    missing: str
    alt: str


def matrix_view(customers: pd.DataFrame, grounds: Grounds) -> MatrixView:
    """Return the matrix of an assessment, cell by cell, and the rule that made it."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    table = segment_shares(customers, "value_tier", reader)
    without = int(customers["value_tier"].isna().sum())
    if not table["customers"].sum():
        return MatrixView(
            texts("segments.matrix.headline.none"), {}, table, "", grounds.potential_missing, ""
        )
    rule = texts(f"segments.matrix.rule.{grounds.measure}", share=formats.percent(grounds.value_share, 0))
    apart = texts("segments.matrix.without", count=without) if without else ""
    return MatrixView(
        headline=matrix_headline(table, grounds),
        cells={str(row["code"]): _cell(row, reader) for _, row in table.iterrows()},
        shares=table,
        note=" ".join(filter(None, [rule, apart])),
        missing="",
        alt=said(table, "segments.matrix.alt", reader),
    )


def matrix_headline(table: pd.DataFrame, grounds: Grounds) -> str:
    """Return what the two upper cells (gold and platinum) make of the whole, in one sentence."""
    upper = table[table["code"].isin(("gold", "platinum"))]
    parameters = {
        "count": int(upper["customers"].sum()),
        "share": grounds.reader.formats.percent(upper["customer_share"].sum(), 0),
        "value_share": grounds.reader.formats.percent(upper["current_value_share"].sum(min_count=1), 0),
        "iron": int(table.loc[table["code"] == "iron", "customers"].sum()),
    }
    return grounds.reader.texts(f"segments.matrix.headline.{grounds.measure}", **parameters)


@dataclass(frozen=True)
class PyramidView:
    """Step by step, the number of customers beside the profit they bring.

    The steps are tiers; while there are none, the classes A, B and C (``kind`` says which).
    """

    headline: str
    kind: str
    steps: pd.DataFrame
    missing: str
    alt: str


def pyramid_view(customers: pd.DataFrame, grounds: Grounds) -> PyramidView:
    """Return the pyramid, from the most valuable step down."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    kind, column = ("tier", "value_tier") if customers["value_tier"].notna().any() else ("abc", "abc_class")
    table = segment_shares(customers, column, reader)
    if not table["customers"].sum():
        return PyramidView(
            texts("segments.abc.headline.none"), kind, table, texts("segments.abc.missing"), ""
        )
    top = table.iloc[0]
    typical = formats.money(table["current_value"].sum() / table["customers"].sum())
    parameters = {
        "count": int(top["customers"]),
        "each": formats.money(top["value_each"]),
        "typical": typical,
    }
    headline = texts(f"segments.pyramid.headline.{kind}.{grounds.measure}", **parameters)
    return PyramidView(headline, kind, table, "", said(table, "segments.pyramid.alt", reader))


def _cell(row: pd.Series, reader: Reader) -> MatrixCell:
    texts, formats = reader.texts, reader.formats
    tier = str(row["code"])
    return MatrixCell(
        tier=tier,
        name=str(row["word"]),
        place=texts(f"segments.matrix.place.{tier}"),
        count=int(row["customers"]),
        customers=texts("segments.customers", count=int(row["customers"])),
        customers_share=formats.percent(row["customer_share"]),
        current_share=formats.percent(row["current_value_share"]),
        potential_share=formats.percent(row["potential_value_share"]),
        strategy=texts(f"segments.matrix.strategy.{tier}"),
        lead_in=texts("segments.show_customers", count=int(row["customers"])),
    )
