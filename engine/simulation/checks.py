"""Can this scenario be run at all: is anything impossible, contradictory or absurd?

Everything is looked at before anything runs, and all findings come together: one sentence each,
at the field that it is about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.contracts import VALUE_TIERS
from engine.errors import EngineError
from engine.simulation.parameters import Parameter, parameter_of
from engine.simulation.population import Population
from engine.simulation.scenario import Scenario
from engine.simulation.tree import leaves

_SPLIT_TOLERANCE = 1e-6
_MOST_CUSTOMER_MONTHS = 2e9
_ABSURD_BUDGET = 5.0


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, and the sentence's id with its parameters."""

    path: str
    message_id: str
    parameters: dict[str, object] = field(default_factory=dict)


class ScenarioRefusedError(EngineError):
    """A scenario can't be run; ``findings`` say all that is wrong with it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("error.scenario_refused", count=len(findings), first=findings[0].path)
        self.findings = findings


def require_sound(scenarios: Sequence[Scenario], population: Population | None = None) -> None:
    """Raise ``ScenarioRefusedError`` with every finding, each once, if there is one.

    Scenarios that are to be compared must look as far ahead, with the same luck.
    """
    found: list[Finding] = []
    for scenario in scenarios:
        found += [one for one in findings(scenario, population) if one not in found]
    if found:
        raise ScenarioRefusedError(tuple(found))
    _require_comparable(scenarios)


def _require_comparable(scenarios: Sequence[Scenario]) -> None:
    base = scenarios[0]
    for scenario in scenarios[1:]:
        for name in ("horizon_months", "seed"):
            if getattr(scenario, name) != getattr(base, name):
                raise ScenarioRefusedError((Finding(name, "finding.scenario_unlike_base"),))


def findings(scenario: Scenario, population: Population | None = None) -> tuple[Finding, ...]:
    """Return all that is wrong with a scenario, in the order of its fields."""
    out_of_range = tuple(_ranges(scenario))
    if out_of_range:
        # What contradicts what is only asked of values that could be meant.
        return out_of_range
    return (*_shares(scenario), *_contradictions(scenario), *_absurdities(scenario, population))


def _ranges(scenario: Scenario) -> Iterator[Finding]:
    for path, value in leaves(scenario).items():
        parameter = parameter_of(path)
        if parameter is not None:
            yield from _range(parameter, path, value)


def _range(parameter: Parameter, path: str, value: Any) -> Iterator[Finding]:
    if parameter.unit == "tiers":
        if not value:
            yield Finding(path, "finding.scenario_no_tier")
        elif set(value) - set(VALUE_TIERS):
            yield Finding(path, "finding.scenario_unknown_tier", {"value": ", ".join(value)[:60]})
    elif parameter.unit == "code":
        if parameter.choices and value not in parameter.choices:
            known = ", ".join(parameter.choices)
            yield Finding(path, "finding.scenario_unknown_code", {"value": value[:60], "choices": known})
    elif parameter.unit != "flag" and not (parameter.is_optional and value is None):
        yield from _number(parameter, path, value)


def _number(parameter: Parameter, path: str, value: float) -> Iterator[Finding]:
    bounds: dict[str, object] = {
        "value": f"{value:g}",
        "low": f"{parameter.low:g}",
        "high": f"{parameter.high:g}",
    }
    if math.isnan(value) or not parameter.low <= value <= parameter.high:
        yield Finding(path, "finding.scenario_out_of_range", bounds)
    elif parameter.is_whole and value != int(value):
        yield Finding(path, "finding.scenario_not_whole", {"value": f"{value:g}"})


def _shares(scenario: Scenario) -> Iterator[Finding]:
    total = sum(scenario.retention.split.numbers)
    if abs(total - 1.0) > _SPLIT_TOLERANCE:
        yield Finding("retention.split", "finding.scenario_split_sum", {"total": f"{100 * total:g}"})


def _contradictions(scenario: Scenario) -> Iterator[Finding]:
    retention, rules = scenario.retention, scenario.complaints
    if retention.budget_per_month > 0 and not retention.measures:
        yield Finding("retention.measures", "finding.scenario_budget_without_measure")
    if retention.budget_per_month > 0 and scenario.team.agents == 0:
        yield Finding("team.agents", "finding.scenario_budget_without_team")
    for number, measure in enumerate(retention.measures):
        most = max(
            (retention.budget_per_month * getattr(retention.split, name) for name in measure.tiers),
            default=0.0,
        )
        cost = measure.contact_cost + measure.offer_cost
        if retention.budget_per_month > 0.0 and most < cost:
            yield Finding(
                f"retention.measures.{number}.offer_cost",
                "finding.scenario_offer_above_budget",
                {"cost": f"{cost:g}", "budget": f"{most:g}"},
            )
    if rules.authority_limit > rules.compensation_limit:
        limits: dict[str, object] = {
            "value": f"{rules.authority_limit:g}",
            "limit": f"{rules.compensation_limit:g}",
        }
        yield Finding("complaints.authority_limit", "finding.scenario_authority_above_limit", limits)
    yield from _late_shocks(scenario)


def _late_shocks(scenario: Scenario) -> Iterator[Finding]:
    for number, shock in enumerate(scenario.shocks):
        path = f"shocks.{number}"
        if shock.month > scenario.horizon_months:
            after: dict[str, object] = {"month": shock.month, "horizon": scenario.horizon_months}
            yield Finding(f"{path}.month", "finding.scenario_shock_after_horizon", after)
        if shock.kind != "price" and shock.margin_change != 0.0:
            yield Finding(f"{path}.margin_change", "finding.scenario_margin_without_price")


def _absurdities(scenario: Scenario, population: Population | None) -> Iterator[Finding]:
    failures = scenario.failures
    if failures.in_time_factor > failures.late_factor or failures.late_factor > failures.unanswered_factor:
        factors: dict[str, object] = {
            "in_time": f"{failures.in_time_factor:g}",
            "late": f"{failures.late_factor:g}",
            "unanswered": f"{failures.unanswered_factor:g}",
        }
        yield Finding("failures.late_factor", "finding.scenario_better_late", factors)
    if population is None:
        return
    margin = float(population.weight @ population.margin_per_month)
    budget = scenario.retention.budget_per_month
    if margin > 0 and budget > _ABSURD_BUDGET * margin:
        figures: dict[str, object] = {"value": f"{budget:g}", "margin": f"{margin:.0f}"}
        yield Finding("retention.budget_per_month", "finding.scenario_absurd_budget", figures)
    if scenario.acquisition.customers_per_month > population.customers:
        won: dict[str, object] = {
            "value": f"{scenario.acquisition.customers_per_month:g}",
            "customers": round(population.customers),
        }
        yield Finding("acquisition.customers_per_month", "finding.scenario_absurd_acquisition", won)
    work = population.size * scenario.horizon_months * scenario.replications
    if work > _MOST_CUSTOMER_MONTHS:
        yield Finding("replications", "finding.scenario_too_much_work", {"value": scenario.replications})
