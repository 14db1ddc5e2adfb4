"""Does suggesting products find more than the list of best sellers, and what is suggested to whom?"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import default_rng
from numpy.typing import NDArray

from engine.cards import Card, Fact, lacking
from engine.contracts import Tables
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.months import months_before
from engine.rates import Z_95, share_estimate
from engine.segments.crossselling import (
    Basket,
    Chances,
    Pairs,
    basket,
    next_products,
    owned_products,
    product_margins,
    split_months,
)
from engine.segments.item_scores import WAYS, ItemWeights, Way, item_weights
from engine.value.basis import History

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HIT_RATE = Formula(
    name="hit_rate",
    latex=r"\text{hit}@k = \frac{|\{u : \text{top}_k(u) \cap \text{new}(u) \neq \emptyset\}|}"
    r"{|\{u : \text{new}(u) \neq \emptyset\}|}",
    origin="measured",
)

NEXT_COLUMNS = (
    "next_product_id",
    "next_product_probability",
    "next_product_margin",
    "next_product_because",
    "next_products",
)
_ENDS = {"": "rate", "_low": "low", "_high": "high"}
LENGTHS = (1, 3, 5, 10)
CHOSEN_BY = 3
MINIMUM_HISTORY_MONTHS = 12
MINIMUM_CUSTOMERS = 200
MINIMUM_PRODUCTS = 5
MINIMUM_BUYERS = 100
_MOST_TRIED = 8_000


@dataclass(frozen=True)
class Trial:
    """What became of the suggestions in the held-out months.

    ``way`` is the one used. ``hits`` has a row a length of the list: ``length``, the share of new
    buyers who found something on it (``rate``, ``low``, ``high``) and on the list of best sellers
    (``popular_rate``); ``gain`` is the difference at three products. ``buyers`` were tried.
    """

    way: Way
    hits: pd.DataFrame
    gain: Estimate
    buyers: int


def assessment_columns(
    tables: Tables, customers: pd.DataFrame, as_of: dt.date, basis: History, history_months: int
) -> tuple[pd.DataFrame, Card]:
    """Return ``NEXT_COLUMNS`` indexed like ``customers`` (which needs ``customer_id``), and the card.

    See ``engine.segments.crossselling.next_products`` for what the columns mean. The card's facts
    hold the hit rates (``hit_3_rate`` with ``_low_rate`` and ``_high_rate``, ``popular_3_rate`` …).
    """
    from threadpoolctl import threadpool_limits

    nothing = pd.DataFrame(
        {name: math.nan if name.endswith(("probability", "margin")) else None for name in NEXT_COLUMNS},
        index=customers.index,
    )
    if history_months < MINIMUM_HISTORY_MONTHS:
        return nothing, lacking("crossselling", "history", history_months, MINIMUM_HISTORY_MONTHS)
    months = split_months(history_months)
    pairs = bought_pairs(tables, as_of, basis, months)
    split = months_before(as_of, months)
    then = basket(pairs, split, months_before(split, months), pairs.kept_before)
    part = sampled(then)
    new = new_products(part, pairs, split)
    card = _too_little(then, new)
    if card is not None:
        return nothing, card
    with threadpool_limits(1):  # more threads change the last digits
        trial, chances = tried(part, new)
        today = basket(pairs, as_of, split, pairs.kept)
        weights = item_weights(today.owned, trial.way)
        found = next_products(today, weights, chances, product_margins(pairs, today.products))
    placed = found.reindex(customers["customer_id"])
    return placed.set_axis(customers.index), _card(trial, today, months)


def bought_pairs(tables: Tables, as_of: dt.date, basis: History, months: int) -> Pairs:
    """Return who ever bought what up to ``as_of``, with ``months`` held out."""
    return Pairs.of(tables.execute(owned_products(tables.transactions, as_of, basis, months)))


def new_products(then: Basket, pairs: Pairs, split: dt.date) -> Flags:
    """Return which products of ``then`` its customers bought for the first time since; (n, products)."""
    later = (pairs.first > np.datetime64(split)) & pairs.kept
    row = then.customers.get_indexer(pairs.customers)[pairs.customer[later]]
    column = then.products.get_indexer(pairs.products)[pairs.product[later]]
    known = (row >= 0) & (column >= 0)
    new = np.zeros(then.owned.shape, dtype=np.bool_)
    new[row[known], column[known]] = True
    return new


def sampled(then: Basket, seed: int = 1) -> Basket:
    """Return what at most 8,000 drawn customers owned: more would not move the rates by a percent."""
    if len(then.customers) <= _MOST_TRIED:
        return then
    rows = np.sort(default_rng(seed).choice(len(then.customers), _MOST_TRIED, replace=False))
    return Basket(then.customers[rows], then.products, then.owned[rows], then.allowed, then.silence[rows])


def tried(then: Basket, new: Flags, seed: int = 1) -> tuple[Trial, Chances]:
    """Return which way of suggesting is used, what it found, and how often its first suggestion was bought.

    One half of the new buyers, drawn, chooses between the ways; the other half says what the
    chosen one is worth, so that the choice doesn't flatter itself. Best sellers are used unless
    the other half finds more with the chosen way beyond doubt.
    """
    everything = {way: item_weights(then.owned, way) for way in WAYS}
    hits = {way: _hits(then, weights, new) for way, weights in everything.items()}
    buyers: Flags = np.asarray(new.any(axis=1))
    choosing = buyers & (default_rng(seed).random(len(buyers)) < 0.5)
    proving = buyers & ~choosing
    best = max(WAYS, key=lambda way: (hits[way][CHOSEN_BY][choosing].mean(), -WAYS.index(way)))
    gain = _gain(hits[best][CHOSEN_BY][proving], hits["popularity"][CHOSEN_BY][proving])
    way: Way = best if gain.low > 0 else "popularity"
    rows = [
        _hit_row(length, hits[way][length][proving], hits["popularity"][length][proving])
        for length in LENGTHS
    ]
    product, score = everything[way].top(then.owned, 1, then.allowed)
    bought = new[np.arange(len(new)), np.maximum(product[:, 0], 0)] & (product[:, 0] >= 0)
    chances = Chances.observed(then.silence, score[:, 0], bought)
    return Trial(way, pd.DataFrame(rows), gain, int(proving.sum())), chances


def _hits(then: Basket, weights: ItemWeights, new: Flags) -> dict[int, Flags]:
    """Return by length of the list whether it holds something that the customer went on to buy."""
    product, _ = weights.top(then.owned, max(LENGTHS), then.allowed)
    found: Flags = np.take_along_axis(new, np.maximum(product, 0), axis=1) & (product >= 0)
    return {length: np.asarray(found[:, :length].any(axis=1)) for length in LENGTHS}


def _gain(hits: Flags, popular: Flags) -> Estimate:
    """Return by how much the share of hits differs, with the interval of paired differences."""
    difference = hits.astype(np.float64) - popular.astype(np.float64)
    n = len(difference)
    half = Z_95 * float(difference.std(ddof=1)) / math.sqrt(n) if n > 1 else math.inf
    value = float(difference.mean()) if n else 0.0
    return Estimate(value, value - half, value + half, n=n)


def _hit_row(length: int, hits: Flags, popular: Flags) -> dict[str, float]:
    found = share_estimate(int(hits.sum()), len(hits), 1)
    popular_rate = float(popular.mean()) if len(popular) else math.nan
    return {
        "length": length,
        "rate": found.value,
        "low": found.low,
        "high": found.high,
        "popular_rate": popular_rate,
    }


def _too_little(then: Basket, new: Flags) -> Card | None:
    """Return the card that says what is missing, if anything is."""
    for variant, count, needed in (
        ("products", len(then.products), MINIMUM_PRODUCTS),
        ("customers", len(then.customers), MINIMUM_CUSTOMERS),
        ("buyers", int(new.any(axis=1).sum()), MINIMUM_BUYERS),
    ):
        if count < needed:
            return lacking("crossselling", variant, count, needed)
    return None


def _card(trial: Trial, today: Basket, months: int) -> Card:
    facts: dict[str, Fact] = {
        "variant": "best_sellers" if trial.way == "popularity" else "found",
        "way": trial.way,
        "months": months,
        "customers": len(today.customers),
        "products": len(today.products),
        "buyers": trial.buyers,
        "gain_share": trial.gain.value,
        "gain_low_share": trial.gain.low,
        "gain_high_share": trial.gain.high,
    }
    for row in trial.hits.to_dict("records"):
        length = int(row["length"])
        facts |= {f"hit_{length}{end}_rate": float(row[name]) for end, name in _ENDS.items()}
        facts[f"popular_{length}_rate"] = float(row["popular_rate"])
    return Card("crossselling", "ok", facts)
