"""How do we know that the simulator is right? Proofs that anyone can run again, with their figures.

Each returns checks: what was simulated, what it should be, how far they may differ, whether they do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from engine.formulas import Formula
from engine.simulation.example import example_population, example_scenario
from engine.simulation.fates import Fates, Floats
from engine.simulation.population import Population
from engine.simulation.queueing import (
    QueueRun,
    erlang_c_wait,
    looped_wait,
    waits_of_desk,
    waits_of_loop,
)
from engine.simulation.replications import discounts
from engine.simulation.results import Results
from engine.simulation.scenario import ByTier, Scenario, Staff, quiet
from engine.simulation.simulate import Question, simulate
from engine.simulation.working_hours import WorkingHours

VARIANCE_RATIO = Formula(
    name="simulation_variance_ratio",
    latex=r"\frac{\mathrm{Var}(Y_{\text{base}}) + \mathrm{Var}(Y_{\text{scenario}})}"
    r"{\mathrm{Var}(Y_{\text{scenario}} - Y_{\text{base}})}",
    origin="estimated",
)
SIMULATED_SURVIVAL = Formula(
    name="simulation_survival",
    latex=r"E[N_m] = \sum_i S_i(m), \quad"
    r" E[V] = \sum_i \sum_{m=1}^{M} \frac{\bar m_i\,S_i(m)}{(1 + d)^{m/12}}",
    origin="estimated",
)

_SIGMAS = 4.0


@dataclass(frozen=True)
class Check:
    """One comparison: ``simulated`` against ``expected``; ``allowed`` is the largest difference."""

    name: str
    case: str
    simulated: float
    expected: float
    allowed: float
    holds: bool

    @property
    def message_id(self) -> str:
        """Return the id of what is compared."""
        return f"simulation.proof.{self.name}"


@dataclass(frozen=True)
class Effort:
    """How much a proof computes: small for a test, large for who wants to be sure."""

    customers: int = 5_000
    replications: int = 30
    queues: QueueRun = field(default_factory=QueueRun)
    agents: tuple[int, ...] = (1, 3, 8)
    loads: tuple[float, ...] = (0.5, 0.8, 0.95)
    seed: int = 1


def closed_forms(effort: Effort) -> list[Check]:
    """Survival and value without measures, talk and queues equal the hazard model's, at 24 and 60 months."""
    population = example_population(effort.customers, effort.seed, complaints_per_month=0.0)
    checks = []
    for months in (24, 60):
        scenario = replace(quiet(_scenario(effort)), horizon_months=months)
        results = simulate(Question(population, (scenario,)))
        alive = _survival(population, months)
        value = ((alive * population.margin_per_month).sum(axis=1) * discounts(scenario)).sum()
        checks.append(_within_error("survival", f"{months}", results, "kept", float(alive[-1].sum())))
        checks.append(_within_error("value", f"{months}", results, "npv", float(value)))
    return checks


def erlang_c(effort: Effort) -> list[Check]:
    """The plain loop's mean waits equal Erlang C's within 2 %, for each load and size."""
    checks = []
    for agents in effort.agents:
        for load in effort.loads:
            expected = erlang_c_wait(agents, load)
            found = looped_wait(agents, load, effort.queues, effort.seed).value
            allowed = 0.02 * expected
            case = f"c = {agents}, load {load:g}"
            checks.append(Check("erlang_c", case, found, expected, allowed, abs(found - expected) <= allowed))
    return checks


def desk_equals_loop(effort: Effort) -> list[Check]:
    """The SimPy desk's waits equal the loop's with the same arrivals and service times, one by one."""
    checks = []
    for agents in effort.agents:
        for load in effort.loads:
            fates, keys = Fates(effort.seed, agents), np.arange(5_000, dtype=np.uint64)
            arrivals = np.cumsum(fates.exponentials("gap", keys)) / (24.0 * agents * load)
            hours = fates.exponentials("service", keys)
            gap = np.abs(waits_of_desk(arrivals, hours, agents) - waits_of_loop(arrivals, hours, agents))
            checks.append(
                Check(
                    "desk_loop",
                    f"c = {agents}, load {load:g}",
                    float(gap.max()),
                    0.0,
                    1e-8,
                    bool(gap.max() <= 1e-8),
                )
            )
    return checks


