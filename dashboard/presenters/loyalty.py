"""How loyal are customers, by which bond, how exposed, and what is a point of retention worth?"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.presenters.answered_figures import with_change
from dashboard.presenters.customer_filters import CustomerFilters
from dashboard.presenters.figure import Figure
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.group_bars import group_bars
from dashboard.presenters.holdings import holding_words
from dashboard.presenters.index_bands import INDEX_BANDS
from dashboard.presenters.overview import Earlier
from dashboard.presenters.result_figures import Shown, estimate_of, interval_words, result_figure, written
from dashboard.presenters.satisfaction import Tables
from dashboard.presenters.terms import LOYALTIES, RETENTIONS, TIMES, term
from engine.loyalty.holding_costs import ATTRIBUTE, GAINS, KINDS
from engine.satisfaction.intervals import MINIMUM_ANSWERS
from engine.satisfaction.point_ranges import SMALLEST_GROUP

_POINTS = (0.01, 0.05)
_WORTH = (
    Shown("value_now", "retention_value", "money", "customers"),
    Shown("gain", "retention_value", "money", "customers"),
    Shown("relative", "retention_value", "signed_percent", "customers"),
    Shown("gain_of_all", "retention_value", "money", "customers"),
)
_RATES = (
    Shown("retention_rate", "retention_rate", "percent", "customers"),
    Shown("repeat_purchase_rate", "repeat_purchase_rate", "percent", "customers"),
)
_INDICES = (
    Shown("loyalty_index", "loyalty_index", "index", "customers"),
    Shown("loyalty_index_entropy", "entropy_weights", "index", "customers"),
)
_RETAINED = CustomerFilters(kept=RETENTIONS)
INDEXED: Final = CustomerFilters(loyal=tuple(INDEX_BANDS))
BEHIND: Final = (_RETAINED, CustomerFilters(times=TIMES), _RETAINED, INDEXED, INDEXED)
"""Whom each figure on top counts."""

MEASURED = ("purchase_rhythm", "spend_trend")
_PRESENT = CustomerFilters(present=True)
WORTH: Final[Mapping[str, CustomerFilters]] = {
    "gain": _PRESENT,
    "relative": _RETAINED,
    "gain_of_all": _PRESENT,
}
"""Whom each figure of what a point of retention is worth counts, by its name."""


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


def loyalty_view(
    customers: pd.DataFrame, tables: Tables, grounds: Grounds, earlier: Earlier | None = None
) -> LoyaltyView:
    """Return headline, figures with their change since an earlier assessment, and the kinds of loyalty."""
    texts = grounds.reader.texts
    kinds = kind_bars(customers, grounds)
    known = int(customers["loyalty_kind"].notna().sum())
    changing = [_changing(one, tables, earlier, grounds) for one in (*_RATES, *_INDICES)]
    figures = [*changing[:2], *worth_figures(tables, grounds, ((0.05, "relative"),)), *changing[2:]]
    since = texts("loyalty.since", day=grounds.reader.formats.day(earlier.as_of)) if earlier else ""
    if not known:
        text = texts("loyalty.headline.unknown")
        return LoyaltyView(text, since, tuple(figures), kinds, texts("loyalty.missing"))
    return LoyaltyView(
        headline=_headline(customers, known, grounds),
        caption=" ".join(said for said in (texts("loyalty.caption", count=known), since) if said),
        figures=tuple(figures),
        kinds=kinds,
        missing="",
    )


def _changing(shown: Shown, tables: Tables, earlier: Earlier | None, grounds: Grounds) -> Figure:
    """Return a rate or an index with its change since the earlier assessment, where that is known."""
    where = {"by": "", "group": ""} if shown in _RATES else {}
    now = estimate_of(tables("retention_rates" if where else "loyalty_indices"), figure=shown.name, **where)
    figure, reader = result_figure(shown, now, grounds), grounds.reader
    if earlier is None or shown.name not in earlier.figures:
        return figure
    return with_change(figure, shown, (earlier.figures[shown.name], now), "", reader)


def _headline(customers: pd.DataFrame, known: int, grounds: Grounds) -> str:
    """Return how many are truly loyal, and how many only seem so, once enough is known of them."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    if known < MINIMUM_ANSWERS:
        return texts("loyalty.headline.few", count=known, needed=MINIMUM_ANSWERS)
    spurious = customers[customers["loyalty_kind"] == "spurious"]
    share = formats.percent(float((customers["loyalty_kind"] == "true").sum()) / known, 0)
    if len(spurious) < SMALLEST_GROUP:
        return texts("loyalty.headline.true", share=share)
    value = formats.money(float(spurious["current_value"].sum()))
    return texts("loyalty.headline", share=share, count=len(spurious), value=value)


