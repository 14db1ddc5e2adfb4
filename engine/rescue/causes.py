"""Which of the eight factors make a leaver who talks, and what is known where a customer's own cause isn't?

The factors and their reference counts are those of Keaveney, S. M. (1995), Customer switching
behavior in service industries, Journal of Marketing 59(2), 71-82.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.churn.cause_mix import factor_shares, last_words, said_on_leaving
from engine.churn.factors import FACTORS

Floats = NDArray[np.float64]

NOT_OURS = frozenset({"competition", "involuntary"})
"""Factors that the company doesn't control; who leaves for one of them isn't disappointed with it."""

CAUSE_SHARE_COLUMNS = tuple(f"cause_share_{factor}" for factor in FACTORS)

# Shares of 468 incidents that name the factor (Keaveney 1995, table 2); an incident may name several.
_REFERENCE = np.array([30.0, 20.0, 44.0, 34.0, 17.0, 10.0, 7.0, 6.0])
MINIMUM_EXITS = 30


def cause_mix(exits: pd.DataFrame) -> tuple[Floats, bool]:
    """Return the share of each factor among recorded exits, and whether it is the company's own.

    Below ``MINIMUM_EXITS`` exits with a cause it is the reference of Keaveney (1995). An exit with
    several causes counts for each of them by its share.
    """
    own = factor_shares(exits["causes"])
    if len(own) < MINIMUM_EXITS:
        return _REFERENCE / _REFERENCE.sum(), False
    return own.to_numpy(dtype=np.float64).mean(axis=0), True


def cause_shares(customers: pd.DataFrame, mix: Floats, exits: pd.DataFrame | None = None) -> Floats:
    """Return each customer's cause shares, shape (n, 8), rows summing to one.

    Who has left and said why has the causes of their last exit. Where a customer's own are unknown,
    or the frame has none, it is ``mix``.
    """
    found = np.tile(mix, (len(customers), 1))
    if set(CAUSE_SHARE_COLUMNS) <= set(customers.columns):
        shares = np.maximum(customers[list(CAUSE_SHARE_COLUMNS)].to_numpy(dtype=np.float64), 0.0)
        total = shares.sum(axis=1, keepdims=True)
        known = np.isfinite(total) & (total > 0)
        found = np.where(known, shares / np.where(known, total, 1.0), mix)
    return found if exits is None or exits.empty else _as_said(found, customers, exits)


def _as_said(shares: Floats, customers: pd.DataFrame, exits: pd.DataFrame) -> Floats:
    words = last_words(exits.sort_values("day", kind="stable"), "customer_id")
    left = customers["churn_state"].eq("left").to_numpy(dtype=bool)
    said, own = said_on_leaving(words, pd.Index(customers["customer_id"]), left)
    shares = shares.copy()
    shares[said] = own
    return shares
