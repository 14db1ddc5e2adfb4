"""From how many kinds of products does a customer buy, and are these more or fewer than a year before?

Breadth grows beside spending: who buys more of the same spends more, who lets us meet another need buys from
another category. Both are shown apart.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from engine.formulas import Formula
from engine.months import months_before
from engine.purchases import visible_facts

if TYPE_CHECKING:
    import ibis

    from engine.value.basis import History

CATEGORY_BREADTH = Formula(
    name="category_breadth",
    latex=r"\Delta_i = |K_{i,t}| - |K_{i,t-12}|",
)

BREADTHS: Final = ("wider", "same", "narrower")
_MONTHS: Final = 12


def bought_products(transactions: ibis.Table, as_of: dt.date, basis: History) -> ibis.Table:
    """Return who bought which product in which of two years: ``customer_id product_id is_now``, once each."""
    facts = visible_facts(transactions, as_of, basis, also=("product_id",))
    year_ago, before = (months_before(as_of, years * _MONTHS) for years in (1, 2))
    bought = facts.filter(facts.is_purchase, facts.day > before)
    return bought.select(
        customer_id=bought.customer_id, product_id=bought.product_id, is_now=bought.day > year_ago
    ).distinct()


def category_columns(customers: pd.DataFrame, bought: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Return the breadth of each customer, in the customers' order.

    ``categories_12m`` and ``categories_prior_12m``: of how many categories a customer bought in the last 12
    months and in the 12 before, undefined where nothing that was bought has a category, and for all where
    no product has one; ``breadth``, one of ``BREADTHS``, of the same customers as have a growth of spending
    (``development_index``).
    """
    named = products.dropna(subset="category").drop_duplicates("product_id")
    category = named.set_index("product_id")["category"]
    ids, known = customers["customer_id"], bought.assign(category=bought["product_id"].map(category))
    kinds = known.dropna(subset="category").drop_duplicates(["customer_id", "category", "is_now"])
    now, before = (_counts(ids, kinds, known, is_now).to_numpy(dtype=np.float64) for is_now in (True, False))
    is_peer = (customers["spend_change"].notna() & (customers["amount_12m"] > 0)).to_numpy()
    names = np.select([now > before, now == before], BREADTHS[:2], BREADTHS[2])
    breadth = pd.Series(names, index=customers.index, dtype="str")
    return pd.DataFrame(
        {
            "categories_12m": now,
            "categories_prior_12m": before,
            "breadth": breadth.where(is_peer & (now > 0) & (before > 0)),
        },
        index=customers.index,
    )


def _counts(ids: pd.Series[str], kinds: pd.DataFrame, known: pd.DataFrame, is_now: bool) -> pd.Series[float]:
    """Return how many categories each customer bought from in a year, 0 of who bought nothing at all."""
    found: pd.Series[float] = ids.map(kinds[kinds["is_now"] == is_now].groupby("customer_id").size())
    bought = ids.isin(known.loc[known["is_now"] == is_now, "customer_id"])
    return found.mask(found.isna() & ~bought, 0.0) if len(kinds) else found
