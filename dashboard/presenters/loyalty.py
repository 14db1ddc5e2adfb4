"""How loyal are customers, by which bond, how exposed, and what is a point of retention worth?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.result_figures import Shown, estimate_of, in_rows, result_figure
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import LOYALTIES, term
from engine.estimate import Estimate
from engine.satisfaction.findings import SMALLEST_GROUP

_POINTS = (0.01, 0.05)
_WORTH = (
    Shown("value_now", "retention_value", "money", "customers"),
    Shown("gain", "retention_value", "money", "customers"),
    Shown("relative", "retention_value", "signed_percent", "customers"),
    Shown("gain_of_all", "retention_value", "money", "customers"),
)
_TENURES = ("under_1_year", "1_to_3_years", "3_years_and_more")
_CLASSES = ("A", "B", "C")


@dataclass(frozen=True)
class LoyaltyView:
    """What the page says on top; ``kinds`` are bars of the kinds of loyalty (``code word value label``).

    ``missing`` says what is needed where attitude is unknown.
    """

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    kinds: pd.DataFrame
    missing: str


def loyalty_view(customers: pd.DataFrame, tables: Tables, grounds: Grounds) -> LoyaltyView:
    """Return headline, figures and the kinds of loyalty."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    kinds = kind_bars(customers, grounds)
    known = int(customers["loyalty_kind"].notna().sum())
    rates = tables("retention_rates")
    shown = (
        Shown("retention_rate", "retention_rate", "percent", "customers"),
        Shown("repeat_purchase_rate", "repeat_purchase_rate", "percent", "customers"),
    )
    figures = [
        result_figure(one, estimate_of(rates, figure=one.name, by="", group=""), grounds) for one in shown
    ]
    figures += worth_figures(tables, grounds, ((0.05, "relative"),))
    index = customers["loyalty_index"].dropna()
    mean = Estimate(float(index.mean()) if len(index) else float("nan"), n=len(index))
    figures.append(
        result_figure(Shown("loyalty_index", "loyalty_index", "index", "customers"), mean, grounds)
    )
    if not known:
        text = texts("loyalty.headline.unknown")
        return LoyaltyView(text, "", tuple(figures), kinds, texts("loyalty.missing"))
    spurious = customers[customers["loyalty_kind"] == "spurious"]
    return LoyaltyView(
        headline=texts(
            "loyalty.headline",
            share=formats.percent(float((customers["loyalty_kind"] == "true").sum()) / known, 0),
            count=len(spurious),
            value=formats.money(float(spurious["current_value"].sum())),
        ),
        caption=texts("loyalty.caption", count=known),
        figures=tuple(figures),
        kinds=kinds,
        missing="",
    )


def kind_bars(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return the four kinds of loyalty with customers and current value."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    rows = []
    for code in LOYALTIES:
        members = customers[customers["loyalty_kind"] == code]
        value = formats.money(float(members["current_value"].sum()))
        label = texts("experience.feeling", count=len(members), value=value)
        rows.append((code, term("loyalty", code, texts), float(len(members)), label))
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"])


def worth_figures(
    tables: Tables, grounds: Grounds, wanted: tuple[tuple[float, str], ...] = ()
) -> list[Figure]:
    """Return what one and five points of retention are worth here, or only those ``wanted``."""
    found = tables("retention_value")
    chosen = wanted or tuple((points, one.name) for points in _POINTS for one in _WORTH[1:])
    by_name = {one.name: one for one in _WORTH}
    figures = []
    for points, name in chosen:
        shown = by_name[name]
        named = Shown(f"{name}_{round(100 * points)}", shown.method, shown.kind, shown.unit)
        figures.append(result_figure(named, estimate_of(found, points=points, figure=name), grounds))
    return figures


def bond_bars(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the bonds that could be told as bars, and a sentence for each that could not."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("loyalty_bonds")
    if found.empty:
        return pd.DataFrame(columns=["code", "word", "value", "label"]), ()
    told = found[(found["can_be_told"] > 0) & (found["customers"] >= SMALLEST_GROUP)]
    rows = []
    for bond, exposure, count, value in zip(
        told["bond"], told["exposure"], told["customers"], told["value"], strict=True
    ):
        label = texts(
            "loyalty.bond.label",
            count=int(count),
            value=formats.money(float(value)),
            exposure=texts(f"loyalty.exposure.{exposure}"),
        )
        rows.append((bond, term("bond", bond, texts), float(count), label))
    untold = found.loc[found["can_be_told"] == 0, "bond"]
    lines = tuple(
        texts("loyalty.bond.untold", bond=term("bond", code, texts), needs=texts(f"loyalty.needs.{code}"))
        for code in untold
    )
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"]), lines


def weight_rows(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the indicators of the index with both weights, and which are missing."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("loyalty_weights")
    if found.empty:
        return found, {}
    known = found["customers"] > 0
    rows = pd.DataFrame(
        {
            "indicator": [texts(f"experience.role.{name}") for name in found["indicator"]],
            "customers": [
                formats.count(n) if n else texts("loyalty.indicator.missing") for n in found["customers"]
            ],
            "weight": [formats.percent(w) if k else "–" for w, k in zip(found["weight"], known, strict=True)],
            "entropy": [
                formats.percent(w) if k else "–" for w, k in zip(found["entropy_weight"], known, strict=True)
            ],
        }
    )
    return rows, {str(name): texts(f"experience.column.{name}") for name in rows}


def rate_bars(tables: Tables, figure: str, grounds: Grounds) -> dict[str, pd.DataFrame]:
    """Return a rate by tenure and by what customers were worth before, as bars."""
    found = tables("retention_rates")
    if found.empty:
        return {}
    reader = grounds.reader
    words = {
        "tenure": {code: reader.texts(f"loyalty.tenure.{code}") for code in _TENURES},
        "abc_class_before": {code: reader.texts("loyalty.class", code=code) for code in _CLASSES},
    }
    part = found[found["figure"] == figure].rename(columns={"group": "code"})
    return {by: in_rows(part[part["by"] == by], named, "percent", reader) for by, named in words.items()}


def cohort_grid(tables: Tables, grounds: Grounds) -> pd.DataFrame:
    """Return the triangle for a grid: ``cohort period share label``; cohorts of fewer than 30 left out."""
    found = tables("cohorts")
    if found.empty:
        return pd.DataFrame(columns=["cohort", "period", "share", "label"])
    known = found[found["share"].notna()]
    formats = grounds.reader.formats
    return known.assign(
        cohort=[f"{day:%Y}-Q{(day.month + 2) // 3}" for day in known["cohort"]],
        label=[formats.percent(share, 0) for share in known["share"]],
    )


def curve_points(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, str]:
    """Return loyal shares by satisfaction for all customers, and the zone of indifference in words."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("satisfaction_curve")
    if found.empty:
        return pd.DataFrame(columns=["score", "value", "low", "high", "label"]), ""
    whole = found[(found["group"] == "") & found["share"].notna()]
    points = whole.rename(columns={"share": "value"}).assign(
        label=[formats.percent(share, 0) for share in whole["share"]]
    )
    if points.empty or pd.isna(points["zone_from"].iloc[0]):
        return points, texts("loyalty.zone.none") if len(points) else ""
    low, high = (formats.decimal(float(points[name].iloc[0])) for name in ("zone_from", "zone_to"))
    return points, texts("loyalty.zone", low=low, high=high)
