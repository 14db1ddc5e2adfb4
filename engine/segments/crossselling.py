"""What do customers like this one buy that this one doesn't yet, and is that more than a guess?

The company is first looked at as it stood some months ago: whoever suggests products from what was
known then is held against what customers went on to buy for the first time. Only a way that finds
more than the list of best sellers does is used; otherwise it is the best sellers, and that is said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.months import months_before
from engine.purchases import UNITS, visible_facts
from engine.segments.item_scores import ItemWeights

if TYPE_CHECKING:
    import ibis
    from scipy.sparse import csr_matrix

    from engine.value.basis import History

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Scores = NDArray[np.float32]
Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]

MOST_PRODUCTS = 2_000
LEAST_BUYERS = 10
OFFERED = 3
_BANDS = np.array([0.25, 0.5, 0.75])
_PRIOR = 20.0
_LEAN = 5.0


@dataclass(frozen=True)
class Basket:
    """Who owned what on a day: ``owned`` is customers × products, 1.0 where owned.

    ``allowed`` are the products still sold, ``silence`` the days since each customer's last purchase.
    """

    customers: pd.Index
    products: pd.Index
    owned: csr_matrix
    allowed: NDArray[np.bool_]
    silence: Floats


def split_months(history_months: int) -> int:
    """Return how many months are held out: 6, or 3 with less than two years of history."""
    return 6 if history_months >= 24 else 3


def owned_products(
    transactions: ibis.Table, as_of: dt.date, basis: History, held_out_months: int
) -> ibis.Table:
    """Return one row a customer and product: when it was bought first and last, and what it brought.

    ``first_day``, ``last_day``, ``last_day_before`` (up to the day on which the held-out months
    begin, null if none), ``value`` of the held-out months, and whether anything of it was ``kept``
    (``kept_before``: by that day): what was given back for all its money isn't owned. Rows without
    a product are left out.
    """
    split = months_before(as_of, held_out_months)
    facts = visible_facts(transactions, as_of, basis, ("product_id",))
    named = facts.filter(~facts.product_id.isnull())  # noqa: PD003 - an Ibis column, not a pandas one
    sold = named.is_purchase & (named.amount > 0)
    pairs = named.group_by("customer_id", "product_id").aggregate(
        first_day=named.day.min(where=sold),
        last_day=named.day.max(where=sold),
        last_day_before=named.day.max(where=sold & (named.day <= split)),
        value=named.value.sum(where=named.day > split).coalesce(0) / float(UNITS),
        kept=(named.amount.sum() > 0).fill_null(False),
        kept_before=(named.amount.sum(where=named.day <= split) > 0).fill_null(False),
    )
    bought = pairs.filter(~pairs.first_day.isnull())  # noqa: PD003
    return bought.order_by("customer_id", "product_id")


@dataclass(frozen=True)
class Pairs:
    """Who ever bought what: rows of ``owned_products`` with customers and products as numbers.

    Days are ``datetime64[D]``; ``last_before`` is NaT where nothing was bought before the held-out
    months, ``value`` what the row brought in them.
    """

    customers: pd.Index
    products: pd.Index
    customer: Numbers
    product: Numbers
    first: Days
    last: Days
    last_before: Days
    value: Floats
    kept: Flags
    kept_before: Flags

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Pairs:
        """Return the pairs of what ``owned_products`` answers."""
        customer, customers = pd.factorize(rows["customer_id"], sort=True)
        product, products = pd.factorize(rows["product_id"], sort=True)
        names = ("first_day", "last_day", "last_day_before")
        first, last, before = (rows[name].to_numpy(dtype="datetime64[D]") for name in names)
        value = rows["value"].to_numpy(dtype=np.float64)
        kept, kept_before = (rows[name].to_numpy(dtype=np.bool_) for name in ("kept", "kept_before"))
        known = (pd.Index(customers), pd.Index(products), customer, product)
        return cls(*known, first, last, before, value, kept, kept_before)


def basket(pairs: Pairs, day: dt.date, sold_since: dt.date, kept: Flags) -> Basket:
    """Return who owned what at the end of ``day``; products not sold after ``sold_since`` aren't allowed.

    ``day`` is the as-of day or the one before the held-out months, ``kept`` which pairs count as
    owned on it. Products with fewer than ten
    buyers say nothing of their like and are left out; of many the 2,000 with the most buyers stay.
    """
    from scipy.sparse import csr_matrix

    is_latest = pairs.last <= np.datetime64(day)
    known = (pairs.first <= np.datetime64(day)) & kept
    last = np.where(is_latest, pairs.last, pairs.last_before)[known]
    customer, product = pairs.customer[known], pairs.product[known]
    buyers = np.bincount(product, minlength=len(pairs.products))
    most = np.argsort(-buyers, kind="stable")[:MOST_PRODUCTS]
    listed = np.sort(most[buyers[most] >= LEAST_BUYERS])
    place = np.full(len(pairs.products), -1, dtype=np.int64)
    place[listed] = np.arange(len(listed))
    here, row = np.unique(customer, return_inverse=True)
    column = place[product]
    inside = column >= 0
    owned = csr_matrix((np.ones(int(inside.sum())), (row[inside], column[inside])), (len(here), len(listed)))
    allowed = _latest(last, product, len(pairs.products))[listed] > np.datetime64(sold_since)
    silence = (np.datetime64(day) - _latest(last, row, len(here))).astype(np.float64)
    return Basket(pairs.customers[here], pairs.products[listed], owned, allowed, silence)


def _latest(days: Days, group: Numbers, count: int) -> Days:
    latest = np.full(count, np.iinfo(np.int64).min + 1, dtype=np.int64)
    np.maximum.at(latest, group, days.astype("datetime64[D]").astype(np.int64))
    return latest.astype("datetime64[D]")


@dataclass(frozen=True)
class Chances:
    """How often what fitted best was indeed bought, by how well it fitted and how long the silence was.

    ``rate`` has shape (silence bands, score bands).
    """

    silence_edges: Floats
    score_edges: Floats
    rate: Floats

    @classmethod
    def observed(cls, silence: Floats, score: Scores, bought: NDArray[np.bool_]) -> Chances:
        """Return the chances seen in the held-out months; few customers lean on their silence band's."""
        known = np.isfinite(score)
        silence, score, bought = silence[known], score[known], bought[known]
        edges = (np.quantile(silence, _BANDS), np.quantile(score, _BANDS))
        size = len(_BANDS) + 1
        cell = np.searchsorted(edges[0], silence) * size + np.searchsorted(edges[1], score)
        count = np.bincount(cell, minlength=size * size).reshape(size, size).astype(np.float64)
        hits = np.bincount(cell, bought.astype(np.float64), size * size).reshape(size, size)
        band = hits.sum(axis=1, keepdims=True) / np.maximum(count.sum(axis=1, keepdims=True), 1.0)
        return cls(*edges, (hits + _PRIOR * band) / (count + _PRIOR))

    def of(self, silence: Floats, score: Scores) -> Floats:
        """Return the chance for customers of today; NaN without a product."""
        rows, columns = np.searchsorted(self.silence_edges, silence), np.searchsorted(self.score_edges, score)
        found: Floats = np.where(np.isfinite(score), self.rate[rows, columns], np.nan)
        return found


