"""Where do customers stand in their life with us, and what is each stage worth?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.presenters.grounds import Grounds
from dashboard.presenters.segment_shares import said, segment_shares
from dashboard.presenters.terms import STAGES


@dataclass(frozen=True)
class LifecycleView:
    """The four stages with their customers and their value."""

    headline: str
    stages: pd.DataFrame
    meanings: tuple[tuple[str, str], ...]
    missing: str
    alt: str


def lifecycle_view(customers: pd.DataFrame, grounds: Grounds) -> LifecycleView:
    """Return the stages from exploration to decline, with the words for each."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    table = segment_shares(customers, "lifecycle_stage", reader)
    if not table["customers"].sum():
        return LifecycleView(
            texts("segments.lifecycle.headline.none"), table, (), texts("segments.lifecycle.missing"), ""
        )
    decline = table.to_dict("records")[STAGES.index("decline")]
    value = formats.money(decline["current_value"])
    headline = texts(
        f"segments.lifecycle.headline.{grounds.measure}", count=int(decline["customers"]), value=value
    )
    meanings = tuple(
        (str(row.word), texts(f"segments.lifecycle.meaning.{row.code}")) for row in table.itertuples()
    )
    return LifecycleView(headline, table, meanings, "", said(table, "segments.lifecycle.alt", reader))
