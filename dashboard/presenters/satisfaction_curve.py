"""How does loyalty rise with satisfaction, for everybody and tier by tier, and where hardly at all?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.presenters.grounds import Grounds
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import TIERS, term
from engine.satisfaction.consequences import MINIMUM_FOLLOWED
from engine.satisfaction.findings import SMALLEST_GROUP

_MIDDLE, _BEST = 5.0, 10.0


@dataclass(frozen=True)
class CurveView:
    """The curve of everybody or of a tier.

    ``points`` has ``score value low high smoothed label code``: the code is the group of satisfaction
    that the score belongs to. ``zone`` is where the zone of indifference begins and ends, if anywhere;
    ``choices`` are whom one can look at, by code.
    """

    points: pd.DataFrame
    zone: tuple[float, float] | None
    sentence: str
    customers: str
    choices: dict[str, str]


def curve_view(tables: Tables, tier: str, grounds: Grounds) -> CurveView:
    """Return the curve of a tier ("" for everybody)."""
    texts, formats, found = grounds.reader.texts, grounds.reader.formats, tables("satisfaction_curve")
    if found.empty:
        return CurveView(pd.DataFrame(), None, "", "", {})
    known = found.groupby("group")["customers"].sum()
    there = [code for code in TIERS if known.get(code, 0) >= SMALLEST_GROUP]
    choices = {"": texts("words.curve.everybody")} | {code: term("tier", code, texts) for code in there}
    own = found[found["group"] == (tier if tier in choices else "")]
    count = int(own["customers"].sum())
    points = own[own["share"].notna()].rename(columns={"share": "value"})
    points = points.assign(
        label=[formats.percent(share, 0) for share in points["value"]],
        code=[_feeling(float(score)) for score in points["score"]],
    )
    low, high = (own["zone_from"].iloc[0], own["zone_to"].iloc[0]) if len(own) else (float("nan"),) * 2
    zone = None if pd.isna(low) else (float(low), float(high))
    if count < MINIMUM_FOLLOWED:
        said = texts("words.curve.too_few", count=count, needed=MINIMUM_FOLLOWED)
    elif zone is None:
        said = texts("loyalty.zone.none")
    else:
        said = texts("loyalty.zone", low=formats.decimal(zone[0]), high=formats.decimal(zone[1]))
    return CurveView(points, zone, said, texts("words.curve.customers", count=count), choices)


def _feeling(score: float) -> str:
    """Return the group of satisfaction that a score in tenths of its scale belongs to."""
    if score < _MIDDLE:
        return "dissatisfied"
    return "delighted" if score >= _BEST else "satisfied"
