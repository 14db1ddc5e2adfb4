"""What is written down, month by month and tier by tier, while a simulation runs?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contracts import VALUE_TIERS
from engine.simulation.fates import Floats
from engine.simulation.population import CAUSES

FLOWS = (
    "start",
    "won",
    "left",
    "active",
    "offers",
    "accepted",
    "rescued",
    "failures",
    "complaints",
    "answered",
    "in_time",
    "unanswered",
    "dropped",
    "waiting_days",
    "resolution_days",
    "desk_hours",
    "team_hours",
    "margin",
    "offer_spend",
    "stayer_spend",
    "care_spend",
    "compensation_spend",
    "acquisition_spend",
    "staff_spend",
)
"""Of a month and a tier: customers, cases, days, hours, money (weighted where rows stand for more).

``dropped`` complainants left before their turn. ``stayer_spend`` is the part of ``offer_spend``
that went to people who would have stayed anyway;
``start + won = left + active``. Waiting ends when an agent begins, resolution with the answer.
"""
SPENDING = ("offer_spend", "care_spend", "compensation_spend", "acquisition_spend", "staff_spend")
FLOW = {name: number for number, name in enumerate(FLOWS)}
TIERS = len(VALUE_TIERS)


@dataclass(frozen=True)
class Outcome:
    """One run: ``flows`` (flow, month, tier), ``left`` (month, tier, cause), when each row left.

    ``left_month`` is a large number for those who stayed; rows of prospects never won included.
    """

    flows: Floats
    left: Floats
    left_month: NDArray[np.int16]

    def flow(self, name: str) -> Floats:
        """Return one flow, (month, tier)."""
        found: Floats = self.flows[FLOW[name]]
        return found

    @property
    def spend(self) -> Floats:
        """Return all that was spent, (month, tier)."""
        total: Floats = self.flows[[FLOW[name] for name in SPENDING]].sum(axis=0)
        return total

    @property
    def net(self) -> Floats:
        """Return margin less spending, (month, tier)."""
        return self.flow("margin") - self.spend


class Ledger:
    """The books of one run; ``tally`` collects the present month's events tier by tier."""

    def __init__(self, months: int) -> None:
        self.flows = np.zeros((len(FLOWS), months, TIERS))
        self.left = np.zeros((months, TIERS, len(CAUSES)))
        self.tally: dict[str, list[float]] = {name: [0.0] * TIERS for name in FLOWS}

    def add(self, name: str, month: int, amounts: Floats) -> None:
        """Book amounts by tier."""
        self.flows[FLOW[name], month] += amounts

    def close_month(self, month: int) -> None:
        """Book what was tallied; the lists stay the same objects."""
        for name, amounts in self.tally.items():
            self.flows[FLOW[name], month] += amounts
            amounts[:] = [0.0] * TIERS
