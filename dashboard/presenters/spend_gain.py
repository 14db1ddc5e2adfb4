"""How much should be spent: what does the spend-gain curve say in words?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.formats import Reader
from dashboard.presenters.what_if_numbers import with_interval
from engine.estimate import Estimate
from engine.simulation.sweep import SpendGainCurve


@dataclass(frozen=True)
class SpendGainView:
    """A curve: ``points`` with labels, ``best_spend`` on the chart's axis (NaN: none), steps as texts."""

    headline: str
    caption: str
    points: pd.DataFrame
    best_spend: float
    names: tuple[str, str, str]
    alt: str
    steps: pd.DataFrame


def spend_gain_view(curve: SpendGainCurve, reader: Reader) -> SpendGainView:
    """Return the words and the table of a curve."""
    texts, money = reader.texts, reader.formats.money
    best = curve.best_budget
    kind = "never" if curve.is_never_worth else "best" if best.is_defined else "always"
    highest = float(curve.points["budget"].max())
    headline = texts(f"whatif.curve.{kind}", budget=money(best.value if best.is_defined else highest))
    bounds = [money(best.low), money(best.high)] if not math.isnan(best.low + best.high) else []
    sure = texts("whatif.curve.range", low=bounds[0], high=bounds[1]) if bounds else ""
    points = curve.points.assign(
        label=[
            texts("whatif.curve.point", budget=money(row[0]), spend=money(row[1]), gain=money(row[2]))
            for row in curve.points[["budget", "spend", "gain"]].to_numpy(dtype=np.float64)
        ]
    )
    return SpendGainView(
        headline=headline,
        caption=" ".join(
            one for one in (sure, texts("whatif.curve.caption", today=money(curve.today))) if one
        ),
        points=points,
        best_spend=float(np.interp(best.value, points["budget"], points["spend"]))
        if best.is_defined
        else math.nan,
        names=(texts("whatif.curve.spend"), texts("whatif.curve.gain"), texts("whatif.curve.mark")),
        alt=headline,
        steps=_steps(curve, reader),
    )


def _steps(curve: SpendGainCurve, reader: Reader) -> pd.DataFrame:
    """Return a row a step between budgets: what the next unit brings back there."""
    texts, formats = reader.texts, reader.formats
    rows = curve.steps[["budget", "marginal", "marginal_low", "marginal_high"]].to_numpy(dtype=np.float64)
    return pd.DataFrame(
        {
            texts("whatif.curve.around"): [formats.money(row[0]) for row in rows],
            texts("whatif.curve.marginal"): [
                with_interval(Estimate(*row[1:]), "gain_per_unit", reader) for row in rows
            ],
        }
    )
