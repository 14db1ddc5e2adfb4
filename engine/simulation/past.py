"""Would the simulator have been right before: how often did what happened fall into its 90 % band?

Stand at an earlier date, use only what was known then, simulate on, and look at what became of the
same customers. Nothing is fitted anew; the record is shown as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.random import PCG64, Generator

from engine.formulas import Formula
from engine.simulation.fates import Fates, Floats
from engine.simulation.lives import Rows
from engine.simulation.model_error import ModelError
from engine.simulation.population import Population
from engine.simulation.prepared import Prepared, prepare
from engine.simulation.purchasing import Pace
from engine.simulation.replications import stratified_variance
from engine.simulation.run import simulated
from engine.simulation.scenario import Scenario

PAST_BAND = Formula(
    name="simulation_past_band",
    latex=r"y \in \left[Y_{(k)},\ Y_{(R + 1 - k)}\right], \quad k = 0.05\,(R + 1)",
    origin="estimated",
)

LEVEL = 0.90
REPLICATIONS = 59
"""The 3rd smallest and the 3rd largest of so many hold 1 - 6 / 60 = 90 %."""
FIGURES = ("kept", "buyers", "purchases", "margin")
"""Who stayed, who bought at all, days with a purchase, margin; each of the customers known then."""


@dataclass(frozen=True)
class Stand:
    """An earlier date: the customers as known then, and what became of them ``months`` later.

    ``actual`` holds what happened, by ``FIGURES``; what isn't known is NaN or left out. Without
    ``pace`` purchases aren't simulated. ``error`` is how far the models may be off, if that is known;
    ``season`` how much more than an even share the same months held a year before, by figure.
    """

    name: str
    population: Population
    scenario: Scenario
    months: int
    actual: Mapping[str, float]
    pace: Pace | None = None
    error: ModelError | None = None
    season: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PastCheck:
    """One figure of one date: the band, what happened, and whether it fell into it.

    ``luck_low`` and ``luck_high`` are the band that luck alone makes, the models taken as exact.
    ``season`` is no part of any band: it is what was known on the day of the same months a year
    before, over an even share; NaN where it wasn't.
    """

    stand: str
    figure: str
    months: int
    low: float
    middle: float
    high: float
    actual: float
    luck_low: float = math.nan
    luck_high: float = math.nan
    season: float = math.nan

    @property
    def is_inside(self) -> bool:
        """Whether what happened lies within the band."""
        return self.low <= self.actual <= self.high

    @property
    def is_inside_luck(self) -> bool:
        """Whether what happened lies within the band that luck alone makes."""
        return self.luck_low <= self.actual <= self.luck_high


def checks_of(
    stand: Stand, replications: int = REPLICATIONS, watch: Callable[[int], None] | None = None
) -> list[PastCheck]:
    """Return the checks of one date; ``watch`` is told how many of twice the replications are done."""
    luck = _totals(stand, None, replications, watch)
    whole = luck if stand.error is None else _totals(stand, stand.error, replications, watch)
    return [
        _check(stand, name, luck[name], whole[name])
        for name in FIGURES
        if name in luck and not math.isnan(stand.actual.get(name, math.nan))
    ]


def _totals(
    stand: Stand, error: ModelError | None, replications: int, watch: Callable[[int], None] | None
) -> dict[str, Floats]:
    """Return each figure's total in every replication."""
    totals: dict[str, list[float]] = {}
    for number, prepared in enumerate(_prepared(stand, error, replications)):
        scenario, outcome = prepared.scenario, simulated(prepared, number)
        stayed = np.minimum(outcome.left_month[: prepared.size].astype(np.int64), scenario.horizon_months)
        pace = math.exp(error.pace * _shared(scenario, number, "past-pace")) if error else 1.0
        own = _contributions(stand, stayed, pace, number)
        spread = stratified_variance(stand.population, np.array(list(own.values())))
        off = np.sqrt(spread) * _shared(scenario, number, "past-sample")
        for (name, amounts), gap in zip(own.items(), off, strict=True):
            totals.setdefault(name, []).append(float(stand.population.weight @ amounts + gap))
        if watch:
            watch(number + 1 + (replications if error else 0))
    return {name: np.array(found) for name, found in totals.items()}


def _prepared(stand: Stand, error: ModelError | None, replications: int) -> Iterator[Prepared]:
    """Yield what each replication runs on: hazards are off by as much as the models may be."""
    scenario = replace(
        stand.scenario,
        horizon_months=stand.months,
        discount_rate_per_year=0.0,
        acquisition=replace(stand.scenario.acquisition, customers_per_month=0.0),
        shocks=(),
    )
    population = stand.population
    exact = prepare(population, scenario)
    for number in range(replications):
        if error is None or not error.hazard.any():
            yield exact
            continue
        factor = np.exp(error.hazard * _shared(scenario, number, "past-hazard"))
        yield prepare(replace(population, hazard=population.hazard * factor[:, None]), scenario)


def _shared(scenario: Scenario, number: int, purpose: str) -> float:
    """Return a standard normal draw that all customers of a replication share."""
    return float(Fates(scenario.seed, number).normals(purpose, np.zeros(1, dtype=np.uint64))[0])


def _contributions(stand: Stand, stayed: Rows, pace: float, number: int) -> dict[str, Floats]:
    """Return what one customer of each row adds to each figure, shape (n,) each."""
    population, kept = stand.population, (stayed == stand.months).astype(np.float64)
    margin = population.margin_per_month * stayed * pace
    if stand.pace is None:
        return {"kept": kept, "margin": margin}
    rng = Generator(PCG64([stand.scenario.seed, number]))
    own = rng.gamma(stand.pace.shape) / stand.pace.shape
    bought = rng.poisson(own * pace * stand.pace.purchases_per_month * stayed).astype(np.float64)
    if stand.pace.last_purchase is not None:
        chance = np.where(stayed == 0, stand.pace.last_purchase, 1.0) * (stayed < stand.months)
        bought += rng.random(population.size) < chance
    # Many purchases even out: the sum of k has the variation of one over the root of k.
    noise = rng.standard_normal(population.size) * stand.pace.amount_variation
    spent = stand.pace.worth * (bought + noise * np.sqrt(bought))
    return {
        "kept": kept,
        "buyers": (bought > 0).astype(np.float64),
        "purchases": bought,
        "margin": np.where(np.isnan(stand.pace.worth), margin, spent),
    }


def _check(stand: Stand, name: str, luck: Floats, whole: Floats) -> PastCheck:
    tail = 0.5 - LEVEL / 2.0
    # Positions k / (R + 1): between them lies a further value with just that chance.
    low, middle, high = np.quantile(whole, [tail, 0.5, 1.0 - tail], method="weibull").tolist()
    luck_low, luck_high = np.quantile(luck, [tail, 1.0 - tail], method="weibull").tolist()
    return PastCheck(
        stand=stand.name,
        figure=name,
        months=stand.months,
        low=low,
        middle=middle,
        high=high,
        actual=float(stand.actual[name]),
        luck_low=luck_low,
        luck_high=luck_high,
        season=stand.season.get(name, math.nan),
    )
