"""The same model as ``engine.simulation``, written as one SimPy process a customer with a monthly loop.

The plain way to write it, kept to know what agents that pull from a queue and fates in arrays are
worth. Luck comes from the same keyed streams; queues are SimPy's own resources.
"""

from __future__ import annotations

import numpy as np
import simpy

from engine.simulation.fates import Fates
from engine.simulation.prepared import Prepared
from engine.simulation.working_hours import DAYS_PER_MONTH


class Reference:
    """One replication; every customer is a process that wakes every month."""

    def __init__(self, prepared: Prepared, replication: int) -> None:
        scenario = prepared.scenario
        self.prepared, self.scenario, self.months = prepared, scenario, scenario.horizon_months
        self.env = simpy.Environment()
        self.desk = simpy.PriorityResource(self.env, max(scenario.desk.agents, 1))
        self.team = simpy.Resource(self.env, max(scenario.team.agents, 1))
        fates, keys = Fates(scenario.seed, replication), prepared.keys
        self.thresholds = fates.exponentials("leaving", keys).tolist()
        months = range(self.months)
        self.failure = [fates.uniforms("failure", keys, month) for month in months]
        self.voice = [fates.uniforms("voice", keys, month) for month in months]
        self.response = [fates.uniforms("response", keys, month) for month in months]
        self.service = [fates.exponentials("service", keys, month) for month in months]
        self.blurring = np.exp(prepared.score_noise * fates.normals("score", keys))
        self.tier = prepared.tier.tolist()
        self.active = [[0] * 4 for _ in months]
        self.complaints = [[0] * 4 for _ in months]
        self.offers = [[0] * 4 for _ in months]
        self.margin = [[0.0] * 4 for _ in months]
        self.waiting_days = 0.0
        self.told = [0.0] * (self.months + 1)
        self.budget = [[self.scenario.retention.budget_per_month / 4] * 4 for _ in months]

    def run(self) -> None:
        """Run to the horizon."""
        for customer in range(self.prepared.size):
            self.env.process(self._customer(customer))
        self.env.run(until=self.months * DAYS_PER_MONTH + 1e-6)

    def _customer(self, customer: int):
        prepared, env, scenario = self.prepared, self.env, self.scenario
        tier, left, paused = self.tier[customer], self.thresholds[customer], 0.0
        effects = {"offer": (1.0, 0.0), "grievance": (1.0, 0.0)}
        talk = scenario.talk
        ahead = scenario.warning.horizon_months
        for month in range(self.months):
            risk = prepared.cumulative[month + ahead, customer] - prepared.cumulative[month, customer]
            is_warned = risk * self.blurring[customer] >= -np.log1p(-scenario.warning.threshold)
            if is_warned and month >= paused and self.budget[month][tier] >= 25.0:
                self.budget[month][tier] -= 25.0
                paused = month + scenario.retention.pause_months
                env.process(self._offer(customer, month, effects))
            if self.failure[month][customer] < prepared.failures[month, customer]:
                if self.voice[month][customer] < scenario.failures.complaint_share:
                    env.process(self._complaint(customer, month, effects))
                else:
                    effects["grievance"] = (scenario.failures.silent_factor, month + 6.0)
            yield env.timeout(DAYS_PER_MONTH)
            factor = 1.0
            for value, until in effects.values():
                if month < until:
                    factor *= value
            swayed = self.told[month] * talk.customer_share * talk.swayed_customer_probability
            left -= prepared.hazard[month, customer] * factor + swayed / prepared.size
            if left <= 0.0:
                self.told[month + 1] += talk.told_by_leaver
                return
            self.active[month][tier] += 1
            self.margin[month][tier] += prepared.margin[customer]

    def _complaint(self, customer: int, month: int, effects: dict[str, tuple[float, float]]):
        scenario, env, tier = self.scenario, self.env, self.tier[customer]
        failures = scenario.failures
        self.complaints[month][tier] += 1
        yield env.timeout(self.voice[month][customer] / failures.complaint_share * DAYS_PER_MONTH)
        arrived = env.now
        effects["grievance"] = (failures.unanswered_factor, month + 6.0)
        with self.desk.request(priority=tier) as turn:
            yield turn
            self.waiting_days += env.now - arrived
            # Around the clock; the engine's desk keeps working hours on top of this.
            yield env.timeout(self.service[month][customer] * scenario.desk.hours_per_case / 24.0 * 4.2)
        in_time = env.now - arrived <= 2.0
        effects["grievance"] = (failures.in_time_factor if in_time else failures.late_factor, month + 6.0)

    def _offer(self, customer: int, month: int, effects: dict[str, tuple[float, float]]):
        scenario, env = self.scenario, self.env
        measure = scenario.retention.measures[0]
        self.offers[month][self.tier[customer]] += 1
        with self.team.request() as turn:
            yield turn
            yield env.timeout(self.service[month][customer] * scenario.team.hours_per_case / 24.0 * 4.2)
        if self.response[month][customer] < measure.success_probability:
            effects["offer"] = (measure.hazard_factor, month + float(measure.lasting_months))