def kind_bars(customers: pd.DataFrame, grounds: Grounds) -> pd.DataFrame:
    """Return the four kinds of loyalty with customers and current value."""
    words = {code: term("loyalty", code, grounds.reader.texts) for code in LOYALTIES}
    return group_bars(customers, customers["loyalty_kind"], words, grounds)


def worth_figures(
    tables: Tables, grounds: Grounds, wanted: tuple[tuple[float, str], ...] = ()
) -> list[Figure]:
    """Return what one and five points of retention are worth here, or only those ``wanted``."""
    found = tables("retention_value")
    chosen = wanted or tuple((points, name) for points in _POINTS for name in WORTH)
    by_name = {one.name: one for one in _WORTH}
    figures = []
    for points, name in chosen:
        shown = by_name[name]
        named = Shown(f"{name}_{round(100 * points)}", shown.method, shown.kind, shown.unit)
        figures.append(result_figure(named, estimate_of(found, points=points, figure=name), grounds))
    return figures


def worth_base(customers: pd.DataFrame, tables: Tables, grounds: Grounds) -> str:
    """Return of what the percentages of ``worth_figures`` are, beside the mean of customers' own values."""
    reader, shown = grounds.reader, _WORTH[0]
    now = estimate_of(tables("retention_value"), points=_POINTS[0], figure=shown.name)
    if not now.is_defined:
        return ""
    value, interval = written(now.value, shown.kind, reader), interval_words(now, shown.kind, reader)
    said = reader.texts("loyalty.worth.base", value=value, interval=interval)
    own = customers.loc[customers["churn_state"] != "left", "lifetime_value"].dropna()
    if own.empty:
        return said
    mean = written(float(own.mean()), shown.kind, reader)
    return " ".join((said, reader.texts("loyalty.worth.base.own", value=mean, count=len(own))))


