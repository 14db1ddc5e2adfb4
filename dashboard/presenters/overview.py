"""How are we doing, and what needs me now?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.formats import Reader, is_undefined
from dashboard.presenters.chances import leaving_words
from dashboard.presenters.customer_list import labels_of, written
from dashboard.presenters.grounds import Grounds
from dashboard.presenters.overview_figures import (
    FigureGroup,
    first_figures,
    further_figures,
    overview_figures,
)
from dashboard.presenters.terms import TIERS, term
from engine.estimate import Estimate

ATTENTION_ROWS = 8
_ATTENTION_COLUMNS = ("value_tier", "current_value", "churn_probability", "silent", "contract")
_BEST = ("platinum", "gold")


@dataclass(frozen=True)
class Earlier:
    """The assessment that changes are measured against."""

    as_of: dt.date
    figures: Mapping[str, Estimate]


@dataclass(frozen=True)
class OverviewView:
    """What Overview shows; ``attention`` is text only, its index the customers' keys.

    ``first`` are the few figures at the top, ``further`` all others, which stand below picture and list.
    ``silent`` has a row a tier: ``code``, ``word``, ``count``, ``value`` and ``label``;
    ``silent_missing`` says why there are no tiers, where there are none.
    """

    headline: str
    caption: str
    first: FigureGroup
    further: tuple[FigureGroup, ...]
    figures_caption: str
    silent_title: str
    silent: pd.DataFrame
    silent_alt: str
    silent_missing: str
    attention: pd.DataFrame
    attention_labels: dict[str, str]
    attention_caption: str


def overview_view(
    customers: pd.DataFrame, figures: Mapping[str, Estimate], earlier: Earlier | None, grounds: Grounds
) -> OverviewView:
    """Return Overview's words, figures, picture and list for one assessment."""
    reader = grounds.reader
    leaning = customers[customers["churn_state"] == "leaning"]
    silent = silent_by_tier(customers, reader)
    attention = _attention(leaning, reader)
    found = overview_figures(figures, earlier.figures if earlier else {}, grounds)
    return OverviewView(
        headline=headline(leaning, figures, grounds),
        caption=_caption(figures, grounds),
        first=first_figures(found),
        further=further_figures(found, reader),
        figures_caption=reader.texts("overview.changes", day=earlier.as_of) if earlier else "",
        silent_title=reader.texts(f"overview.silent.title{grounds.of_contracts}"),
        silent=silent,
        silent_alt="; ".join(f"{row.word}: {row.label}" for row in silent.itertuples()),
        silent_missing=grounds.potential_missing if customers["value_tier"].isna().all() else "",
        attention=attention,
        attention_labels=labels_of(attention, customers, reader),
        attention_caption=reader.texts(
            f"overview.attention.caption{'' if grounds.has_purchases else '.likeliest'}",
            shown=len(attention),
            count=len(leaning),
        ),
    )


def headline(leaning: pd.DataFrame, figures: Mapping[str, Estimate], grounds: Grounds) -> str:
    """Return how many are leaning to leave, what they are worth, and how many of them are the best."""
    texts, formats = grounds.reader.texts, grounds.reader.formats
    known = figures.get("leaning_customers")
    if known is None or not known.is_defined:
        brought = formats.money(figures["current_value_total"].value)
        count = _count(figures, "active_customers_12m")
        return texts(f"overview.headline.unknown.{grounds.measure}", count=count, value=brought)
    count = len(leaning)
    if count == 0:
        return texts("overview.headline.nobody", count=_count(figures, "active_customers_12m"))
    value = float(leaning["current_value"].sum())
    worth = f"overview.headline.leaning.{grounds.measure}" if value > 0 else "overview.headline.leaning"
    said = texts(worth, count=count, value=formats.money(value))
    if leaning["value_tier"].isna().all():
        return texts("overview.headline.end", said=said)
    best = int(leaning["value_tier"].isin(_BEST).sum())
    return texts("overview.headline.best" if best else "overview.headline.none_best", said=said, count=best)


def silent_by_tier(customers: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return for each tier how many are leaning to leave and what they are worth, with a label."""
    rows = []
    customers = customers[["value_tier", "churn_state", "current_value"]]  # no need to pick the rest apart
    for tier in TIERS:
        members = customers[customers["value_tier"] == tier]
        leaning = members[members["churn_state"] == "leaning"]
        value = float(leaning["current_value"].sum())
        share = len(leaning) / len(members) if len(members) else float("nan")
        label = reader.texts(
            "overview.silent.label" if len(leaning) else "overview.silent.nobody",
            count=len(leaning),
            value=reader.formats.money(value),
            share=reader.formats.percent(share, 0),
        )
        word = term("tier", tier, reader.texts)
        rows.append({"code": tier, "word": word, "count": len(leaning), "value": value, "label": label})
    return pd.DataFrame(rows)


def _attention(leaning: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return the most valuable of ``leaning`` as text: by name, or by id where there is none."""
    by = "current_value" if leaning["current_value"].notna().any() else "churn_probability"
    most = leaning.nlargest(ATTENTION_ROWS, by)
    # In few words, so that no column is out of sight.
    chances = [
        reader.texts("warning.not_yet_figure") if chance == 0.0 else leaving_words(chance, reader, short=True)
        for chance in most["churn_probability"]
    ]
    rows = written(most, reader).assign(churn_probability=chances)
    columns = [name for name in _ATTENTION_COLUMNS if name in rows]
    if by != "current_value":
        columns = [name for name in columns if name not in ("value_tier", "current_value")]
    if "name" not in rows:
        return rows[["customer_id", *columns]]
    named = rows["name"].where(rows["name"] != "", rows["customer_id"])
    return rows.assign(name=named)[["name", *columns]]


def _caption(figures: Mapping[str, Estimate], grounds: Grounds) -> str:
    """Return what leaning means; where nobody can lean, why not."""
    known = figures.get("leaning_customers")
    if known is None or not known.is_defined:
        return grounds.churn_rule
    return grounds.reader.texts(f"overview.caption{grounds.of_contracts}", rule=grounds.churn_rule)


def _count(figures: Mapping[str, Estimate], name: str) -> int:
    value = figures[name].value if name in figures else float("nan")
    return 0 if is_undefined(value) else round(value)
