"""What do customers gain from us, what does it cost them, and who grows with us?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.formats import UNDEFINED
from dashboard.presenters.answer_filters import AnswerFilters, quarter_code
from dashboard.presenters.answered_figures import answered_figure, trends, with_response
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.growth_fifths import FIFTHS, growth_fifths, growth_word
from dashboard.presenters.index_bands import INDEX_BANDS
from dashboard.presenters.result_figures import (
    Kind,
    Shown,
    estimate_of,
    in_rows,
    result_figure,
    written,
)
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import TIERS, term
from engine.rates import share_estimate
from engine.satisfaction.intervals import MINIMUM_ANSWERS, mean_estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.satisfaction.roles import COSTS, VALUES

_SHOWN = (
    Shown("delivered_value", "delivered_value", "index"),
    Shown("benefit_index", "benefit_index", "index"),
)
_GROWING = Shown("growing_share", "development_index", "percent", "customers")
BEHIND: Final = tuple(AnswerFilters(one.name) for one in _SHOWN)
"""Which answers each figure but the last counts; that one counts customers."""
# Groups are picked out of these columns alone: of all that is known of customers it takes ten times as long.
_GROWTH: Final = ("development_index", "amount_12m", "amount_prior_12m")
_SIDES: Final = ("benefit_index", "value_tier", "current_value", "lifetime_value")
GREW: Final = CustomerFilters(growth=FIFTHS)


@dataclass(frozen=True)
class DeliveredValueView:
    """What the page says; ``values`` and ``costs`` are bars (``code word value label``)."""

    headline: str
    caption: str
    figures: tuple[Figure, ...]
    values: pd.DataFrame
    costs: pd.DataFrame
    missing: str


def delivered_value_view(customers: pd.DataFrame, tables: Tables, grounds: Grounds) -> DeliveredValueView:
    """Return headline, figures, and the four values and four costs."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found, parts = tables("satisfaction_figures"), tables("delivered_value")
    before, rates = tables("satisfaction_before"), tables("response_rates")
    figures = [answered_figure(one, found, before, rates, grounds) for one in _SHOWN]
    growing = int(
        (
            (customers["amount_12m"] > customers["amount_prior_12m"]) & customers["development_index"].notna()
        ).sum()
    )
    known = int(customers["development_index"].notna().sum())
    delivered = estimate_of(found, figure="delivered_value", by="", group="")
    words = {name: texts(f"experience.role.{name}") for name in (*VALUES, *COSTS)}
    bars = (
        in_rows(parts.rename(columns={"part": "code"}), words, "index", grounds.reader)
        if len(parts)
        else pd.DataFrame(columns=["code", "word", "value", "label"])
    )
    bars["label"] = [
        with_response(said, code, rates, grounds.reader)
        for code, said in zip(bars["code"], bars["label"], strict=True)
    ]
    drag = parts[parts["drags"].eq(True)]["part"] if len(parts) else parts
    headline = texts("value_to_customers.headline.none")
    if delivered.is_defined and len(drag):
        points = formats.decimal(delivered.value, 0)
        headline = texts("value_to_customers.headline", points=points, part=words[str(drag.iloc[0])])
    return DeliveredValueView(
        headline=headline,
        caption=texts("value_to_customers.caption", count=growing, known=known),
        figures=(*figures, growing_figure(customers, grounds)),
        values=bars[bars["code"].isin(VALUES)].reset_index(drop=True),
        costs=bars[bars["code"].isin(COSTS)].reset_index(drop=True),
        missing="" if delivered.n else texts("value_to_customers.missing"),
    )


def growing_figure(customers: pd.DataFrame, grounds: Grounds) -> Figure:
    """Return the share of those who bought in both years who spend more than a year before."""
    known = customers[customers["development_index"].notna()]
    growing = int((known["amount_12m"] > known["amount_prior_12m"]).sum())
    figure = result_figure(_GROWING, share_estimate(growing, len(known)), grounds)
    meaning = grounds.reader.texts("value_to_customers.why.growing")
    return replace(figure, explanation=replace(figure.explanation, meaning=meaning, formula="", source=""))


