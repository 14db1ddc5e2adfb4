"""How does the base as a whole move: does it grow, come again, stay?"""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula

GROWTH_RATE = Formula(
    name="growth_rate",
    latex=r"g = \frac{\sum_i s_{i,1}}{\sum_i s_{i,0}} - 1, \quad"
    r" \mathrm{se} = \frac{\sqrt{N}\ \mathrm{sd}(s_{i,1} - (1 + g)\,s_{i,0})}{\sum_i s_{i,0}}",
)
RETENTION_RATE = Formula(
    name="retention_rate",
    latex=r"\frac{|\{i : x_{i,0} \ge 1 \wedge x_{i,1} \ge 1\}|}{|\{i : x_{i,0} \ge 1\}|}",
)
REPEAT_PURCHASE_RATE = Formula(
    name="repeat_purchase_rate",
    latex=r"\frac{|\{i : D_i \ge 2\}|}{|\{i : D_i \ge 1\}|}",
)

MINIMUM_CUSTOMERS = 30
MINIMUM_HISTORY_MONTHS = 24
Z_95 = 1.959963984540054


def share_estimate(count: int, n: int, needed: int = MINIMUM_CUSTOMERS) -> Estimate:
    """Return ``count / n`` with Wilson's 95 % interval; undefined below ``needed`` customers.

    Source: Wilson (1927), JASA 22, p. 209-212; in the form of Newcombe (1998), method 3.
    """
    if n < needed:
        return Estimate(math.nan, n=n, needed=needed)
    share, square = count / n, Z_95**2 / n
    middle = (share + square / 2) / (1 + square)
    half = Z_95 * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), n=n, needed=needed)


def growth_rate(customers: pd.DataFrame, history_months: int) -> Estimate:
    """Return by how much the sales of 12 months changed on the 12 before, with its 95 % interval.

    The interval is what another draw of like customers would give. Customers count who bought in
    either year. Undefined with less than 24 months of history, too few customers, or no sales in
    the year before.
    """
    bought = customers[(customers["purchase_days_12m"] > 0) | (customers["purchase_days_prior_12m"] > 0)]
    n, before = len(bought), float(bought["amount_prior_12m"].sum())
    if history_months < MINIMUM_HISTORY_MONTHS or n < MINIMUM_CUSTOMERS or before <= 0:
        return Estimate(math.nan, n=n, needed=MINIMUM_CUSTOMERS)
    rate = float(bought["amount_12m"].sum()) / before - 1.0
    # What a customer spends beyond the common growth; its spread over customers makes the interval.
    rest = (bought["amount_12m"] - (1.0 + rate) * bought["amount_prior_12m"]).to_numpy(dtype=np.float64)
    half = Z_95 * math.sqrt(n) * float(rest.std(ddof=1)) / before
    return Estimate(rate, rate - half, rate + half, n=n, needed=MINIMUM_CUSTOMERS)


def retention_rate(customers: pd.DataFrame, history_months: int) -> Estimate:
    """Return the share of the buyers of the 12 months before that bought in the last 12 as well."""
    before = customers["purchase_days_prior_12m"] > 0
    n = int(before.sum())
    if history_months < MINIMUM_HISTORY_MONTHS:
        return Estimate(math.nan, n=n, needed=MINIMUM_CUSTOMERS)
    return share_estimate(int((before & (customers["purchase_days_12m"] > 0)).sum()), n)


def contract_retention_rate(customers: pd.DataFrame, year_ago: dt.date) -> Estimate:
    """Return the share of the customers bound by contract a year ago that still are."""
    start, end = customers["contract_start_day"], customers["contract_end_day"]
    bound = (start <= pd.Timestamp(year_ago)) & ~(end <= pd.Timestamp(year_ago))
    return share_estimate(int((bound & end.isna()).sum()), int(bound.sum()))


def repeat_purchase_rate(customers: pd.DataFrame) -> Estimate:
    """Return the share of all buyers so far that bought on a second day."""
    return share_estimate(
        int((customers["purchase_days"] >= 2).sum()), int(customers["purchase_days"].count())
    )
