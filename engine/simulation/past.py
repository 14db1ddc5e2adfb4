"""Would the simulator have been right before: how often did what happened fall into its 90 % band?

Stand at an earlier date, use only what was known then, simulate on, and look at what became of the
same customers. Nothing is fitted anew; the record is shown as it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.formulas import Formula
from engine.simulation.fates import Floats
from engine.simulation.population import Population
from engine.simulation.scenario import Scenario
from engine.simulation.simulate import Question, simulate

PAST_BAND = Formula(
    name="simulation_past_band",
    latex=r"y \in \left[q_{0.05}(Y_1 \dots Y_R),\ q_{0.95}(Y_1 \dots Y_R)\right]",
    source="Coverage of a predictive interval; Gneiting, Balabdaoui & Raftery (2007), JRSS B 69(2)",
    origin="estimated",
)

LEVEL = 0.90


@dataclass(frozen=True)
class Stand:
    """An earlier date: the customers as known then, and what became of them ``months`` later.

    ``still_customers`` is how many of the population are customers at the end, ``margin`` what they
    brought in between; NaN where that isn't known.
    """

    name: str
    population: Population
    scenario: Scenario
    months: int
    still_customers: float
    margin: float = math.nan


@dataclass(frozen=True)
class PastCheck:
    """One figure of one date: the band, what happened, and whether it fell into it."""

    stand: str
    figure: str
    months: int
    low: float
    middle: float
    high: float
    actual: float

    @property
    def is_inside(self) -> bool:
        """Whether what happened lies within the band."""
        return self.low <= self.actual <= self.high


def past_record(stands: Sequence[Stand], replications: int = 50) -> list[PastCheck]:
    """Return a check for each figure of each date, misses included.

    New customers are left out on both sides: the question is what became of those known then.
    """
    checks = []
    for stand in stands:
        scenario = replace(
            stand.scenario,
            horizon_months=stand.months,
            discount_rate_per_year=0.0,
            acquisition=replace(stand.scenario.acquisition, customers_per_month=0.0),
            shocks=(),
        )
        results = simulate(Question(stand.population, (scenario,)), replications)
        figures = {"kept": stand.still_customers, "margin": stand.margin}
        checks += [
            _check(stand, name, results.totals(name, 0), actual)
            for name, actual in figures.items()
            if not math.isnan(actual)
        ]
    return checks


def covered_share(checks: Sequence[PastCheck]) -> float:
    """Return the share of checks whose truth fell into the band; NaN without any."""
    return float(np.mean([check.is_inside for check in checks])) if checks else math.nan


def _check(stand: Stand, name: str, simulated: Floats, actual: float) -> PastCheck:
    low, middle, high = np.quantile(simulated, [0.5 - LEVEL / 2.0, 0.5, 0.5 + LEVEL / 2.0])
    return PastCheck(stand.name, name, stand.months, float(low), float(middle), float(high), actual)
