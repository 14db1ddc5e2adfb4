"""How long does one wait at a desk, by theory and by the plainest possible loop?

Both are what the SimPy desk is held against: the loop has the formula's waits, and the desk has
the loop's to the last digit when both get the same arrivals and the same service times.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import simpy

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.desk import Complaint, Desk
from engine.simulation.fates import Fates, Floats
from engine.simulation.results import interval
from engine.simulation.working_hours import HOURS_PER_DAY, WorkingHours

ERLANG_C = Formula(
    name="simulation_erlang_c",
    latex=r"W = \frac{C(c, a)}{c\mu - \lambda}, \quad C = \frac{\frac{a^c}{c!}\frac{c}{c - a}}"
    r"{\sum_{k=0}^{c-1}\frac{a^k}{k!} + \frac{a^c}{c!}\frac{c}{c - a}}, \quad a = \lambda/\mu",
    source="Erlang (1917); Gross et al. (2008), Fundamentals of Queueing Theory, 2.3",
    origin="source",
)


def erlang_c_wait(agents: int, load: float) -> float:
    """Return the mean wait of M/M/c in units of the mean service time; ``load`` per agent, below 1.

    Source: ``ERLANG_C``, computed by the stable recursion of Erlang B.
    """
    offered, blocked = agents * load, 1.0
    for servers in range(1, agents + 1):
        blocked = offered * blocked / (servers + offered * blocked)
    waits = blocked / (1.0 - load * (1.0 - blocked))
    return waits / (agents * (1.0 - load))


@dataclass(frozen=True)
class QueueRun:
    """How much a loop of parallel queues runs: queues, arrivals before and while one counts."""

    queues: int = 1_000
    warm_up: int = 4_000
    counted: int = 20_000


def looped_wait(agents: int, load: float, run: QueueRun, seed: int = 1) -> Estimate:
    """Return the mean wait of M/M/c by the recursion of workloads, many queues side by side.

    Source: Kiefer & Wolfowitz (1955): the sorted work in front of each agent; an arrival waits for
    the least and adds its own to it. The interval is over independent queues. The mean
    gap and the mean service time, whose expectations are known, serve as control variates.
    """
    fates, keys = Fates(seed, 0), np.arange(run.queues, dtype=np.uint64)
    work = np.zeros((run.queues, agents))
    sums = np.zeros((3, run.queues))
    for arrival in range(run.warm_up + run.counted):
        gap = fates.exponentials("gap", keys, arrival) / (agents * load)
        service = fates.exponentials("service", keys, arrival)
        np.maximum(work - gap[:, None], 0.0, out=work)
        if arrival >= run.warm_up:
            sums += np.stack([work[:, 0], gap, service])
        work[:, 0] += service
        if agents > 1:
            work.sort(axis=1)
    means = sums / run.counted
    controls = means[1:] - np.array([[1.0 / (agents * load)], [1.0]])
    slopes = np.linalg.lstsq(controls.T, means[0] - means[0].mean(), rcond=None)[0]
    return interval(means[0] - slopes @ controls)


def waits_of_loop(arrivals: Floats, hours: Floats, agents: int) -> Floats:
    """Return each arrival's wait in days, first come first served, by a heap of free moments."""
    free = [0.0] * agents
    waits = np.empty(len(arrivals))
    for number, (arrived, work) in enumerate(zip(arrivals.tolist(), hours.tolist(), strict=True)):
        started = max(arrived, heapq.heappop(free))
        waits[number] = started - arrived
        heapq.heappush(free, started + work / HOURS_PER_DAY)
    return waits


def waits_of_desk(
    arrivals: Floats,
    hours: Floats,
    agents: int,
    urgency: Sequence[int] = (),
    open_: WorkingHours | None = None,
) -> Floats:
    """Return each arrival's wait in days at the simulator's own desk; NaN for who wasn't served."""
    env = simpy.Environment()
    waits = np.full(len(arrivals), math.nan)

    def settled(complaint: Complaint, started: float, done: float) -> None:
        del done
        waits[complaint.customer] = started - complaint.arrived

    times = open_ or WorkingHours(24.0, 7)
    classes = list(urgency) or [0] * len(arrivals)
    desk = Desk(env, times, settled, urgencies=max(classes, default=0) + 1)
    desk.staff(agents)
    released = times.openings(arrivals)
    columns = (released.tolist(), classes, arrivals.tolist(), range(len(arrivals)), hours.tolist())
    desk.load(Complaint(r, u, a, n, 0, h, 0.0) for r, u, a, n, h in zip(*columns, strict=True))
    env.run()
    return waits