def value_trends(tables: Tables, grounds: Grounds) -> dict[str, pd.DataFrame]:
    """Return the indices quarter by quarter (``day value low high label hover``), where two are known."""
    return trends(tables("satisfaction_trend"), _SHOWN, 2, grounds.reader)


def growing_quarters(
    tables: Tables, grounds: Grounds
) -> tuple[pd.DataFrame, dict[str, CustomerFilters]] | None:
    """Return the share that grows by quarter and of whom each is a share; None where two are not known."""
    found = trends(tables("growing_trend"), (_GROWING,), 2, grounds.reader).get(_GROWING.name)
    if found is None:
        return None
    codes = [quarter_code(day) for day in found["day"]]
    return found, {code: CustomerFilters(grew=(f"f{code}",)) for code in codes}


def development_bars(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return how many customers fall into each fifth of the development index, with their value."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = customers.loc[customers["development_index"].notna(), list(_GROWTH)]
    fifths = growth_fifths(known)
    rows = []
    for code in FIFTHS:
        inside, change = known[fifths == code], 0.0
        label = texts("words.fewer", count=SMALLEST_GROUP)
        if len(inside) >= SMALLEST_GROUP:
            change = float(inside["amount_12m"].sum() / inside["amount_prior_12m"].sum() - 1.0)
            said = formats.signed_percent(change, 0)
            label = texts("value_to_customers.fifth.label", count=len(inside), change=said)
        rows.append((code, growth_word(code, grounds.reader), change, label))
    bars = pd.DataFrame(rows, columns=["code", "word", "value", "label"])
    return bars if len(known) else bars[:0]


def both_sides(customers: pd.DataFrame, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return what customers gain from us beside what they are worth to us, by tier, with the columns' labels.

    Of those whose benefit index is known; the first row, of code "", is of all of them. Tiers of fewer than
    five are left out.
    """
    texts = grounds.reader.texts
    known = customers.loc[customers["benefit_index"].notna(), list(_SIDES)]
    groups = {"": known, **{code: known[known["value_tier"] == code] for code in TIERS}}
    many = {code: group for code, group in groups.items() if len(group) >= SMALLEST_GROUP}
    rows = pd.DataFrame(
        {
            "tier": [
                term("tier", code, texts) if code else texts("value_to_customers.both.all") for code in many
            ],
            "customers": [grounds.reader.formats.count(len(group)) for group in many.values()],
            "benefit": [
                _mean(group, "benefit_index", "index", grounds) or _lacking(len(group), grounds)
                for group in many.values()
            ],
            **{
                name: [_mean(group, column, "money", grounds) or UNDEFINED for group in many.values()]
                for name, column in (("value", "current_value"), ("lifetime", "lifetime_value"))
            },
        },
        index=list(many),
    )
    labels = {str(name): texts(f"value_to_customers.both.{name}") for name in rows}
    return rows, labels | {"value": texts(f"value_to_customers.both.value.{grounds.measure}")}


def gained_by(tier: str) -> CustomerFilters:
    """Return who is behind a row of both sides: whose benefit index is known, of one tier or of all."""
    return CustomerFilters(gain=tuple(INDEX_BANDS), tier=(tier,) if tier else ())


def _mean(group: pd.DataFrame, column: str, kind: Kind, grounds: Grounds) -> str:
    """Return the mean of those of whom it is known, with its interval; empty where they are too few."""
    found = mean_estimate(group[column].to_numpy(dtype=np.float64))
    if not found.is_defined:
        return ""
    value, low, high = (written(one, kind, grounds.reader) for one in (found.value, found.low, found.high))
    return grounds.reader.texts("experience.with_interval", value=value, low=low, high=high)


def _lacking(count: int, grounds: Grounds) -> str:
    return grounds.reader.texts("experience.too_few", count=count, needed=MINIMUM_ANSWERS)
