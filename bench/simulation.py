"""How many customer-months does the simulator live through in a second?

    OMP_NUM_THREADS=1 python bench/simulation.py [customers]

100,000 customers with 2 % complaints and 2 % offers a month; sweep, desk, team, scaled hazards and
talk running. Counted are customers at the start x months. Then the same model as one SimPy process
a customer, and 36 months x 30 replications x 2 scenarios on two processes. Times are of the
processor where one process is measured, and of the clock where two are.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.simulation_reference import Reference
from engine.simulation.example import example_population, example_scenario
from engine.simulation.prepared import prepare
from engine.simulation.run import simulated
from engine.simulation.scenario import ByTier, Scenario
from engine.simulation.simulate import Question, simulate

MONTHS = 36


def busy_scenario(customers: int) -> Scenario:
    """2 % of the customers complain in a month, and 2 % get an offer."""
    scenario = example_scenario(customers)
    per_100_000 = customers / 100_000
    return replace(
        scenario,
        horizon_months=MONTHS,
        failures=replace(scenario.failures, complaint_share=0.5),
        desk=replace(scenario.desk, agents=max(1, round(15 * per_100_000))),
        team=replace(scenario.team, agents=max(1, round(8 * per_100_000))),
        warning=replace(scenario.warning, threshold=0.05),
        retention=replace(
            scenario.retention, budget_per_month=0.25 * customers, split=ByTier.same(0.25), pause_months=6
        ),
    )


def processor_seconds(work, *arguments) -> tuple[float, object]:
    began = time.process_time()
    done = work(*arguments)
    return time.process_time() - began, done


def one_core(customers: int) -> float:
    population = example_population(customers, complaints_per_month=0.02)
    seconds, prepared = processor_seconds(prepare, population, busy_scenario(customers))
    print(f"made ready in {seconds:.2f} s")
    best = float("inf")
    for replication in range(5):
        seconds, outcome = processor_seconds(simulated, prepared, replication)
        best = min(best, seconds)
    start = outcome.flow("start").sum()
    for name in ("complaints", "offers"):
        print(f"{name} a month: {100 * outcome.flow(name).sum() / start:.2f} % of the active")
    print(f"one replication: {best:.2f} s, {customers * MONTHS / best / 1e6:.2f} million customer-months/s")
    return customers * MONTHS / best


def reference(customers: int) -> float:
    population = example_population(customers, complaints_per_month=0.02)
    prepared = prepare(population, busy_scenario(customers))
    model = Reference(prepared, 0)
    seconds, _ = processor_seconds(model.run)
    speed = customers * MONTHS / seconds
    print(f"one process a customer ({customers:,}): {seconds:.2f} s, {speed / 1e6:.3f} million/s")
    return speed


def two_processes(customers: int) -> None:
    population = example_population(customers, complaints_per_month=0.02)
    base = busy_scenario(customers)
    double = replace(
        base, retention=replace(base.retention, budget_per_month=2 * base.retention.budget_per_month)
    )
    began = time.perf_counter()
    results = simulate(Question(population, (base, double), processes=2), 30)
    seconds = time.perf_counter() - began
    print(
        f"{customers:,} x {MONTHS} x 30 x 2 on two processes: {seconds:.1f} s, {results.difference('npv', 1)}"
    )


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    speed = one_core(size)
    print(f"against one process a customer: {speed / reference(size // 5):.1f} x")
    two_processes(size)
