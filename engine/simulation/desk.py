"""How long does a complaint wait, and when is it answered?

Agents are SimPy processes that pull the next complaint themselves: the most urgent of those that
wait or, if none waits, the next to arrive, for whose arrival they then sleep. As idle agents hold
the earliest arrivals, a complaint never waits while an agent is free, and a complaint costs one
or two events instead of five.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import simpy

from engine.simulation.working_hours import WorkingHours

Process = Generator[simpy.Event, Any, None]


class Complaint(NamedTuple):
    """One complaint; days from the start, hours of work, money, days of inquiry after the desk's own work.

    ``released`` is the arrival or, outside the working hours, the next opening. ``customer`` is
    the position in the population, -1 for a complaint of somebody whom a sampled customer stands for.
    """

    released: float
    urgency: int
    arrived: float
    customer: int
    tier: int
    hours: float
    claim: float
    inquiry_days: float = 0.0


def no_one(_: Complaint) -> bool:
    """Return that nobody has left: the desk alone."""
    return False


@dataclass
class Desk:
    """The complaint desk: agents, their hours, and what waits.

    ``settled(complaint, started, done)`` is called for each answered complaint, in days;
    ``has_left(complaint)`` when its turn comes: those who have left are not answered any more.
    """

    env: simpy.Environment
    hours: WorkingHours
    settled: Callable[[Complaint, float, float], None]
    has_left: Callable[[Complaint], bool] = no_one
    urgencies: int = 1
    busy_hours: float = 0.0
    _waiting: list[deque[Complaint]] = field(default_factory=list)
    _coming: deque[Complaint] = field(default_factory=deque)
    _loaded: simpy.Event = field(init=False)

    def __post_init__(self) -> None:
        """Set up one line for each urgency, the most urgent first."""
        self._waiting = [deque() for _ in range(self.urgencies)]
        self._loaded = self.env.event()

    def staff(self, agents: int) -> None:
        """Let so many agents begin to work."""
        for _ in range(agents):
            self.env.process(self._agent())

    def load(self, complaints: Iterable[Complaint]) -> None:
        """Announce complaints to come; agents with nothing to expect look again."""
        # Those of before that still wait for an opening come first where both are released at once.
        self._coming = deque(sorted([*self._coming, *complaints]))
        loaded, self._loaded = self._loaded, self.env.event()
        loaded.succeed()

    def _next(self, now: float) -> Complaint | None:
        coming, waiting = self._coming, self._waiting
        while coming and coming[0].released <= now:
            complaint = coming.popleft()
            waiting[complaint.urgency].append(complaint)
        for line in waiting:
            if line:
                return line.popleft()
        return coming.popleft() if coming else None

    def _agent(self) -> Process:
        env, done_by = self.env, self.hours.done_by
        while True:
            complaint = self._next(env.now)
            if complaint is None:
                yield self._loaded
                continue
            started = complaint.released
            if started > env.now:
                yield env.timeout(started - env.now)
            else:
                started = env.now
            if self.has_left(complaint):
                continue
            done = done_by(started, complaint.hours)
            yield env.timeout(done - started)
            self.busy_hours += complaint.hours
            self.settled(complaint, started, env.now)
