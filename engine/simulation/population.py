"""Who lives in the simulation: one row a customer, as the assessment knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.churn.factors import FACTORS, UNCLEAR
from engine.contracts import LIFECYCLE_STAGES, VALUE_TIERS
from engine.errors import ContractBrokenError, NotEnoughDataError
from engine.rescue.causes import NOT_OURS
from engine.simulation.fates import Floats, keyed_uniforms, stream_key

Codes = NDArray[np.int8]

CAUSES = (*FACTORS, UNCLEAR)
"""Of what customers leave here; ``unclear`` where the assessment names no factor."""
DISAPPOINTED = tuple(factor for factor in FACTORS if factor not in NOT_OURS)
"""Causes after which leavers talk."""

NEEDED_COLUMNS = ("value_tier", "lifecycle_stage", "churn_state", "current_value", *SURVIVAL_COLUMNS)
FEWEST_CUSTOMERS = 30
_VALUE_GROUPS = 4
# A survival of exactly 0 would be an infinite hazard; one in a million is as good as gone.
_SMALLEST = 1e-6


@dataclass(frozen=True)
class Rates:
    """What is measured beside the assessment, by value tier where it differs.

    Attributes
    ----------
    complaints_per_month
        Complaints per customer and month, by tier code; tiers that lack are 0.
    switching_cost
        0-1: how much of a rival's pull is taken off.
    reach
        How many times as many people as usual a customer tells.
    """

    complaints_per_month: Mapping[str, float] = field(default_factory=dict)
    switching_cost: float = 0.0
    reach: float = 1.0


@dataclass(frozen=True)
class Population:
    """Customers as arrays of n rows; nothing in them changes.

    Attributes
    ----------
    tier, stage
        Positions in ``VALUE_TIERS`` and ``LIFECYCLE_STAGES`` (-1 unknown).
    margin_per_month
        Money, may be negative.
    hazard
        (n, K): cumulative hazard that month k adds, ``-ln(S_k / S_{k-1})``; the last column holds
        for every later month.
    causes
        (n, 9): the share of each of ``CAUSES`` in the hazard; rows sum to 1.
    complaints_per_month, switching_cost, reach
        As in ``Rates``, per customer.
    weight
        How many customers of the company a row stands for.
    stratum, strata_sizes
        Stratum of each row, and how many customers of the company each stratum has.
    left_out
        How many customers of the assessment are not here, by reason.
    """

    tier: Codes
    stage: Codes
    margin_per_month: Floats
    hazard: Floats
    causes: Floats
    complaints_per_month: Floats
    switching_cost: Floats
    reach: Floats
    weight: Floats
    stratum: NDArray[np.int64]
    strata_sizes: Floats
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.tier)

    @property
    def customers(self) -> float:
        """Return the number of customers that the rows stand for."""
        return float(self.weight.sum())

    @property
    def is_sample(self) -> bool:
        """Whether some row stands for more than itself."""
        return bool((self.weight > 1.0).any())

    def rows(self, where: NDArray[np.int64], weight: Floats) -> Population:
        """Return some of the customers, newly weighted."""
        names = (
            "tier",
            "stage",
            "margin_per_month",
            "hazard",
            "causes",
            "complaints_per_month",
            "switching_cost",
            "reach",
        )
        taken = {name: getattr(self, name)[where] for name in names}
        return Population(
            **taken,
            weight=weight,
            stratum=self.stratum[where],
            strata_sizes=self.strata_sizes,
            left_out=self.left_out,
        )


def population_of(
    customers: pd.DataFrame, rates: Rates | None = None, most: int = 100_000, seed: int = 1
) -> Population:
    """Return the population that an assessment's customer frame describes.

    Customers who have left, or whose survival or tier is undefined, can't be simulated: they are
    counted in ``left_out``. A month brings ``margin_per_month`` (``engine.simulation.month_margin``),
    or without that column a twelfth of the year's value. With more than ``most`` customers a
    stratified, weighted sample stands for them.

    Raises
    ------
    ContractBrokenError
        Columns of ``NEEDED_COLUMNS`` are missing; the parameters name them.
    NotEnoughDataError
        Fewer than 30 customers are left to simulate.
    """
    missing = [name for name in NEEDED_COLUMNS if name not in customers.columns]
    if missing:
        raise ContractBrokenError(
            "error.simulation_columns_missing", columns=", ".join(missing), count=len(missing)
        )
    usable, left_out = _usable(customers)
    if len(usable) < FEWEST_CUSTOMERS:
        raise NotEnoughDataError(
            "error.simulation_too_few_customers",
            count=len(usable),
            needed=FEWEST_CUSTOMERS,
            customers=len(customers),
        )
    return sampled(_arrays(usable, rates or Rates(), left_out), most, seed)


def customers_to_simulate(customers: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of an assessment that a population is made of, in its order (before sampling)."""
    return _usable(customers)[0]


