"""What does a company look like whose figures are all known: for proofs and benchmarks?"""

from __future__ import annotations

import numpy as np

from engine.assessment_columns import SURVIVAL_MONTHS
from engine.contracts import LIFECYCLE_STAGES, VALUE_TIERS
from engine.simulation.fates import Fates
from engine.simulation.population import Population
from engine.simulation.scenario import ByTier, Failures, Measure, Retention, Scenario, Staff

_SHARES = np.array([0.15, 0.20, 0.30, 0.35])
_MARGINS = np.array([120.0, 60.0, 25.0, 10.0])
_HAZARDS = np.array([0.015, 0.020, 0.030, 0.040])
_CAUSES = np.array([0.15, 0.10, 0.25, 0.15, 0.05, 0.15, 0.03, 0.07, 0.05])


def example_population(size: int, seed: int = 1, complaints_per_month: float = 0.004) -> Population:
    """Return customers in four tiers; hazards differ between them and fall with time, margins are skew."""
    fates, keys = Fates(seed, 0), np.arange(size, dtype=np.uint64)
    tier = np.searchsorted(np.cumsum(_SHARES), fates.uniforms("example-tier", keys)).astype(np.int8)
    margin = _MARGINS[tier] * np.exp(0.5 * fates.normals("example-margin", keys) - 0.125)
    level = _HAZARDS[tier] * fates.exponentials("example-hazard", keys)
    stage = (fates.uniforms("example-stage", keys) * len(LIFECYCLE_STAGES)).astype(np.int8)
    falling = 0.5 + 0.5 * np.exp(-np.arange(SURVIVAL_MONTHS) / 12.0)
    return Population(
        tier=tier,
        stage=stage,
        margin_per_month=margin,
        hazard=level[:, None] * falling,
        causes=np.tile(_CAUSES / _CAUSES.sum(), (size, 1)),
        complaints_per_month=np.full(size, complaints_per_month),
        switching_cost=np.full(size, 0.2),
        reach=np.ones(size),
        weight=np.ones(size),
        stratum=tier.astype(np.int64),
        strata_sizes=np.bincount(tier, minlength=len(VALUE_TIERS)).astype(np.float64),
    )


def example_scenario(customers: float, budget_per_customer: float = 0.1) -> Scenario:
    """Return a scenario with offers, complaints and talk, staffed for so many customers."""
    return Scenario(
        retention=Retention(
            budget_per_month=budget_per_customer * customers,
            split=ByTier(0.4, 0.3, 0.2, 0.1),
            measures=(Measure(contact_cost=5.0, offer_cost=20.0),),
        ),
        failures=Failures(complaint_share=0.2),
        desk=Staff(agents=max(1, round(customers / 20_000)), hours_per_case=1.0),
        team=Staff(agents=max(1, round(customers / 10_000)), hours_per_case=0.5),
    )
