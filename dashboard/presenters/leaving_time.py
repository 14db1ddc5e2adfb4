"""How likely has a customer left within any time, and how sure is that?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.chances import leaving_words
from engine.assessment_columns import SURVIVAL_MONTHS
from engine.churn.hazard import Outlook
from engine.churn.kept_curve import kept_outlook

HORIZONS: Final = (3, 6, 12, 24, 36)
"""Months within which everybody's chance is told; any other may be asked for."""


@dataclass(frozen=True)
class LeavingTimeView:
    """How a customer's chance to be here still falls with time.

    ``curve`` has a row a month from now on: ``month``, ``value``, ``low``, ``high`` (shares) and ``label``.
    ``chances`` are the chances to leave: within which time, how likely, and what that is. ``months`` are
    those that were asked for.
    """

    curve: pd.DataFrame
    alt: str
    chances: tuple[tuple[str, str, str], ...]
    months: int
    asked: str
    notes: tuple[str, ...]


def leaving_time_view(
    kept: pd.Series, observed_months: int, months: int, reader: Reader
) -> LeavingTimeView | None:
    """Return the view of what is ``kept`` of a customer's curve; None where there is none.

    ``observed_months`` is as far as the model had seen anybody leave, ``months`` what is asked for.
    """
    outlook = kept_outlook(kept.to_frame().T)
    if outlook is None:
        return None
    months = min(max(months, 1), SURVIVAL_MONTHS)
    curve, texts = _curve(outlook, reader), reader.texts
    notes = []
    if observed_months < SURVIVAL_MONTHS:
        notes.append(texts("leaving_time.observed", count=observed_months))
    if np.isnan(outlook.relative_error).any():
        notes.append(texts("leaving_time.without_band"))
    return LeavingTimeView(
        curve=curve,
        alt=texts("warning.comma").join(curve["label"].iloc[list(HORIZONS)]),
        chances=tuple(
            (
                texts("leaving_time.within", count=horizon),
                chance_within(outlook, horizon, reader),
                texts("leaving_time.meaning"),
            )
            for horizon in HORIZONS
        ),
        months=months,
        asked=texts("leaving_time.asked", count=months, chance=chance_within(outlook, months, reader)),
        notes=tuple(notes),
    )


def chance_within(outlook: Outlook, months: int, reader: Reader) -> str:
    """Return the chance to leave within so many months, with its interval."""
    found = outlook.churn_probability(months)
    value, low, high = (float(one[0]) for one in (found.value, found.low, found.high))
    said = leaving_words(value, reader, short=True)
    if value == 0.0 or np.isnan(low):
        return said
    ends = {name: leaving_words(bound, reader, short=True) for name, bound in (("low", low), ("high", high))}
    return reader.texts("warning.bounded", value=said, **ends)


def _curve(outlook: Outlook, reader: Reader) -> pd.DataFrame:
    stays = outlook.survival_band()
    ends = {"value": stays.value[0], "low": stays.low[0], "high": stays.high[0]}
    # Today everybody is here.
    rows = pd.DataFrame({name: np.append(1.0, each) for name, each in ends.items()})
    said = [
        reader.texts("leaving_time.point", count=month, share=_share((row.value, row.low, row.high), reader))
        for month, row in enumerate(rows.itertuples())
    ]
    return rows.assign(month=range(len(rows)), label=said)


def _share(banded: tuple[Any, ...], reader: Reader) -> str:
    value, low, high = (reader.formats.percent(float(share), 0) for share in banded)
    return value if np.isnan(banded[1]) else reader.texts("warning.bounded", value=value, low=low, high=high)