def books_balance(effort: Effort) -> list[Check]:
    """Customers and cash balance in every month and tier, with everything switched on."""
    population = example_population(effort.customers, effort.seed)
    scenario = replace(_scenario(effort), replications=3)
    scenario = replace(
        scenario,
        acquisition=replace(
            scenario.acquisition, customers_per_month=effort.customers / 100.0, cost_per_customer=30.0
        ),
        care=replace(scenario.care, touches_per_month=ByTier(1.0, 0.5, 0.2, 0.0)),
        complaints=replace(scenario.complaints, mean_claim=50.0),
        desk=replace(scenario.desk, cost_per_agent_month=3_000.0),
    )
    results = simulate(Question(population, (scenario,)))
    worst = dict.fromkeys(("customers", "carried", "causes", "cash", "complaints"), 0.0)
    for tier in range(4):
        for name, gap in _gaps(results, scenario, tier).items():
            worst[name] = max(worst[name], gap)
    return [Check("books", name, gap, 0.0, 1e-6, gap <= 1e-6) for name, gap in worst.items()]


def laws(effort: Effort) -> list[Check]:
    """No effect gains nothing and costs its price; demand and agents move waits the right way."""
    population = example_population(effort.customers, effort.seed)
    base = replace(_scenario(effort), replications=5)
    none = replace(base, retention=replace(base.retention, budget_per_month=0.0))
    measure = replace(base.retention.measures[0], success_probability=0.0)
    useless = replace(base, retention=replace(base.retention, measures=(measure,)))
    results = simulate(Question(population, (none, useless)))
    gained = float(np.abs(results.totals("margin", 1) - results.totals("margin", 0)).max())
    lost = results.difference("npv", 1).value + results.difference("spend", 1).value
    return [
        Check("no_effect", "gain", gained, 0.0, 0.0, gained == 0.0),
        Check("no_effect", "price", lost, 0.0, 1e-6, abs(lost) <= 1e-6),
        *_waits(population, base),
        _discounting(population, base),
    ]


def shared_luck(effort: Effort) -> list[Check]:
    """Common random numbers: variance of a difference at least 50 and 20 times smaller than independent."""
    population = example_population(effort.customers, effort.seed)
    base = _scenario(effort)
    double = replace(
        base, retention=replace(base.retention, budget_per_month=2.0 * base.retention.budget_per_month)
    )
    better = replace(base.retention.measures[0], success_probability=0.35)
    surer = replace(base, retention=replace(base.retention, measures=(better,)))
    results = simulate(Question(population, (base, double, surer)))
    checks = []
    for number, case in ((1, "budget x 2"), (2, ".30 - .35")):
        for name, least in (("npv", 50.0), ("kept", 20.0)):
            found = variance_ratio(results, name, number)
            checks.append(Check("shared_luck", f"{name}, {case}", found, least, 0.0, found >= least))
    return checks


def same_digits(effort: Effort) -> list[Check]:
    """One, two and four processes give the same digits; a twin differs by 0; another seed differs."""
    population = example_population(min(effort.customers, 2_000), effort.seed)
    base = replace(_scenario(effort), replications=6)
    double = replace(
        base, retention=replace(base.retention, budget_per_month=2.0 * base.retention.budget_per_month)
    )
    runs = {count: simulate(Question(population, (base, double, base), count)) for count in (1, 2, 4)}
    checks = []
    for count in (2, 4):
        gap = float(np.abs(runs[count].flows - runs[1].flows).max())
        checks.append(Check("same_digits", f"{count}", gap, 0.0, 0.0, gap == 0.0))
    twin = runs[1].difference("npv", 2)
    checks.append(
        Check("twin", "npv", twin.high - twin.low + abs(twin.value), 0.0, 0.0, twin.value == 0.0 == twin.high)
    )
    other = simulate(Question(population, (replace(base, seed=base.seed + 1),)), 1).figure("npv").value
    first = float(runs[1].totals("npv", 0)[0])
    checks.append(Check("other_seed", "npv", other, first, 0.0, other != first))
    return checks


