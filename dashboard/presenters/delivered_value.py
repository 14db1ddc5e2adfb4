"""What do customers gain from us, what does it cost them, and who grows with us?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from dashboard.presenters.answer_filters import AnswerFilters
from dashboard.presenters.answered_figures import answered_figure, trends
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.growth_fifths import FIFTHS, growth_fifths, growth_word
from dashboard.presenters.result_figures import Shown, estimate_of, in_rows, result_figure
from dashboard.presenters.satisfaction import Tables
from engine.rates import share_estimate
from engine.satisfaction.point_ranges import SMALLEST_GROUP
from engine.satisfaction.roles import COSTS, VALUES

_SHOWN = (
    Shown("delivered_value", "delivered_value", "index"),
    Shown("benefit_index", "benefit_index", "index"),
)
_GROWING = Shown("growing_share", "development_index", "percent", "customers")
BEHIND: Final = tuple(AnswerFilters(one.name) for one in _SHOWN)
"""Which answers each figure but the last counts; that one counts customers."""
GREW: Final = CustomerFilters(growth=FIFTHS)


@dataclass(frozen=True)
class DeliveredValueView:
    """What the page says; ``values`` and ``costs`` are bars (``code word value label``).

    ``growing`` has the customers with the highest and lowest development index: text, its index keys.
    """

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
    """Return the indices quarter by quarter (``day value low high label``), where two are known."""
    answered = trends(tables("satisfaction_trend"), _SHOWN, 2, grounds.reader)
    return answered | trends(tables("growing_trend"), (_GROWING,), 2, grounds.reader)


def development_bars(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return how many customers fall into each fifth of the development index, with their value."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = customers[customers["development_index"].notna()]
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