def bond_bars(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the bonds that could be told as bars, and a sentence for each that could not."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("loyalty_bonds")
    if found.empty:
        return pd.DataFrame(columns=["code", "word", "value", "label"]), ()
    told = found[found["can_be_told"] > 0]
    rows = []
    for bond, exposure, count, value in zip(
        told["bond"], told["exposure"], told["customers"], told["value"], strict=True
    ):
        ends = texts(f"loyalty.exposure.{exposure}")
        label = texts(
            "loyalty.bond.label", count=int(count), value=formats.money(float(value)), exposure=ends
        )
        if 0 < count < SMALLEST_GROUP:
            label = texts("loyalty.bond.few", most=SMALLEST_GROUP, exposure=ends)
        rows.append(
            (bond, term("bond", bond, texts), float(count) if count >= SMALLEST_GROUP else 0.0, label)
        )
    untold = found.loc[found["can_be_told"] == 0, "bond"]
    lines = tuple(
        texts("loyalty.bond.untold", bond=term("bond", code, texts), needs=texts(f"loyalty.needs.{code}"))
        for code in untold
    )
    return pd.DataFrame(rows, columns=["code", "word", "value", "label"]), lines


def weight_rows(tables: Tables, grounds: Grounds) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the indicators known of five customers or more with both weights, and the columns' labels."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    found = tables("loyalty_weights")
    if found.empty:
        return found, {}
    known = found[found["customers"] >= SMALLEST_GROUP]
    typed = known["typed"] if "typed" in known else pd.Series(float("nan"), index=known.index)
    rows = pd.DataFrame(
        {
            "indicator": [texts(f"experience.role.{name}") for name in known["indicator"]],
            "customers": [formats.count(n) for n in known["customers"]],
            "weight": [formats.percent(weight) for weight in known["weight"]],
            "origin": [_origin(number, grounds) for number in typed],
            "entropy": [formats.percent(weight) for weight in known["entropy_weight"]],
        }
    ).set_axis(known["indicator"], axis="index")
    return rows, {str(name): texts(f"experience.column.{name}") for name in rows}


def _origin(typed: float, grounds: Grounds) -> str:
    """Return whether a weight was typed in, with the number, or stands at 1 as all others."""
    texts = grounds.reader.texts
    if math.isnan(typed):
        return texts("loyalty.weight.equal")
    return texts("loyalty.weight.typed", number=grounds.reader.formats.decimal(typed))


def missing_indicators(tables: Tables, grounds: Grounds) -> tuple[str, ...]:
    """Return, for each indicator that hardly anybody has, how to get it."""
    texts = grounds.reader.texts
    found = tables("loyalty_weights")
    names = found.loc[found["customers"] < SMALLEST_GROUP, "indicator"] if len(found) else ()
    return tuple(
        texts(
            f"loyalty.get.{name if name in MEASURED else 'asked'}",
            indicator=texts(f"experience.role.{name}"),
        )
        for name in names
    )


def holding_rows(
    tables: Tables, labels: Mapping[str, str], grounds: Grounds, kinds: tuple[str, ...] = KINDS
) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Return what is recorded of sunk and switching costs, in words, by source; ``labels`` head attributes.

    With other ``kinds``, such as ``GAINS``, what is recorded of these.

    The last says how much is recorded of fewer than five customers, which is not told apart; empty
    where nothing is.
    """
    texts = grounds.reader.texts
    found = tables("holding_costs")
    if found.empty:
        return found, {}, ""
    found = found[found["kind"].isin(kinds)]
    few = int((found["customers"] < SMALLEST_GROUP).sum())
    known = found[found["customers"] >= SMALLEST_GROUP]
    rows = pd.DataFrame(
        {
            "holding": [texts(f"loyalty.holding.{kind}") for kind in known["kind"]],
            "what": [_source(source, labels, grounds) for source in known["source"]],
            "recorded": [
                _recorded(count, of, grounds)
                for count, of in zip(known["customers"], known["of"], strict=True)
            ],
            "typical": [_typical(row, grounds) for row in known.to_dict("records")],
        }
    ).set_axis(known["source"], axis="index")
    left_out = texts("loyalty.holding.few", count=few, most=SMALLEST_GROUP) if few else ""
    return rows, {str(name): texts(f"experience.column.{name}") for name in rows}, left_out


def gain_rows(
    tables: Tables, labels: Mapping[str, str], grounds: Grounds
) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Return what is recorded of measured benefits and of customers' own business, as of holding costs."""
    return holding_rows(tables, labels, grounds, GAINS)


def lacks_switching(tables: Tables) -> bool:
    """Whether nothing is recorded that leaving would cost a customer."""
    found = tables("holding_costs")
    return not len(found) or not (found["kind"] == "switching").any()


def _source(source: str, labels: Mapping[str, str], grounds: Grounds) -> str:
    """Return what a source is called; an attribute as it was headed in its file."""
    return labels.get(source.removeprefix(ATTRIBUTE)) or holding_words(source, grounds.reader)


def _recorded(count: int, of: int, grounds: Grounds) -> str:
    share = grounds.reader.formats.percent(count / of, 0)
    return grounds.reader.texts("loyalty.holding.of", count=count, of=of, share=share)


def _typical(row: Mapping[Hashable, Any], grounds: Grounds) -> str:
    texts, formats = grounds.reader.texts, grounds.reader.formats
    if row["unit"] == "word":
        if not row["word"]:
            return texts("loyalty.holding.no_amount")
        if row["with_word"] < SMALLEST_GROUP:
            return texts("loyalty.holding.words", most=SMALLEST_GROUP)
        return texts("loyalty.holding.word", word=row["word"], count=int(row["with_word"]))
    if row["unit"] == "money":
        return texts("loyalty.holding.median", value=formats.money(row["median"]))
    named = "loyalty.holding.years" if row["unit"] == "years" else "loyalty.holding.median"
    return texts(named, value=formats.decimal(row["median"], 0 if float(row["median"]).is_integer() else 1))
