"""From which scenarios does one start: eight questions that managers ask?

A template is a change of the base.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.simulation.scenario import Binding, ByTier, Scenario, Shock

_VALUABLE = ("platinum", "gold")


def do_nothing(base: Scenario) -> Scenario:
    """Return the base without offers, care and programmes."""
    return replace(
        base,
        retention=replace(base.retention, budget_per_month=0.0),
        care=replace(base.care, touches_per_month=ByTier.same(0.0)),
        bindings=(),
    )


def more_budget(base: Scenario) -> Scenario:
    """Return the base with twice the retention budget."""
    return replace(
        base, retention=replace(base.retention, budget_per_month=2.0 * base.retention.budget_per_month)
    )


def more_for_platinum(base: Scenario) -> Scenario:
    """Return the base with half its retention budget again, all of it for platinum."""
    retention = base.retention
    more = 0.5 * retention.budget_per_month
    whole = retention.budget_per_month + more
    if whole <= 0.0:
        return base
    amounts = [retention.budget_per_month * share for share in retention.split.numbers]
    amounts[0] += more
    # Whole per cents are what somebody would type; platinum takes what rounding leaves.
    shares = [round(amount / whole, 2) for amount in amounts[1:]]
    split = ByTier(round(1.0 - sum(shares), 2), *shares)
    return replace(base, retention=replace(retention, budget_per_month=whole, split=split))


def faster_complaints(base: Scenario) -> Scenario:
    """Return the base with half as many agents again at the desk, at least one more."""
    agents = base.desk.agents
    return replace(base, desk=replace(base.desk, agents=max(agents + 1, round(1.5 * agents))))


def bindings_by_tier(base: Scenario) -> Scenario:
    """Return the base with points for all, an agreement for platinum and gold, a service for platinum."""
    programmes = (
        Binding("points", ("platinum", "gold", "iron", "lead"), 0.40, 0.20, 0.95),
        Binding("agreement", _VALUABLE, 0.25, 1.0, 0.80),
        Binding("service", ("platinum",), 0.20, 2.0, 0.75),
    )
    return replace(base, bindings=(*base.bindings, *programmes))


def earlier_warning(base: Scenario) -> Scenario:
    """Return the base with a warning that rings at half the threshold."""
    return replace(base, warning=replace(base.warning, threshold=0.5 * base.warning.threshold))


def rival_attacks(base: Scenario) -> Scenario:
    """Return the base with a rival's offer to platinum and gold from month 3, for half a year."""
    month = min(3, base.horizon_months)
    return replace(base, shocks=(*base.shocks, Shock("rival", month, 6, _VALUABLE, 1.5)))


def raise_prices(base: Scenario) -> Scenario:
    """Return the base with margins up by a tenth from month 3, and more leaving for half a year."""
    month = min(3, base.horizon_months)
    everyone = ("platinum", "gold", "iron", "lead")
    return replace(base, shocks=(*base.shocks, Shock("price", month, 6, everyone, 1.3, 0.10)))


@dataclass(frozen=True)
class Template:
    """A question to start from."""

    code: str
    of: Callable[[Scenario], Scenario]

    @property
    def message_id(self) -> str:
        """Return the id of its name."""
        return f"simulation.template.{self.code}"


TEMPLATES = (
    Template("more_budget", more_budget),
    Template("more_for_platinum", more_for_platinum),
    Template("faster_complaints", faster_complaints),
    Template("bindings_by_tier", bindings_by_tier),
    Template("earlier_warning", earlier_warning),
    Template("rival_attacks", rival_attacks),
    Template("raise_prices", raise_prices),
    Template("do_nothing", do_nothing),
)
"""Templates in the order in which they are offered."""
