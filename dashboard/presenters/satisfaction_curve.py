"""How does loyalty rise with satisfaction, for everybody and tier by tier, and where hardly at all?"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import interval_words
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import TIERS, term
from engine.estimate import Estimate
from engine.loyalty.curve import MOST_LEVELS
from engine.satisfaction.consequences import MINIMUM_FOLLOWED
from engine.satisfaction.point_ranges import SMALLEST_GROUP

_IN_PERCENT = 10.0
_OF_ALL = (
    *("rise", "rise_low", "rise_high", "zone_from", "zone_to"),
    *("zone_from_low", "zone_from_high", "zone_to_low", "zone_to_high"),
)

__all__ = ["MOST_LEVELS", "CurveView", "curve_view"]


@dataclass(frozen=True)
class CurveView:
    """The curve of everybody or of a tier.

    ``points`` has ``score value low high smoothed label hover code``: the code is of who is behind the point
    (``groups``). ``zone`` is where the zone of indifference begins and ends, if anywhere;
    ``choices`` are whom one can look at, by code.
    """

    points: pd.DataFrame
    zone: tuple[float, float] | None
    sentence: str
    customers: str
    choices: dict[str, str]
    groups: dict[str, CustomerFilters]


def curve_view(tables: Tables, tier: str, grounds: Grounds, *, is_rounded: bool = False) -> CurveView:
    """Return the curve of a tier ("" for everybody).

    Where answers were rounded to be drawn (``is_rounded``), a point leads to those whose answers are rounded
    to it, else to those who gave just that answer.
    """
    texts, formats, found = grounds.reader.texts, grounds.reader.formats, tables("satisfaction_curve")
    if found.empty:
        return CurveView(pd.DataFrame(), None, "", "", {}, {})
    known = found.groupby("group")["customers"].sum()
    there = [code for code in TIERS if known.get(code, 0) >= SMALLEST_GROUP]
    choices = {"": texts("words.curve.everybody")} | {code: term("tier", code, texts) for code in there}
    own = found[found["group"] == (tier if tier in choices else "")]
    count = int(own["customers"].sum())
    points = own[own["share"].notna()].rename(columns={"share": "value"})
    points = points.assign(
        label=[formats.percent(share, 0) for share in points["value"]],
        hover=[_hover(row, grounds) for row in points.to_dict("records")],
        code=[str(round(_IN_PERCENT * score)) for score in points["score"]],
    )
    told = _told(own)
    zone = None if math.isnan(told["zone_from"]) else (told["zone_from"], told["zone_to"])
    behind = _groups(points, (tier,) if tier in there else (), is_rounded=is_rounded)
    said = _sentence(count, told, grounds)
    return CurveView(points, zone, said, texts("words.curve.customers", count=count), choices, behind)


def _told(own: pd.DataFrame) -> dict[str, float]:
    """Return what is the same for all points; undefined where an earlier assessment did not keep it."""
    return {name: float(own[name].iloc[0]) if name in own and len(own) else math.nan for name in _OF_ALL}


def _groups(points: pd.DataFrame, tier: tuple[str, ...], *, is_rounded: bool) -> dict[str, CustomerFilters]:
    """Return who is behind each point, by its code."""
    rated = [f"t{score:.0f}" for score in points["score"]] if is_rounded else points["code"]
    groups = [CustomerFilters(rated=(one,), tier=tier) for one in rated]
    return dict(zip(points["code"], groups, strict=True))


def _hover(row: Mapping[Hashable, Any], grounds: Grounds) -> str:
    found = Estimate(row["value"], row["low"], row["high"], int(row["customers"]))
    return grounds.reader.texts(
        "experience.bar",
        value=grounds.reader.formats.percent(found.value, 0),
        interval=interval_words(found, "percent", grounds.reader),
        count=found.n,
    )


def _sentence(count: int, known: Mapping[str, float], grounds: Grounds) -> str:
    if count < MINIMUM_FOLLOWED:
        return grounds.reader.texts("words.curve.too_few", count=count, needed=MINIMUM_FOLLOWED)
    return " ".join(said for said in (_rise(known, grounds), _zone(known, grounds)) if said)


def _rise(known: Mapping[str, float], grounds: Grounds) -> str:
    """Return what a point of satisfaction goes with; nothing where it is undefined."""
    if math.isnan(known["rise"]):
        return ""
    kind = "loyalty.rise" if known["rise_low"] > 0 or known["rise_high"] < 0 else "loyalty.rise.none"
    names = {"value": "rise", "low": "rise_low", "high": "rise_high"}
    points = {name: grounds.reader.formats.decimal(100.0 * known[of]) for name, of in names.items()}
    return grounds.reader.texts(kind, **points)


def _zone(known: Mapping[str, float], grounds: Grounds) -> str:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    if math.isnan(known["zone_from"]):
        return texts("loyalty.zone.none")
    ends = {name: formats.decimal(known[name]) for name in _OF_ALL if name.startswith("zone")}
    if math.isnan(known["zone_from_low"]):
        return texts("loyalty.zone", low=ends["zone_from"], high=ends["zone_to"])
    return texts("loyalty.zone.ends", **ends)
