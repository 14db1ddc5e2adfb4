"""Who of those who have hardly bought yet is worth winning, and how do we know that?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.random import default_rng

from engine.cards import Card, Fact, lacking
from engine.contracts import Tables
from engine.segments.early_traits import FIRST, early_traits, first_purchases
from engine.segments.likeness import HoldOut, LikenessModel, best_of, learned_likeness, tried
from engine.value.basis import History

MINIMUM_HISTORY_MONTHS = 12
MINIMUM_LEARNED = 200
MINIMUM_TRIED = 100
MINIMUM_BEST = 10
_DAYS_A_MONTH = 30.44
_LEARNED_SHARE = 0.6
_KINDS = ("profile", "first")
"""``profile``: by attributes alone, for who has not bought; ``first``: by the first purchase as well."""


@dataclass(frozen=True)
class Newcomers:
    """Customers by their first purchase, who could be followed, and for how long.

    ``learned`` came early enough that all they were followed for was over when the first of
    ``later`` came; ``followed`` are all who could be followed.
    """

    first: pd.DataFrame
    follow_months: int
    learned: pd.Series[bool]
    later: pd.Series[bool]
    followed: pd.Series[bool]


@dataclass(frozen=True)
class Prospecting:
    """The models that held, by kind, with what later newcomers said of them, and the cards."""

    models: dict[str, LikenessModel] = field(default_factory=dict)
    trials: dict[str, HoldOut] = field(default_factory=dict)
    cards: tuple[Card, ...] = ()


def follow_months(history_months: int) -> int:
    """Return for how long newcomers are followed: 6 months, 3 with less than two years of history."""
    return 6 if history_months >= 24 else 3


def newcomers(tables: Tables, as_of: dt.date, basis: History, history_months: int) -> Newcomers:
    """Return the customers by their first purchase, parted in time."""
    months = follow_months(history_months)
    days = round(months * _DAYS_A_MONTH)
    first = tables.execute(first_purchases(tables.transactions, as_of, basis, days))
    first = first.sort_values("customer_id", ignore_index=True)
    first["first_purchase_day"] = pd.to_datetime(first["first_purchase_day"]).astype("datetime64[s]")
    for name in ("amount", "products", "followed_value"):
        first[name] = first[name].astype("float64")
    came = first["first_purchase_day"]
    last = pd.Timestamp(as_of) - pd.Timedelta(days=days)
    start = pd.Timestamp(basis.first_day)
    room = max((last - start).days - days, 0)
    learned_until = start + pd.Timedelta(days=round(_LEARNED_SHARE * room))
    later_from = learned_until + pd.Timedelta(days=days)
    return Newcomers(first, months, came <= learned_until, (came > later_from) & (came <= last), came <= last)


def prospecting(tables: Tables, as_of: dt.date, known: Newcomers, seed: int = 1) -> Prospecting:
    """Return the models by which prospects are scored, each tried on later newcomers.

    A model that does no better than chance on them is not used.
    """
    attributes = tables.relations.up_to(as_of).attributes
    models: dict[str, LikenessModel] = {}
    trials: dict[str, HoldOut] = {}
    cards = []
    for kind in _KINDS:
        card, model, trial = _one_kind(kind, attributes, known, seed)
        cards.append(card)
        if trial is not None:
            trials[kind] = trial
        if model is not None:
            models[kind] = model
    return Prospecting(models, trials, tuple(cards))


def assessment_columns(
    tables: Tables, customers: pd.DataFrame, as_of: dt.date, basis: History, history_months: int
) -> tuple[pd.DataFrame, tuple[Card, ...]]:
    """Return ``prospect_likeness`` (0-1) and ``prospect_traits`` indexed like ``customers``, and two cards.

    Scored are customers with a single purchase day who haven't left; all others are NaN. The
    traits are the levels that speak for the customer, ``trait=category`` or ``trait>=low``, one a
    line. The card ``likeness_profile`` keeps the model for those who have no row, for want of any
    purchase (``scored_profiles``).
    """
    empty = pd.DataFrame({"prospect_likeness": np.nan, "prospect_traits": None}, index=customers.index)
    if history_months < MINIMUM_HISTORY_MONTHS:
        names = [f"likeness_{kind}" for kind in _KINDS]
        return empty, tuple(
            lacking(name, "history", history_months, MINIMUM_HISTORY_MONTHS) for name in names
        )
    known = newcomers(tables, as_of, basis, history_months)
    found = prospecting(tables, as_of, known)
    once = customers[(customers["purchase_days"] == 1) & (customers["churn_state"] != "left")]
    if "first" not in found.models or once.empty:
        return empty, found.cards
    until = pd.Series(pd.Timestamp(as_of), index=pd.Index(once["customer_id"]))
    traits = early_traits(until, tables.relations.up_to(as_of).attributes, known.first)
    scored = scored_traits(found.models["first"], traits)
    empty.loc[once.index, "prospect_likeness"] = scored["likeness"].to_numpy()
    empty["prospect_traits"] = empty["prospect_traits"].astype("object")
    empty.loc[once.index, "prospect_traits"] = scored["traits"].to_numpy()
    return empty, found.cards


def scored_traits(model: LikenessModel, traits: pd.DataFrame) -> pd.DataFrame:
    """Return ``likeness`` and ``traits`` (texts, one level a line) of customers by their early traits."""
    reasons = [
        "\n".join(_said(level.trait, level.category, level.low, level.high) for level in row)
        for row in model.reasons(traits)
    ]
    return pd.DataFrame({"likeness": model.likeness(traits), "traits": reasons}, index=traits.index)


def scored_profiles(model_text: str, attributes: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return ``likeness`` and ``traits`` by customer id, of customers who have attributes but no purchase.

    ``model_text`` is the fact ``model`` of the card ``likeness_profile``, ``attributes`` those of
    ``Relations`` for these customers.
    """
    ids = pd.Index(sorted(attributes["customer_id"].dropna().unique()), name="customer_id")
    until = pd.Series(pd.Timestamp(as_of), index=ids)
    return scored_traits(LikenessModel.read(model_text), early_traits(until, attributes))


