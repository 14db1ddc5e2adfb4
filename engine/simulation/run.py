"""What happens in one replication of a scenario, month by month?

The clock is SimPy's, in days. Whole months of customers are moved in arrays at the month's
beginning and end; in between only those with an event, a complaint or an offer, pass through the
processes of the desk and the team.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from engine.simulation.desk import Complaint, Desk
from engine.simulation.fates import Fates, Floats
from engine.simulation.ledger import TIERS, Ledger, Outcome
from engine.simulation.lives import Lives, Rows
from engine.simulation.offers import offers_of_month
from engine.simulation.population import CAUSES, DISAPPOINTED
from engine.simulation.prepared import Prepared
from engine.simulation.talk import Echo, Voices, echo
from engine.simulation.team import Offer, Team
from engine.simulation.working_hours import DAYS_PER_MONTH, WorkingHours

_COMPETITION, _PRICE, _RESPONSE = (
    CAUSES.index(name) for name in ("competition", "price", "response_to_failure")
)


def simulated(prepared: Prepared, replication: int) -> Outcome:
    """Return one run; the same arguments give the same digits."""
    return Run(prepared, Fates(prepared.scenario.seed, replication)).outcome()


class Run:
    """One replication under way."""

    def __init__(self, prepared: Prepared, fates: Fates) -> None:
        scenario = prepared.scenario
        self.prepared, self.fates, self.scenario = prepared, fates, scenario
        self.env = simpy.Environment()
        self.ledger = Ledger(scenario.horizon_months)
        self.heard, self.echo = Voices(), Echo()
        size = len(prepared.tier)
        self.tier = prepared.tier.astype(np.int64)
        self.lives = Lives(fates.exponentials("leaving", prepared.keys), np.arange(size) < prepared.size)
        self.blurring = np.exp(prepared.score_noise * fates.normals("score", prepared.keys))
        self.offers_made = np.zeros(size, dtype=np.int64)
        self.paused_until = np.zeros(size)
        self.month_began = 0.0
        desk, team = scenario.desk, scenario.team
        self.desk = Desk(
            self.env,
            WorkingHours(desk.hours_per_day, desk.days_per_week),
            self._settled,
            self._complainant_left,
            TIERS if scenario.complaints.valuable_first else 1,
        )
        hours = WorkingHours(team.hours_per_day, team.days_per_week)
        self.team = Team(self.env, hours, self._has_left, self._paid, self._made)
        self.desk.staff(desk.agents)
        self.team.staff(team.agents)

    def outcome(self) -> Outcome:
        """Run to the horizon and return the books."""
        self.env.run(until=self.env.process(self._months()))
        return Outcome(self.ledger.flows, self.ledger.left, self.lives.left_month)

    def _months(self) -> Generator[simpy.Event, Any, None]:
        for month in range(self.scenario.horizon_months):
            self.month_began = month * DAYS_PER_MONTH
            self._begin(month)
            self._strike(month)
            self._warn(month)
            yield self.env.timeout((month + 1) * DAYS_PER_MONTH - self.env.now)
            self._close(month)

    def _elapsed(self) -> float:
        return (float(self.env.now) - self.month_began) / DAYS_PER_MONTH

    def _has_left(self, customer: int) -> bool:
        return self.lives.has_left(customer, self._elapsed())

    def _complainant_left(self, complaint: Complaint) -> bool:
        if complaint.customer < 0 or not self._has_left(complaint.customer):
            return False
        self.ledger.tally["dropped"][complaint.tier] += 1.0
        return True

    def _by_tier(self, rows: Rows | NDArray[np.bool_], amounts: Floats) -> Floats:
        return np.bincount(self.tier[rows], amounts[rows], TIERS).astype(np.float64)

    def _begin(self, month: int) -> None:
        """Let new customers in and set everybody's pace."""
        prepared, lives, ledger = self.prepared, self.lives, self.ledger
        ledger.add("start", month, self._by_tier(lives.alive, prepared.weight))
        if prepared.seats_per_month:
            seats = prepared.seats(month)
            brought = self.echo.new_customers / prepared.new_weight / prepared.seats_per_month
            luck = self.fates.uniforms("joining", prepared.keys[seats])
            joined = seats[luck < prepared.joining_probability + brought]
            lives.join(joined)
            won = self._by_tier(joined, prepared.weight)
            ledger.add("won", month, won)
            ledger.add("acquisition_spend", month, won * self.scenario.acquisition.cost_per_customer)
        lives.open_month(month, prepared.hazard[month], self.echo.hazard)

    def _strike(self, month: int) -> None:
        """Let service fail some: they complain or stay silent; both are nearer to leaving from then on."""
        prepared, lives, failures = self.prepared, self.lives, self.scenario.failures
        if failures.frequency_factor == 0.0:
            return
        struck = self.fates.uniforms("failure", prepared.keys, month) < prepared.failures[month]
        rows = np.flatnonzero(struck & lives.alive)
        elapsed = self.fates.uniforms("moment", prepared.keys[rows], month)
        here = lives.residual[rows] > lives.rate[rows] * elapsed
        rows, elapsed = rows[here], elapsed[here]
        self.ledger.add("failures", month, self._by_tier(rows, prepared.weight))
        speaks = self.fates.uniforms("voice", prepared.keys[rows], month) < failures.complaint_share
        # Until somebody answers, a complaint is an unanswered one.
        factors = np.where(speaks, failures.unanswered_factor, failures.silent_factor)
        lives.scale_rows(lives.grievances, rows, factors, failures.lasting_months, elapsed)
        self._complain(month, rows[speaks], self.month_began + elapsed[speaks] * DAYS_PER_MONTH)

    def _complain(self, month: int, rows: Rows, arrived: Floats) -> None:
        """Bring complaints to the desk, those of people whom sampled rows stand for included."""
        prepared, rules, staff = self.prepared, self.scenario.complaints, self.scenario.desk
        keys = prepared.keys[rows]
        customers, tiers = rows, self.tier[rows]
        if prepared.weight[rows].max(initial=1.0) > 1.0:
            # A row of weight w brings w complaints; only the first is its own.
            copies = np.maximum(np.rint(prepared.weight[rows]).astype(np.int64), 1)
            number = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
            keys = np.repeat(keys, copies) + (number.astype(np.uint64) << np.uint64(48))
            customers, tiers = np.where(number == 0, np.repeat(rows, copies), -1), np.repeat(tiers, copies)
            moments = self.month_began + self.fates.uniforms("copy", keys, month) * DAYS_PER_MONTH
            arrived = np.where(number == 0, np.repeat(arrived, copies), moments)
        self.ledger.add("complaints", month, np.bincount(tiers, minlength=TIERS).astype(np.float64))
        lost = self.fates.uniforms("unanswered", keys, month) < (
            rules.unanswered_share if staff.agents else 1.0
        )
        self.ledger.add("unanswered", month, np.bincount(tiers[lost], minlength=TIERS).astype(np.float64))
        self.heard.bad += float(lost.sum()) * self.scenario.talk.told_by_complainant
        hours = staff.hours_per_case * self.fates.exponentials("service", keys, month)
        claims = rules.mean_claim * self.fates.exponentials("claim", keys, month)
        inquiries = rules.inquiry_days * self.fates.exponentials("inquiry", keys, month)
        urgency = tiers if rules.valuable_first else np.zeros_like(tiers)
        released = self.desk.hours.openings(arrived)
        columns = (released, urgency, arrived, customers, tiers, hours, claims, inquiries)
        lists = (column[~lost].tolist() for column in columns)
        self.desk.load(map(Complaint._make, zip(*lists, strict=True)))

    def _settled(self, complaint: Complaint, started: float, done: float) -> None:
        """Book an answer; whether it came in time decides what the customer does next."""
        rules, failures, tally = self.scenario.complaints, self.scenario.failures, self.ledger.tally
        tier = complaint.tier
        is_above = complaint.claim > rules.authority_limit
        resolution = done - complaint.arrived + complaint.inquiry_days
        resolution += rules.escalation_days if is_above else 0.0
        is_in_time = resolution <= rules.deadline_days.numbers[tier]
        tally["answered"][tier] += 1.0
        tally["waiting_days"][tier] += started - complaint.arrived
        tally["resolution_days"][tier] += resolution
        tally["desk_hours"][tier] += complaint.hours
        tally["compensation_spend"][tier] += min(complaint.claim, rules.compensation_limit)
        if is_in_time:
            tally["in_time"][tier] += 1.0
            self.heard.good += self.scenario.talk.told_by_satisfied
        else:
            self.heard.bad += self.scenario.talk.told_by_complainant
        elapsed = (done - self.month_began) / DAYS_PER_MONTH
        if complaint.customer >= 0 and not self.lives.has_left(complaint.customer, elapsed):
            factor = failures.in_time_factor if is_in_time else failures.late_factor
            self.lives.scale(
                self.lives.grievances, complaint.customer, factor, failures.lasting_months, elapsed
            )

    def _warn(self, month: int) -> None:
        """Sweep the scores, and hand the team a new list."""
        retention, warning = self.scenario.retention, self.scenario.warning
        self.team.budget = [retention.budget_per_month * share for share in retention.split.numbers]
        if (
            retention.budget_per_month > 0.0
            and self.scenario.team.agents
            and month % warning.every_months == 0
        ):
            self.team.load(offers_of_month(self, month))

    def _paid(self, offer: Offer) -> None:
        """Book an offer that is being made."""
        tally, tier = self.ledger.tally, offer.tier
        is_accepted = offer.succeeds or offer.takes
        cost = offer.contact_cost + (offer.offer_cost if is_accepted else 0.0)
        tally["offers"][tier] += offer.weight
        tally["team_hours"][tier] += offer.hours
        tally["offer_spend"][tier] += cost
        if not offer.would_leave:
            tally["stayer_spend"][tier] += cost
        if is_accepted:
            tally["accepted"][tier] += offer.weight
        self.offers_made[offer.customer] += 1
        until = self.lives.month + self._elapsed() + self.scenario.retention.pause_months
        self.paused_until[offer.customer] = until

    def _made(self, offer: Offer) -> None:
        """Let an offer work, if it does."""
        elapsed = self._elapsed()
        if offer.succeeds and not self.lives.has_left(offer.customer, elapsed):
            self.lives.scale(self.lives.offers, offer.customer, offer.factor, offer.lasting, elapsed)
            if offer.is_rescue:
                self.ledger.tally["rescued"][offer.tier] += offer.weight

    def _close(self, month: int) -> None:
        """See who left and why, earn the month's margin of those who stayed, and pay."""
        prepared, lives, ledger = self.prepared, self.lives, self.ledger
        left = lives.close_month()
        causes = self._causes_of(month, left)
        cells = self.tier[left] * len(CAUSES) + causes
        leavers = np.bincount(cells, prepared.weight[left], TIERS * len(CAUSES))
        ledger.left[month] += leavers.reshape(TIERS, len(CAUSES))
        ledger.add("left", month, self._by_tier(left, prepared.weight))
        ledger.add("active", month, self._by_tier(lives.alive, prepared.weight))
        margin = self._by_tier(lives.alive, prepared.weight * prepared.margin)
        ledger.add("margin", month, margin * prepared.price_factor[month])
        if prepared.cost_per_month.any():
            ledger.add(
                "care_spend", month, self._by_tier(lives.alive, prepared.weight * prepared.cost_per_month)
            )
        ledger.add("staff_spend", month, self._staff_cost(month))
        ledger.close_month(month)
        self._pass_on(month, left, causes)

    def _staff_cost(self, month: int) -> Floats:
        """Return what the month's staff costs, shared among the tiers by their customers."""
        desk, team = self.scenario.desk, self.scenario.team
        cost = desk.agents * desk.cost_per_agent_month + team.agents * team.cost_per_agent_month
        start = self.ledger.flows[0, month]
        shares: Floats = start / start.sum() if start.sum() > 0 else np.full(TIERS, 1.0 / TIERS)
        return cost * shares

    def _causes_of(self, month: int, left: Rows) -> Rows:
        """Return each leaver's cause: the mix, plus what grievances and shocks put on top of it."""
        prepared = self.prepared
        mix = prepared.causes[left].copy()
        tier = self.tier[left]
        mix[:, _RESPONSE] += np.maximum(self.lives.grievances.now[left] - 1.0, 0.0)
        pull = np.maximum(prepared.rival[month, tier], 0.0) * (1.0 - prepared.switching_cost[left])
        mix[:, _COMPETITION] += pull
        mix[:, _PRICE] += np.maximum(prepared.price[month, tier], 0.0)
        luck = self.fates.uniforms("cause", prepared.keys[left]) * mix.sum(axis=1)
        causes: Rows = (np.cumsum(mix, axis=1) < luck[:, None]).sum(axis=1)
        return np.minimum(causes, len(CAUSES) - 1)

    def _pass_on(self, month: int, left: Rows, causes: Rows) -> None:
        """Let the month's talk reach the next."""
        prepared, talk = self.prepared, self.scenario.talk
        unhappy = np.isin(causes, [CAUSES.index(name) for name in DISAPPOINTED])
        voices = prepared.weight[left] * prepared.reach[left] * unhappy
        self.heard.bad += float(voices.sum()) * talk.told_by_leaver
        today = Voices(float(prepared.talk_today[month]), float(prepared.satisfied_today[month]))
        self.echo = echo(talk, self.heard, today, float(self.ledger.flows[0, month].sum()))
        self.heard = Voices()
