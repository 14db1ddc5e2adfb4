"""How is a figure from a table of results shown, with its interval, its number of rows and its reason?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds, explained
from engine.estimate import Estimate
from engine.methods import FORMULAS

Kind = Literal["percent", "points", "decimal", "index", "money", "count", "signed_percent", "signed_points"]


@dataclass(frozen=True)
class Shown:
    """A figure of a page: its name in texts, the formula behind it, how it is written."""

    name: str
    method: str
    kind: Kind
    unit: str = "answers"


def estimate_of(table: pd.DataFrame, **where: object) -> Estimate:
    """Return the figure of the row with these values; undefined where there is no such row."""
    if table.empty:
        return Estimate(float("nan"))
    # A page asks for dozens of figures: arrays spare it most of what frames cost.
    is_meant = np.ones(len(table), dtype=bool)
    for name, value in where.items():
        is_meant &= (table[name] == value).to_numpy(dtype=bool, na_value=False)
    if not is_meant.any():
        return Estimate(float("nan"))
    row = table.iloc[int(is_meant.argmax())]
    return Estimate(
        float(row["value"]), float(row["low"]), float(row["high"]), int(row["n"]), int(row["needed"])
    )


def written(value: float, kind: Kind, reader: Reader) -> str:
    """Return a number as its kind is written; NPS stands in points from -100 to 100."""
    formats = reader.formats
    if kind == "points":
        return formats.decimal(100.0 * value, 0)
    if kind == "index":
        return formats.decimal(value, 0)
    if kind == "decimal":
        return formats.decimal(value, 2)
    if kind == "money":
        return formats.money(value)
    if kind == "signed_points":
        sign = "+" if value > 0 else ""
        return reader.texts("overview.points", points=sign + formats.decimal(100.0 * value, 1))
    if kind == "signed_percent":
        return formats.signed_percent(value)
    return formats.percent(value) if kind == "percent" else formats.count(value)


def interval_words(estimate: Estimate, kind: Kind, reader: Reader) -> str:
    """Return the interval; empty where there is none."""
    if math.isnan(estimate.low) or math.isnan(estimate.high):
        return ""
    low, high = written(estimate.low, kind, reader), written(estimate.high, kind, reader)
    return reader.texts("experience.interval", low=low, high=high)


def too_few(estimate: Estimate, reader: Reader) -> str:
    """Return "not enough answers: 12 of the 30 needed"; empty where the figure is defined."""
    if estimate.is_defined:
        return ""
    if estimate.n < estimate.needed:
        return reader.texts("experience.too_few", count=estimate.n, needed=estimate.needed)
    return reader.texts("experience.not_asked")


def result_figure(shown: Shown, estimate: Estimate, grounds: Grounds) -> Figure:
    """Return a figure that explains itself; with too little data it says what is needed."""
    reader = grounds.reader
    texts = reader.texts
    interval = interval_words(estimate, shown.kind, reader)
    return Figure(
        label=texts(f"experience.figure.{shown.name}"),
        value=written(estimate.value, shown.kind, reader),
        explanation=explained(
            f"methods.{shown.method}.meaning",
            FORMULAS[shown.method],
            texts(f"experience.rows.{shown.unit}", count=estimate.n),
            grounds,
            interval=interval,
        ),
        note=interval,
        missing=too_few(estimate, reader),
    )


def in_rows(table: pd.DataFrame, words: Mapping[str, str], kind: Kind, reader: Reader) -> pd.DataFrame:
    """Return rows for bars: ``code word value label``; ``words`` names the codes, in their order.

    ``table`` has ``code value low high n needed``; codes without a figure keep their reason as label.
    """
    by_code = {str(row["code"]): row for row in table.to_dict("records")}
    rows = []
    for code, word in words.items():
        row = by_code.get(code)
        if row is None:
            continue
        found = Estimate(row["value"], row["low"], row["high"], int(row["n"]), int(row["needed"]))
        said = too_few(found, reader) or reader.texts(
            "experience.bar",
            value=written(found.value, kind, reader),
            interval=interval_words(found, kind, reader),
            count=found.n,
        )
        rows.append((code, word, found.value if found.is_defined else 0.0, said))
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"])
