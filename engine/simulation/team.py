"""Whom does the retention team reach, with so many people and so much money a month?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import simpy

from engine.simulation.working_hours import WorkingHours

Process = Generator[simpy.Event, Any, None]


class Offer(NamedTuple):
    """An offer to be made; what the customer will do about it is their luck, drawn before.

    ``contact_cost``, ``offer_cost`` and ``hours`` are those of all whom the row stands for.
    ``would_leave``: without the offer, within the time that it lasts.
    """

    customer: int
    tier: int
    weight: float
    hours: float
    contact_cost: float
    offer_cost: float
    succeeds: bool
    takes: bool
    would_leave: bool
    is_rescue: bool
    factor: float
    lasting: float


@dataclass
class Team:
    """The retention team: takes the most promising warning first, as long as the month's money lasts.

    ``has_left(customer)`` is asked before an offer, ``paid(offer)`` called when it begins and
    ``made(offer)`` when it ends. The team begins a case only if what it may cost at most is still
    there; the list is renewed with each sweep, and what wasn't reached by then is dropped.
    """

    env: simpy.Environment
    hours: WorkingHours
    has_left: Callable[[int], bool]
    paid: Callable[[Offer], None]
    made: Callable[[Offer], None]
    budget: list[float] = field(default_factory=list)
    _queue: deque[Offer] = field(default_factory=deque)
    _loaded: simpy.Event = field(init=False)

    def __post_init__(self) -> None:
        """Set up the signal of a new list."""
        self._loaded = self.env.event()

    def staff(self, agents: int) -> None:
        """Let so many people begin to work."""
        for _ in range(agents):
            self.env.process(self._agent())

    def load(self, offers: Iterable[Offer]) -> None:
        """Hand over a new list, best first; the old one is dropped."""
        self._queue = deque(offers)
        if self._queue:
            loaded, self._loaded = self._loaded, self.env.event()
            loaded.succeed()

    def _next(self) -> Offer | None:
        while self._queue:
            offer = self._queue.popleft()
            most = offer.contact_cost + offer.offer_cost
            if most <= self.budget[offer.tier] and not self.has_left(offer.customer):
                is_accepted = offer.succeeds or offer.takes
                self.budget[offer.tier] -= most if is_accepted else offer.contact_cost
                self.paid(offer)
                return offer
        return None

    def _agent(self) -> Process:
        env, done_by = self.env, self.hours.done_by
        while True:
            offer = self._next()
            if offer is None:
                yield self._loaded
                continue
            yield env.timeout(done_by(env.now, offer.hours) - env.now)
            self.made(offer)
