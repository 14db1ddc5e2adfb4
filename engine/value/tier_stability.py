"""How firmly does each customer sit in their tier, and how many would change it by a little chance?

The last twelve months are weighted anew many times, each month by how much it happens to count, and
potential value is moved within its own interval. The cut-offs are found again each time. Whoever
keeps the tier in most of the draws sits firmly; who doesn't stands at a border, and two assessments
may tell them apart by nothing but luck.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.random import default_rng
from numpy.typing import NDArray

from engine.cards import Card, enough
from engine.contracts import VALUE_TIERS
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.months import months_before
from engine.purchases import UNITS, visible_facts
from engine.rates import Z_95
from engine.value.concentration import value_cutoff

if TYPE_CHECKING:
    import ibis

    from engine.value.basis import History

Floats = NDArray[np.float64]

TIER_KEEP_PROBABILITY = Formula(
    name="tier_keep_probability",
    latex=r"\frac1B \sum_{b=1}^{B} \mathbf 1\left[g\left(\textstyle\sum_{m=1}^{12} w_{bm} V_{im},\ "
    r"P_i + \sigma_i \varepsilon_b\right) = g_i\right], \quad "
    r"\frac{w_b}{12} \sim \mathrm{Dirichlet}(1, \dots, 1)",
    origin="estimated",
)

MONTHS = 12
FIRM = 0.80
MINIMUM_CUSTOMERS = 30
MONTH_COLUMNS = [f"value_{month:02d}" for month in range(1, MONTHS + 1)]
_DRAWS = 100


@dataclass(frozen=True)
class TierStability:
    """How firmly customers sit.

    ``keep_probability`` (0-1) is NaN without a tier, shape (n,). ``changing`` is the number of
    customers who would stand in another tier, with the interval over the draws. ``flows`` has
    ``tier``, ``other`` and ``customers``: how many of a tier are in which on average.
    """

    keep_probability: Floats
    changing: Estimate
    flows: pd.DataFrame


def month_values(transactions: ibis.Table, as_of: dt.date, basis: History) -> ibis.Table:
    """Return one row a customer: value of each of the twelve months up to ``as_of``, the latest first.

    Columns ``customer_id`` and ``MONTH_COLUMNS``; their sum is ``current_value``.
    """
    facts = visible_facts(transactions, as_of, basis)
    year = facts.filter(facts.day > months_before(as_of, MONTHS))
    sums = {}
    for number, name in enumerate(MONTH_COLUMNS):
        newest, oldest = months_before(as_of, number), months_before(as_of, number + 1)
        within = (year.day > oldest) & (year.day <= newest)
        sums[name] = year.value.sum(where=within).coalesce(0) / float(UNITS)
    return year.group_by("customer_id").aggregate(**sums).order_by("customer_id")


def tier_stability(
    customers: pd.DataFrame, months: pd.DataFrame, value_share: float, seed: int = 1, draws: int = _DRAWS
) -> TierStability:
    """Return how firmly the customers of an assessment sit in their tiers.

    Parameters
    ----------
    customers
        ``customer_id``, ``value_tier``, ``potential_value`` with ``_low`` and ``_high``, ``peers_count``.
    months
        What ``month_values`` answers; customers without a row had no value in the year.
    value_share
        Cut-off of the value matrix (0-1), as in the assessment's settings.
    """
    found = months.set_index("customer_id")[MONTH_COLUMNS].reindex(customers["customer_id"])
    values = found.fillna(0.0).to_numpy(dtype=np.float64)
    own = _codes(customers["value_tier"])
    rng = default_rng(seed)
    potential = _Potential.of(customers)
    kept, changed = np.zeros(len(customers)), np.zeros(draws)
    tiers = len(VALUE_TIERS)
    flows = np.zeros(tiers * tiers)
    known = own >= 0
    for draw in range(draws):
        current = values @ (rng.dirichlet(np.ones(MONTHS)) * MONTHS)
        now = _tiers(current, potential.drawn(rng), value_share)
        same = now == own
        kept += same
        changed[draw] = float((known & ~same).sum())
        flows += np.bincount(own[known] * tiers + now[known], minlength=tiers * tiers) / draws
    probability = np.where(known, kept / draws, np.nan)
    return TierStability(
        probability, _changing(changed, int(known.sum())), _flow_table(flows.reshape(tiers, tiers))
    )


def assessment_columns(
    customers: pd.DataFrame, months: pd.DataFrame, value_share: float, seed: int = 1
) -> tuple[pd.DataFrame, dict[str, Estimate], Card]:
    """Return the column ``tier_keep_probability``, the figure ``tier_changes`` and the card.

    ``customers`` are an assessment's rows with their tiers, ``months`` the answer to ``month_values``.
    """
    with_tier = int(customers["value_tier"].notna().sum())
    card = enough("tier_stability", with_tier, MINIMUM_CUSTOMERS, {"customers": with_tier})
    if card.status != "ok":
        undefined = Estimate(math.nan, n=with_tier, needed=MINIMUM_CUSTOMERS)
        empty = pd.DataFrame({"tier_keep_probability": np.nan}, index=customers.index)
        return empty, {"tier_changes": undefined}, card
    found = tier_stability(customers, months, value_share, seed)
    column = pd.DataFrame({"tier_keep_probability": found.keep_probability}, index=customers.index)
    firm = int((found.keep_probability >= FIRM).sum())
    said = Card("tier_stability", "ok", {**card.facts, "firm": firm, "firm_share": firm / with_tier})
    return column, {"tier_changes": found.changing}, said


@dataclass(frozen=True)
class _Potential:
    """Potential value with its error; customers matched with the same peers share one error."""

    value: Floats
    error: Floats
    cell: NDArray[np.int64]

    @classmethod
    def of(cls, customers: pd.DataFrame) -> _Potential:
        value = customers["potential_value"].to_numpy(dtype=np.float64)
        high = customers["potential_value_high"].to_numpy(dtype=np.float64)
        # The lower end is cut at zero, so the upper one tells the width.
        error = np.nan_to_num((high - value) / Z_95)
        peers = customers["peers_count"].fillna(-1.0).to_numpy(dtype=np.float64)
        _, cell = np.unique(peers, return_inverse=True)
        return cls(value, error, cell.reshape(-1).astype(np.int64))

    def drawn(self, rng: np.random.Generator) -> Floats:
        """Return potential values as other peers might have told them."""
        luck = rng.standard_normal(int(self.cell.max(initial=0)) + 1)
        values: Floats = np.maximum(self.value + self.error * luck[self.cell], 0.0)
        return values


def _tiers(current: Floats, potential: Floats, share: float) -> NDArray[np.int64]:
    """Return each customer's tier as its number among ``VALUE_TIERS``; -1 without a potential value."""
    high = (current > 0) & (current >= value_cutoff(current, share))
    growing = (potential > 0) & (potential >= value_cutoff(potential, share))
    tiers = np.select([high & growing, high, growing], [0, 1, 2], 3)
    return np.where(np.isnan(potential), -1, tiers).astype(np.int64)


def _codes(tiers: pd.Series[str]) -> NDArray[np.int64]:
    return pd.Categorical(tiers, categories=VALUE_TIERS).codes.astype(np.int64)


def _changing(changed: Floats, n: int) -> Estimate:
    low, high = np.quantile(changed, [0.025, 0.975])
    return Estimate(float(changed.mean()), float(low), float(high), n=n, needed=MINIMUM_CUSTOMERS)


def _flow_table(flows: Floats) -> pd.DataFrame:
    rows = [
        {"tier": tier, "other": other, "customers": float(flows[at, to])}
        for at, tier in enumerate(VALUE_TIERS)
        for to, other in enumerate(VALUE_TIERS)
    ]
    return pd.DataFrame(rows)
