"""How many customer-months does the simulator live through in a second, and when is there an answer?

    OMP_NUM_THREADS=1 python bench/simulation.py [core|processes|first] [--customers 100000]

``core``: 100,000 customers with 2 % complaints and 2 % offers a month; sweep, desk, team, scaled
hazards and talk running. Counted are customers at the start x months. Then the same model as one SimPy
process a customer. ``processes``: 36 months x 30 replications x 2 scenarios on two processes, with the
most memory that one of them held. ``first``: the sample company, brought in and assessed in a home of
its own; how long until its population is there, for the first time and again, and until two, ten and
twenty replications of today and of twice the budget are. Without a word, all three. Times are of the
processor where one process is measured, and of the clock too where two are or where somebody waits.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
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
    memory()


def memory() -> None:
    # Processes that ended are counted; Linux tells kilobytes.
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True)
    peaks = {
        "this process": resource.RUSAGE_SELF,
        "the largest of the others": resource.RUSAGE_CHILDREN,
    }
    for name, who in peaks.items():
        print(f"most memory of {name}: {resource.getrusage(who).ru_maxrss / 1e6:.2f} GB")


def first_answer() -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        os.environ["HOLDFAST_HOME"] = folder
        from dashboard.usecases import sample, simulating
        from data.viewer import OWNER

        slug = sample.load_sample(OWNER)["workspace"]
        print("the sample company, from its newest assessment:")
        for again in ("for the first time", "again"):
            began, clock = time.process_time(), time.perf_counter()
            start = simulating.start(OWNER, slug)
            waited = f"{time.perf_counter() - clock:.2f} s by the clock"
            print(f"population {again}: {time.process_time() - began:.2f} s, {waited}")
        base = start.base
        budget = 2 * base.retention.budget_per_month
        double = replace(base, retention=replace(base.retention, budget_per_month=budget))
        for replications in (2, 10, 20):
            question = Question(start.population, (base, double))
            seconds, _ = processor_seconds(simulate, question, replications)
            print(
                f"{replications} replications of two scenarios, {base.horizon_months} months: {seconds:.2f} s"
            )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("what", nargs="?", choices=("core", "processes", "first"))
    asked.add_argument("--customers", type=int, default=100_000)
    told = asked.parse_args()
    if told.what in (None, "core"):
        speed = one_core(told.customers)
        print(f"against one process a customer: {speed / reference(told.customers // 5):.1f} x")
    if told.what in (None, "processes"):
        two_processes(told.customers)
    if told.what in (None, "first"):
        first_answer()


if __name__ == "__main__":
    main()