def _one_kind(
    kind: str, attributes: pd.DataFrame, known: Newcomers, seed: int
) -> tuple[Card, LikenessModel | None, HoldOut | None]:
    name = f"likeness_{kind}"
    if kind == "profile" and attributes.empty:
        return lacking(name, "attributes", 0, 1), None, None
    for part, needed, variant in (
        (known.learned, MINIMUM_LEARNED, "learned"),
        (known.later, MINIMUM_TRIED, "later"),
    ):
        if part.sum() < needed:
            return lacking(name, variant, int(part.sum()), needed), None, None
    first = known.first
    until = first.set_index("customer_id")["first_purchase_day"]
    traits = early_traits(until, attributes, first if kind == "first" else None)
    values = first["followed_value"].to_numpy(dtype=np.float64)
    rng = default_rng(seed)
    learned, later = known.learned.to_numpy(), known.later.to_numpy()
    became_best = int(best_of(values[later]).sum())
    if became_best < MINIMUM_BEST:
        return lacking(name, "best", became_best, MINIMUM_BEST), None, None
    model = learned_likeness(traits[learned], best_of(values[learned]), rng)
    if not model.levels:
        return lacking(name, "attributes", 0, 1), None, None
    trial = tried(model, traits[later], best_of(values[later]), rng)
    facts = _facts(trial, known)
    if not trial.beats_chance:
        return Card(name, "ok", {"variant": "chance", **facts}), None, trial
    whole = known.followed.to_numpy()
    final = learned_likeness(traits[whole], best_of(values[whole]), rng)
    facts |= _limits(final, traits[later])
    return Card(name, "ok", {"variant": "found", **facts, "model": final.written()}), final, trial


def _limits(model: LikenessModel, traits: pd.DataFrame) -> dict[str, Fact]:
    """Return from which score of the model in use on somebody ranks in each fifth of these newcomers.

    Not those of the model that was tried: it knew fewer newcomers, and its scores run otherwise.
    """
    score = np.nan_to_num(model.likeness(traits), nan=0.0)
    limits = np.quantile(score, [0.8, 0.6, 0.4, 0.2])
    return {f"fifth_{fifth}_lowest_share": float(low) for fifth, low in enumerate([*limits, 0.0], start=1)}


def _facts(trial: HoldOut, known: Newcomers) -> dict[str, Fact]:
    lift, top = trial.lift, trial.fifths
    shares: dict[str, Fact] = {}
    for row in top.to_dict("records"):
        shares[f"fifth_{row['fifth']}_share"] = float(row["share"])
        shares[f"fifth_{row['fifth']}_said_share"] = float(row["said"])
    return {
        "learned": int(known.learned.sum()),
        "later": int(known.later.sum()),
        "follow_months": known.follow_months,
        "lift": round(lift.value, 2),
        "lift_low": round(lift.low, 2),
        "lift_high": round(lift.high, 2),
        **shares,
    }


def _said(trait: str, category: str, low: float, high: float) -> str:
    if category:
        return f"{trait}={category}"
    if np.isfinite(low):
        return f"{trait}>={low:.6g}"
    return f"{trait}<{high:.6g}"


__all__ = [
    "FIRST",
    "Newcomers",
    "Prospecting",
    "assessment_columns",
    "follow_months",
    "newcomers",
    "prospecting",
    "scored_profiles",
    "scored_traits",
]