def hazard_of(survival: Floats) -> Floats:
    """Return the cumulative hazard that each month adds; survival (n, K) is made never to rise."""
    falling = np.minimum.accumulate(np.clip(survival, _SMALLEST, 1.0), axis=1)
    hazard: Floats = -np.diff(np.log(falling), axis=1, prepend=0.0)
    # From zero there is nowhere to fall: the month before tells the pace.
    hazard[:, -1] = np.where(falling[:, -1] <= _SMALLEST, np.log(2.0), hazard[:, -1])
    return hazard


def sampled(population: Population, most: int, seed: int) -> Population:
    """Return the population itself, or a stratified sample of about ``most`` of its rows with weights."""
    if population.size <= most:
        return population
    return population.rows(*sample_of(population, most, seed))


def sample_of(population: Population, most: int, seed: int) -> tuple[NDArray[np.int64], Floats]:
    """Return which rows a sample of about ``most`` takes, and how many customers each stands for.

    Strata are tier x quarter of margin; a stratum gets rows in proportion to its size times the
    root mean square of its margins (Neyman's allocation with the margin as the measure of size;
    Cochran 1977, 5.5), at least two, at most all.
    """
    sizes = population.strata_sizes
    # A sample can be sampled again: a stratum then has fewer rows than customers.
    there = np.bincount(population.stratum, minlength=len(sizes)).astype(np.float64)
    squares = np.bincount(population.stratum, population.margin_per_month**2, len(sizes))
    load = sizes * np.sqrt(squares / np.maximum(there, 1.0)) + 1e-12
    wanted = np.clip(np.floor(most * load / load.sum()), 2.0, there)
    order = np.lexsort((_luck(population.size, seed), population.stratum))
    first = np.concatenate([[0], np.cumsum(there)[:-1]])
    rank = np.arange(population.size) - first[population.stratum[order]]
    taken = np.sort(order[rank < wanted[population.stratum[order]]])
    return taken, (sizes / np.maximum(wanted, 1.0))[population.stratum[taken]]


def _luck(size: int, seed: int) -> Floats:
    return keyed_uniforms(stream_key(seed, 0, "sample"), np.arange(size, dtype=np.uint64))


def _usable(customers: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    reasons = {
        "left": customers["churn_state"].eq("left"),
        "no_tier": ~customers["value_tier"].isin(VALUE_TIERS),
        "no_survival": customers[list(SURVIVAL_COLUMNS)].isna().any(axis=1),
        "no_margin": customers["current_value"].isna(),
    }
    remaining = pd.Series(data=True, index=customers.index)
    left_out = {}
    for name, is_out in reasons.items():
        left_out[name] = int((is_out & remaining).sum())
        remaining &= ~is_out
    return customers[remaining], {name: count for name, count in left_out.items() if count}


def _arrays(customers: pd.DataFrame, rates: Rates, left_out: Mapping[str, int]) -> Population:
    n = len(customers)
    tier = pd.Categorical(customers["value_tier"], categories=list(VALUE_TIERS)).codes.astype(np.int8)
    stage = pd.Categorical(customers["lifecycle_stage"], categories=list(LIFECYCLE_STAGES)).codes
    year = customers["current_value"] / 12.0
    margin = customers.get("margin_per_month", year).to_numpy(dtype=np.float64)
    complaints = np.array([rates.complaints_per_month.get(name, 0.0) for name in VALUE_TIERS])
    stratum, sizes = _strata(tier, margin)
    return Population(
        tier=tier,
        stage=stage.astype(np.int8),
        margin_per_month=margin,
        hazard=hazard_of(customers[list(SURVIVAL_COLUMNS)].to_numpy(dtype=np.float64)),
        causes=_causes(customers),
        complaints_per_month=complaints[tier],
        switching_cost=np.full(n, rates.switching_cost),
        reach=np.full(n, rates.reach),
        weight=np.ones(n),
        stratum=stratum,
        strata_sizes=sizes,
        left_out=left_out,
    )


def _causes(customers: pd.DataFrame) -> Floats:
    """Return the cause mix; what the assessment leaves open is unclear, not spread evenly."""
    shares = customers.reindex(columns=[f"cause_share_{name}" for name in FACTORS])
    known = np.clip(shares.to_numpy(dtype=np.float64, na_value=0.0), 0.0, 1.0)
    known = known / np.maximum(known.sum(axis=1, keepdims=True), 1.0)
    return np.column_stack([known, 1.0 - known.sum(axis=1)])


def _strata(tier: Codes, margin: Floats) -> tuple[NDArray[np.int64], Floats]:
    stratum = np.zeros(len(tier), dtype=np.int64)
    for code in range(len(VALUE_TIERS)):
        rows = tier == code
        if rows.any():
            edges = np.unique(np.quantile(margin[rows], np.arange(1, _VALUE_GROUPS) / _VALUE_GROUPS))
            stratum[rows] = code * _VALUE_GROUPS + np.searchsorted(edges, margin[rows], side="left")
    sizes = np.bincount(stratum, minlength=len(VALUE_TIERS) * _VALUE_GROUPS).astype(np.float64)
    return stratum, sizes
