"""What do we do, with whom, at what price: a frozen tree of parameters.

A scenario is a whole tree; what a file or a page holds is its difference to the base
(``engine.simulation.scenario_file``). What each parameter means, its unit, range and origin stand
in ``engine.simulation.parameters``; nothing here checks a value, ``engine.simulation.checks`` does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.contracts import VALUE_TIERS

Everyone = tuple(VALUE_TIERS)


@dataclass(frozen=True)
class ByTier:
    """One number for each value tier, platinum first."""

    platinum: float
    gold: float
    iron: float
    lead: float

    @classmethod
    def same(cls, value: float) -> ByTier:
        """Return the same number for every tier."""
        return cls(value, value, value, value)

    @property
    def numbers(self) -> tuple[float, ...]:
        """Return the numbers in the order of the tiers."""
        return (self.platinum, self.gold, self.iron, self.lead)


@dataclass(frozen=True)
class Measure:
    """An offer to a warned customer: what it costs, how often it works, and for how long."""

    code: str = "offer"
    tiers: tuple[str, ...] = Everyone
    contact_cost: float = 5.0
    offer_cost: float = 20.0
    success_probability: float = 0.30
    take_up_probability: float = 0.30
    hazard_factor: float = 0.30
    lasting_months: int = 6


@dataclass(frozen=True)
class Retention:
    """The money for offers and the offers themselves; a tier gets the first that it is eligible for."""

    budget_per_month: float = 0.0
    split: ByTier = ByTier(0.40, 0.30, 0.20, 0.10)
    measures: tuple[Measure, ...] = (Measure(),)
    pause_months: int = 6


@dataclass(frozen=True)
class EarlyWarning:
    """When the early warning rings, and how well it sees."""

    threshold: float = 0.20
    horizon_months: int = 6
    every_months: int = 1
    auc: float | None = None


@dataclass(frozen=True)
class Staff:
    """People at work: how many, when, how long a case takes them, what they cost."""

    agents: int = 2
    hours_per_case: float = 0.5
    hours_per_day: float = 8.0
    days_per_week: int = 5
    cost_per_agent_month: float = 0.0


@dataclass(frozen=True)
class ComplaintRules:
    """What complaints are promised: deadlines, whose turn it is first, who may grant how much."""

    deadline_days: ByTier = ByTier(2.0, 2.0, 2.0, 2.0)
    valuable_first: bool = True
    unanswered_share: float = 0.0
    mean_claim: float = 0.0
    authority_limit: float = 100.0
    compensation_limit: float = 500.0
    escalation_days: float = 2.0
    inquiry_days: float = 0.0


@dataclass(frozen=True)
class Failures:
    """How often service fails, who says so, and what it does to the chance of leaving.

    Factors multiply a customer's hazard for ``lasting_months``. Today's failures are already in
    the measured hazards, so only what differs from today's handling (``*_today``) moves them.
    """

    frequency_factor: float = 1.0
    complaint_share: float = 0.05
    in_time_factor: float = 0.9
    late_factor: float = 1.5
    unanswered_factor: float = 2.0
    silent_factor: float = 1.2
    lasting_months: int = 6
    in_time_share_today: float = 0.80
    unanswered_share_today: float = 0.0


@dataclass(frozen=True)
class Care:
    """Touches that every customer of a tier gets, whether warned or not."""

    touches_per_month: ByTier = ByTier(0.0, 0.0, 0.0, 0.0)
    cost_per_touch: float = 1.0
    hazard_factor_per_touch: float = 0.99


@dataclass(frozen=True)
class Binding:
    """A programme that holds customers: points, an agreement, add-on services."""

    kind: str = "points"
    tiers: tuple[str, ...] = ("platinum", "gold")
    joining_share: float = 0.40
    cost_per_month: float = 1.0
    hazard_factor: float = 0.90


@dataclass(frozen=True)
class Acquisition:
    """New customers in a month, and what winning one costs."""

    customers_per_month: float = 0.0
    cost_per_customer: float = 0.0


@dataclass(frozen=True)
class Talk:
    """Word of mouth: how many people hear of it, and how many of them act on it."""

    is_on: bool = True
    told_by_leaver: float = 9.0
    told_by_complainant: float = 12.0
    told_by_satisfied: float = 8.0
    customer_share: float = 0.05
    prospect_share: float = 0.05
    swayed_customer_probability: float = 0.11
    swayed_prospect_probability: float = 0.11


@dataclass(frozen=True)
class Shock:
    """Something from outside: ``rival`` offers, our ``price``, a service ``fault``.

    ``factor`` multiplies the hazard (rival, price) or the frequency of failures (fault) of the
    tiers for ``months``; ``margin_change`` (price) changes margins from ``month`` on for good.
    """

    kind: str = "rival"
    month: int = 1
    months: int = 6
    tiers: tuple[str, ...] = Everyone
    factor: float = 1.5
    margin_change: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """Everything that one simulation is told."""

    horizon_months: int = 36
    discount_rate_per_year: float = 0.10
    seed: int = 1
    replications: int = 20
    retention: Retention = Retention()
    warning: EarlyWarning = EarlyWarning()
    team: Staff = Staff(agents=2, hours_per_case=0.5)
    desk: Staff = Staff(agents=2, hours_per_case=1.0)
    complaints: ComplaintRules = ComplaintRules()
    failures: Failures = Failures()
    care: Care = Care()
    bindings: tuple[Binding, ...] = field(default=())
    acquisition: Acquisition = Acquisition()
    talk: Talk = Talk()
    shocks: tuple[Shock, ...] = field(default=())


def quiet(scenario: Scenario) -> Scenario:
    """Return the scenario without measures, talk, queues, shocks or new customers.

    What remains is the survival model alone, for comparison with its closed forms.
    """
    return replace(
        scenario,
        retention=replace(scenario.retention, budget_per_month=0.0),
        desk=replace(scenario.desk, agents=0, cost_per_agent_month=0.0),
        team=replace(scenario.team, agents=0, cost_per_agent_month=0.0),
        failures=replace(scenario.failures, frequency_factor=0.0),
        care=Care(),
        bindings=(),
        acquisition=Acquisition(),
        talk=replace(scenario.talk, is_on=False),
        shocks=(),
    )
