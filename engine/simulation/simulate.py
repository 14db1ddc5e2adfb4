"""How does one ask the simulator: so many replications, or as many as the answer's precision needs?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.estimate import Estimate
from engine.simulation.population import Population
from engine.simulation.replications import Replication, replicated
from engine.simulation.results import Results, interval
from engine.simulation.scenario import Scenario

Watch = Callable[[int, int, Estimate], None]
"""Called after replications with: how many are done, how many are wanted, the headline so far."""

_FEWEST = 10


@dataclass(frozen=True)
class Question:
    """Some scenarios for one population; the first is the base, the second the one asked about."""

    population: Population
    scenarios: tuple[Scenario, ...]
    processes: int = 1


@dataclass(frozen=True)
class Precision:
    """When to stop: the headline's half width in money, at most so many replications."""

    half_width: float
    most: int = 1000


def silent(done: int, wanted: int, headline: Estimate) -> None:
    """Tell nobody."""


def simulate(question: Question, replications: int | None = None, watch: Watch = silent) -> Results:
    """Return the results of so many replications, or as many as the base scenario says.

    ``watch`` may raise to cancel.

    Raises
    ------
    ScenarioRefusedError
        One of the scenarios can't be run; nothing has been run then.
    """
    wanted = replications or question.scenarios[0].replications
    run = _Run(question, watch)
    run.replicate(wanted)
    return run.results()


def simulate_until(question: Question, precision: Precision, watch: Watch = silent) -> Results:
    """Replicate until the headline's 95 % interval is at most so wide, and return the results.

    Ten replications at least: stopping by an early spread that happens to be small would be luck.
    """
    run, wanted = _Run(question, watch), min(_FEWEST, precision.most)
    while len(run.done) < wanted:
        run.replicate(wanted)
        wanted = _wanted(run.headline(), len(run.done), precision)
    return run.results()


def headline(results: Results) -> Estimate:
    """Return the difference of net present value to the base, or the base's own if it is alone."""
    if len(results.scenarios) > 1:
        return results.difference("npv", 1)
    return results.figure("npv")


class _Run:
    """Replications so far, with what the headline needs of each kept apart."""

    def __init__(self, question: Question, watch: Watch) -> None:
        self.question, self.watch = question, watch
        self.done: list[Replication] = []
        self.values: list[float] = []
        self.variances: list[float] = []

    def replicate(self, wanted: int) -> None:
        """Go on until so many replications are done."""
        question = self.question
        numbers = range(len(self.done), wanted)
        for one in replicated(question.population, question.scenarios, numbers, question.processes):
            self.done.append(one)
            alone = Results.of(question.scenarios, [one])
            asked = min(len(question.scenarios) - 1, 1)
            value = alone.totals("npv", asked) - (alone.totals("npv", 0) if asked else 0.0)
            self.values.append(float(value[0]))
            self.variances.append(float(one.sampling[asked, 2 * asked]))
            self.watch(len(self.done), wanted, self.headline())

    def headline(self) -> Estimate:
        """Return ``headline`` of what is done so far."""
        return interval(np.array(self.values), float(np.mean(self.variances)))

    def results(self) -> Results:
        """Return everything that is done so far."""
        return Results.of(self.question.scenarios, self.done)


def _wanted(so_far: Estimate, done: int, precision: Precision) -> int:
    """Return how many replications the spread so far calls for, at most half as many again each time."""
    half = 0.5 * (so_far.high - so_far.low)
    if math.isnan(half) or half <= precision.half_width:
        return done
    needed = (
        math.ceil(done * (half / max(precision.half_width, 1e-12)) ** 2)
        if precision.half_width > 0
        else math.inf
    )
    return int(min(needed, precision.most, max(done + 2, math.ceil(1.5 * done))))
