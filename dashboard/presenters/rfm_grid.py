"""How recently and how often do customers buy, and what are they worth in each cell?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.customer_filters import cell_words, rfm_cells
from dashboard.presenters.grounds import Grounds


@dataclass(frozen=True)
class RfmView:
    """The grid of recency and frequency; ``cells`` has a row a cell that holds customers."""

    headline: str
    cells: pd.DataFrame
    missing: str
    alt: str


def rfm_view(customers: pd.DataFrame, grounds: Grounds) -> RfmView:
    """Return the RFM grid: count, value a head and words by cell of recency and frequency."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    cells = rfm_table(customers)
    if cells.empty:
        return RfmView(texts("segments.rfm.headline.none"), cells, texts("segments.rfm.missing"), "")
    cells["label"] = [formats.count(count) for count in cells["customers"]]
    cells["hover"] = [
        texts(
            f"segments.rfm.cell.{grounds.measure}",
            cell=cell_words(row["code"], reader),
            count=int(row["customers"]),
            each=formats.money(row["value_each"]),
        )
        for row in cells.to_dict("records")
    ]
    best = cells[(cells["recency"] == 5) & (cells["frequency"] == 5)]
    once = cells[(cells["recency"] <= 2) & (cells["frequency"] >= 4)]
    headline = texts(
        "segments.rfm.headline",
        best=_people(best, reader),
        count=_count(once),
        value=formats.money(_value(once)),
    )
    return RfmView(
        headline, cells, "", texts("segments.rfm.alt", count=_count(cells), best=_people(best, reader))
    )


def rfm_table(customers: pd.DataFrame) -> pd.DataFrame:
    """Return one row a cell: ``code``, ``recency``, ``frequency``, ``customers``, value and value a head."""
    codes = rfm_cells(customers)
    # Only the codes of those rows: an empty frame would take on all rows of a longer column.
    rated = customers[codes != ""].assign(code=codes[codes != ""])
    grouped = rated.groupby("code", observed=True)
    table = grouped.agg(
        recency=("rfm_recency", "first"),
        frequency=("rfm_frequency", "first"),
        customers=("customer_key", "size"),
        current_value=("current_value", "sum"),
    ).reset_index()
    table["value_each"] = table["current_value"] / table["customers"]
    return table.astype({"recency": int, "frequency": int, "code": str})


def _count(cells: pd.DataFrame) -> int:
    return int(cells["customers"].sum())


def _value(cells: pd.DataFrame) -> float:
    return float(cells["current_value"].sum())


def _people(cells: pd.DataFrame, reader: Reader) -> str:
    return reader.texts("segments.customers", count=_count(cells))