PROOFS: dict[str, Callable[[Effort], list[Check]]] = {
    "closed_forms": closed_forms,
    "erlang_c": erlang_c,
    "desk_equals_loop": desk_equals_loop,
    "books_balance": books_balance,
    "laws": laws,
    "shared_luck": shared_luck,
    "same_digits": same_digits,
}
"""Proofs by name, in the order in which a page shows them."""


def variance_ratio(results: Results, name: str, scenario: int) -> float:
    """Return how many times independent runs would make the difference to the base noisier."""
    base, other = results.totals(name, 0), results.totals(name, scenario)
    paired = float((other - base).var(ddof=1))
    independent = float(base.var(ddof=1) + other.var(ddof=1))
    return independent / paired if paired > 0 else float("inf")


def _gaps(results: Results, scenario: Scenario, tier: int) -> dict[str, float]:
    """Return by how much the books of a tier are out in their worst month."""

    def of(name: str) -> Floats:
        return results.monthly(name, 0, tier)

    closing = of("start") + of("won") - of("left") - of("active")
    causes = results.left[:, 0, :, tier].sum(axis=2) - of("left")
    ended = np.cumsum(of("complaints") - of("answered") - of("unanswered") - of("dropped"), axis=1)
    measure, care = scenario.retention.measures[0], scenario.care
    # Each payment once more, from what was counted and what it costs.
    staff = scenario.desk.agents * scenario.desk.cost_per_agent_month
    everyone = results.monthly("start", 0)
    paid = {
        "offer_spend": of("offers") * measure.contact_cost + of("accepted") * measure.offer_cost,
        "care_spend": of("active") * care.touches_per_month.numbers[tier] * care.cost_per_touch,
        "acquisition_spend": of("won") * scenario.acquisition.cost_per_customer,
        "staff_spend": staff * of("start") / everyone,
    }
    cash = of("margin") - of("compensation_spend") - sum(paid.values()) - of("net")
    return {
        "customers": float(np.abs(closing).max()),
        "carried": float(np.abs(of("start")[:, 1:] - of("active")[:, :-1]).max()),
        "causes": float(np.abs(causes).max()),
        "complaints": float(np.maximum(-ended, 0.0).max()),
        "cash": float(np.abs(cash).max()),
    }


def _scenario(effort: Effort) -> Scenario:
    scenario = example_scenario(effort.customers)
    return replace(scenario, seed=effort.seed, replications=effort.replications)


def _survival(population: Population, months: int) -> Floats:
    known = population.hazard.shape[1]
    hazard = population.hazard[:, np.minimum(np.arange(months), known - 1)].T
    survival: Floats = np.exp(-np.cumsum(hazard, axis=0))
    return survival


def _within_error(name: str, case: str, results: Results, figure: str, expected: float) -> Check:
    """Allow four standard errors: by chance alone one check in 16,000 would miss."""
    values = results.totals(figure, 0)
    allowed = _SIGMAS * float(values.std(ddof=1)) / np.sqrt(len(values))
    found = float(values.mean())
    return Check(name, case, found, expected, allowed, abs(found - expected) <= allowed)


def _waits(population: Population, base: Scenario) -> list[Check]:
    # Two agents who are busy nine tenths of their time.
    hours = WorkingHours(base.desk.hours_per_day, base.desk.days_per_week).hours_per_month
    complaints = float((population.complaints_per_month * population.weight).sum())
    busy = replace(base, desk=Staff(agents=2, hours_per_case=0.9 * 2 * hours / complaints))
    busier = replace(busy, failures=replace(busy.failures, frequency_factor=1.2))
    staffed = replace(busy, desk=replace(busy.desk, agents=3))
    results = simulate(Question(population, (busy, busier, staffed)))
    waits = [results.figure("waiting_days", number).value for number in range(3)]
    return [
        Check("more_demand", "waiting_days", waits[1], waits[0], 0.0, waits[1] >= waits[0]),
        Check("more_agents", "waiting_days", waits[2], waits[0], 0.0, waits[2] <= waits[0]),
    ]


def _discounting(population: Population, base: Scenario) -> Check:
    halved = replace(base, discount_rate_per_year=0.5 * base.discount_rate_per_year)
    results = simulate(Question(population, (base, halved)))
    full, half = results.figure("npv", 0).value, results.figure("npv", 1).value
    return Check("discounting", "npv", half, full, 0.0, half >= full > 0.0)