def product_margins(pairs: Pairs, products: pd.Index) -> Floats:
    """Return what a product brings, a buyer, in as many months as are held out.

    A product with few buyers in that time leans on the mean of all.
    """
    bought = pairs.value != 0
    size = len(pairs.products)
    sums = np.bincount(pairs.product[bought], pairs.value[bought], size)
    counts = np.bincount(pairs.product[bought], minlength=size)
    mean = float(pairs.value[bought].mean()) if bought.any() else np.nan
    margins: Floats = ((sums + _LEAN * mean) / (counts + _LEAN))[pairs.products.get_indexer(products)]
    return margins


def next_products(today: Basket, weights: ItemWeights, chances: Chances, margins: Floats) -> pd.DataFrame:
    """Return by customer id what to offer next.

    ``next_product_id``, the chance (0-1) that it is bought within as many months as were held out,
    what it then brings, ``next_product_because`` (what they own that speaks most for it) and
    ``next_products`` (up to three ids, one a line). Null where nothing is left to offer.
    """
    product, score = weights.top(today.owned, OFFERED, today.allowed)
    first = product[:, 0]
    because = weights.because(today.owned, first)
    ids = np.asarray([*today.products, None], dtype=object)
    known = first >= 0
    return pd.DataFrame(
        {
            "next_product_id": ids[first],
            "next_product_probability": chances.of(today.silence, score[:, 0]),
            "next_product_margin": np.where(known, margins[first], np.nan),
            "next_product_because": ids[because],
            "next_products": ["\n".join(ids[row[row >= 0]]) or None for row in product],
        },
        index=today.customers,
    )
