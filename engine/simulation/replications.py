"""How is a scenario run many times, with every scenario under the same luck?

A task is one replication of all scenarios; tasks share nothing but read-only arrays, and their
results are put in order of their numbers, so the digits don't depend on how many processes there
are. joblib spreads them: wrapped in ``joblib.parallel_config(backend=...)`` the same call goes to
other machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.simulation.checks import require_sound
from engine.simulation.fates import Floats
from engine.simulation.ledger import Outcome
from engine.simulation.population import Population
from engine.simulation.prepared import Prepared, prepare
from engine.simulation.run import simulated
from engine.simulation.scenario import Scenario

Watch = Callable[[int], None]


@dataclass(frozen=True)
class Replication:
    """One luck under all scenarios: their books, and the variance that sampling customers adds.

    ``sampling`` (scenario, 4): variance of the discounted margin and of the customers kept, then
    of their differences to the first scenario; 0 where every customer stands for themselves.
    """

    outcomes: tuple[Outcome, ...]
    sampling: Floats


def discounts(scenario: Scenario) -> Floats:
    """Return what one unit of money at the end of each month is worth at the start."""
    months = np.arange(1.0, scenario.horizon_months + 1.0)
    factors: Floats = (1.0 + scenario.discount_rate_per_year) ** (-months / 12.0)
    return factors


def prepared_all(population: Population, scenarios: Sequence[Scenario]) -> tuple[Prepared, ...]:
    """Return all scenarios made ready; those that differ in money and staff only share their arrays."""
    ready: dict[object, Prepared] = {}
    found = []
    for scenario in scenarios:
        key = _lasting_part(scenario)
        if key not in ready:
            ready[key] = prepare(population, scenario)
        found.append(replace(ready[key], scenario=scenario))
    return tuple(found)


def replicated(
    population: Population, scenarios: Sequence[Scenario], numbers: Sequence[int], processes: int = 1
) -> Iterator[Replication]:
    """Yield the replications of these numbers, in order; the first scenario is the base.

    Raises
    ------
    ScenarioRefusedError
        One of the scenarios can't be run, or they differ in horizon or seed.
    """
    require_sound(scenarios, population)
    ready = prepared_all(population, scenarios)
    if processes <= 1 or len(numbers) <= 1:
        return (_one(ready, population, number) for number in numbers)
    return _spread(ready, population, numbers, processes)


def _spread(
    ready: tuple[Prepared, ...], population: Population, numbers: Sequence[int], processes: int
) -> Iterator[Replication]:
    from joblib import Parallel, delayed

    # Large arrays are handed over as files in memory, once, and opened read-only by every process.
    pool = Parallel(n_jobs=processes, return_as="generator", max_nbytes="1M", mmap_mode="r")
    return iter(pool(delayed(_one)(ready, population, number) for number in numbers))


def _one(ready: tuple[Prepared, ...], population: Population, number: int) -> Replication:
    outcomes, contributions = [], []
    for prepared in ready:
        outcome = simulated(prepared, number)
        if population.is_sample:
            contributions.append(_contributions(prepared, outcome))
        # Who left when is only needed for the sampling error; it would be the most of what travels.
        outcomes.append(replace(outcome, left_month=outcome.left_month[:0]))
    return Replication(tuple(outcomes), _sampling(population, contributions, len(ready)))


def _contributions(prepared: Prepared, outcome: Outcome) -> Floats:
    """Return (2, n): each customer's discounted margin, and whether they are kept."""
    months = prepared.scenario.horizon_months
    worth = np.vstack(
        [np.zeros(4), np.cumsum(prepared.price_factor * discounts(prepared.scenario)[:, None], axis=0)]
    )
    own = slice(0, prepared.size)
    stayed = np.minimum(outcome.left_month[own].astype(np.int64), months)
    margin = worth[stayed, prepared.tier[own]] * prepared.margin[own]
    return np.stack([margin, (stayed == months).astype(np.float64)])


def stratified_variance(population: Population, figures: Floats) -> Floats:
    """Return the variance that sampling adds to totals (k,) of what single customers bring, (k, n).

    Of stratified totals (Cochran 1977, 5.6), with finite populations' correction; 0 where every
    customer stands for themselves.
    """
    strata, sizes = population.stratum, population.strata_sizes
    count = np.bincount(strata, minlength=len(sizes)).astype(np.float64)
    scale = np.where(count > 1.0, sizes * (sizes - count) / np.maximum(count, 1.0), 0.0)
    found = np.zeros(len(figures))
    if not population.is_sample:
        return found
    for number, values in enumerate(figures):
        total = np.bincount(strata, values, len(sizes))
        squares = np.bincount(strata, values**2, len(sizes))
        spread = (squares - total**2 / np.maximum(count, 1.0)) / np.maximum(count - 1.0, 1.0)
        found[number] = float((scale * np.maximum(spread, 0.0)).sum())
    return found


def _sampling(population: Population, contributions: list[Floats], scenarios: int) -> Floats:
    """Return, for each scenario, the variance of its figures and of their differences to the first."""
    if not contributions:
        return np.zeros((scenarios, 4))
    return np.array(
        [
            stratified_variance(population, np.concatenate([own, own - contributions[0]]))
            for own in contributions
        ]
    )


def _lasting_part(scenario: Scenario) -> object:
    lasting = max([scenario.warning.horizon_months, *(m.lasting_months for m in scenario.retention.measures)])
    return (
        scenario.horizon_months,
        scenario.seed,
        lasting,
        scenario.warning.horizon_months,
        scenario.warning.auc,
        scenario.failures,
        scenario.care,
        scenario.bindings,
        scenario.acquisition,
        scenario.talk,
        scenario.shocks,
    )
