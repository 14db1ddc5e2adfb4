"""How much of the value hangs on how few customers, and where do the classes A, B and C end?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.segment_shares import segment_shares
from engine.contracts import ABC_CLASSES
from engine.value.concentration import concentration_curve, top_share

_TOP: Final = 0.20
# Marks closer than this would write over each other.
_LABEL_ROOM: Final = 0.06


@dataclass(frozen=True)
class ConcentrationView:
    """The measured curve instead of the folk rule of 20 and 80, and the three classes.

    ``curve`` has ``customer_share``, ``value_share`` and ``code``, the class of the stretch that
    ends there; ``marks`` are the measured points on it with their labels.
    """

    headline: str
    curve: pd.DataFrame
    marks: pd.DataFrame
    classes: pd.DataFrame
    strategies: tuple[tuple[str, str], ...]
    missing: str
    alt: str


def concentration_view(customers: pd.DataFrame, grounds: Grounds) -> ConcentrationView:
    """Return the curve, its marks (the first fifth, the ends of A and B) and the classes."""
    reader = grounds.reader
    texts, formats = reader.texts, reader.formats
    classes = segment_shares(customers, "abc_class", reader)
    values = customers["current_value"].dropna().to_numpy(dtype=np.float64)
    curve = concentration_curve(values)
    if curve.empty:
        none, missing = texts("segments.abc.headline.none"), texts("segments.abc.missing")
        return ConcentrationView(none, curve, curve, classes, (), missing, "")
    parameters = {
        "top": formats.percent(_TOP, 0),
        "brings": formats.percent(top_share(values, _TOP), 0),
        "count": int(classes["customers"].iloc[0]),
        "share": classes["customer_share_label"].iloc[0],
        "value_share": classes["current_value_share_label"].iloc[0],
    }
    return ConcentrationView(
        headline=texts(f"segments.abc.headline.{grounds.measure}", **parameters),
        curve=coloured(curve, classes),
        marks=_marks(values, classes, reader),
        classes=classes,
        strategies=tuple(
            (str(row.word), texts(f"segments.abc.strategy.{row.code}")) for row in classes.itertuples()
        ),
        missing="",
        alt=texts("segments.abc.alt", **parameters),
    )


def coloured(curve: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Return the curve with the class in which each point lies; the classes' ends are points of it."""
    ends = classes["customer_share"].cumsum().to_numpy()
    reached = classes["current_value_share"].cumsum().to_numpy()
    added = pd.DataFrame({"customer_share": ends[:2], "value_share": reached[:2]})
    joined = pd.concat([curve, added]).sort_values("customer_share", kind="stable").reset_index(drop=True)
    places = np.searchsorted(ends + 1e-9, joined["customer_share"], side="left").clip(
        max=len(ABC_CLASSES) - 1
    )
    return joined.assign(code=[ABC_CLASSES[place] for place in places])


def _marks(values: np.ndarray, classes: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the ends of A and B, and what the first fifth brings where that isn't almost the same point."""
    texts, percent = reader.texts, reader.formats.percent
    ends, reached = classes["customer_share"].cumsum(), classes["current_value_share"].cumsum()
    rows = [
        {"customer_share": share, "value_share": value, "code": code, "message": f"segments.abc.mark.{code}"}
        for share, value, code in zip(ends[:2], reached[:2], ABC_CLASSES, strict=False)
    ]
    if all(abs(row["customer_share"] - _TOP) > _LABEL_ROOM for row in rows):
        code = ABC_CLASSES[int((ends < _TOP).sum())]
        brings = top_share(values, _TOP)
        rows.append(
            {"customer_share": _TOP, "value_share": brings, "code": code, "message": "segments.abc.mark.top"}
        )
    for row in rows:
        shares = {"share": percent(row["customer_share"], 0), "value": percent(row["value_share"], 0)}
        row["label"] = texts(row.pop("message"), **shares)
    return pd.DataFrame(rows)
