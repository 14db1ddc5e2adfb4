"""Which inputs does the What if page offer, and which question do they make?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.usecases.simulating import ANSWER, COMPARISON, CURVE, Answer, Asked, Finding, Start
from engine.simulation.checks import findings
from engine.simulation.parameters import parameter_of
from engine.simulation.scenario import Scenario
from engine.simulation.sweep import DEFAULT_SHARES, SpendGainCurve, curve_of
from engine.simulation.templates import TEMPLATES
from engine.simulation.tree import difference, leaves, with_value

__all__ = [
    "MAIN",
    "TEMPLATE_CODES",
    "VIEW_OF",
    "Input",
    "Sheet",
    "curve",
    "curve_question",
    "inputs",
    "question",
    "sheet",
]

TEMPLATE_CODES = tuple(one.code for one in TEMPLATES)
MAIN = (
    "retention.budget_per_month",
    "retention.split.platinum",
    "retention.split.gold",
    "retention.split.iron",
    "retention.split.lead",
    "retention.measures.0.offer_cost",
    "retention.measures.0.success_probability",
    "desk.agents",
)
"""What stands on the page unfolded; everything else is folded away with sensible values."""
VIEW_OF = {ANSWER: "answer", CURVE: "curve", COMPARISON: "compare"}
"""Kind of answer -> the view of the page that it opens on."""
_BUDGET = "retention.budget_per_month"
_SHARED = ("horizon_months", "discount_rate_per_year", "seed", "replications")
_PERCENT = frozenset({"share", "probability", "per_year"})


@dataclass(frozen=True)
class Input:
    """A number that can be typed: as it is shown (shares in per cent), with its bounds and origin."""

    path: str
    name_id: str
    unit_id: str
    value: float
    low: float
    high: float
    is_percent: bool
    is_whole: bool
    is_main: bool
    tier: str


@dataclass(frozen=True)
class Sheet:
    """What a page starts from: base and scenario before anything is typed, and their inputs."""

    base: Scenario
    scenario: Scenario
    inputs: tuple[Input, ...]


def sheet(begun: Start, template: str, kept: Answer | None = None) -> Sheet:
    """Return the inputs of a template, or of an answer that was kept."""
    if kept is not None and len(kept.scenarios) > 1 and kept.kind == ANSWER:
        base, scenario = kept.scenarios[0], kept.scenarios[1]
    else:
        base = begun.base
        scenario = next((one.of(base) for one in TEMPLATES if one.code == template), base)
    return Sheet(base, scenario, inputs(scenario))


def inputs(scenario: Scenario) -> tuple[Input, ...]:
    """Return every number of a scenario as an input, the main ones first."""
    found = [_input(path, value) for path, value in leaves(scenario).items()]
    known = [one for one in found if one is not None]
    order = {path: number for number, path in enumerate(MAIN)}
    return tuple(sorted(known, key=lambda one: order.get(one.path, len(order))))


def question(
    begun: Start, shown: Sheet, typed: Mapping[str, float], name: str
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the job's parameters for what was typed, and all that is wrong with it.

    ``typed`` are values as shown, by path; those left as they were change nothing. Horizon,
    discount rate, seed and replications hold for the base as well.
    """
    base, scenario = shown.base, shown.scenario
    for one in shown.inputs:
        if one.path in typed and typed[one.path] != one.value:
            value: float = typed[one.path] / (100.0 if one.is_percent else 1.0)
            value = int(value) if one.is_whole else value
            scenario = with_value(scenario, one.path, value)
    for shared in _SHARED:
        base = with_value(base, shared, getattr(scenario, shared))
    asked = Asked(begun.assessment_id, difference(begun.base, base), (difference(base, scenario),), (name,))
    wrong = findings(scenario, begun.population)
    return _as_json(asked), wrong


def curve_question(begun: Start, answer: Answer) -> dict[str, Any]:
    """Return the job's parameters for the spend-gain curve of an answer's scenario.

    Without a budget of its own the curve goes up to a fiftieth of the customers' margin a month.
    """
    scenario = answer.scenarios[-1]
    today = scenario.retention.budget_per_month
    if today <= 0.0:
        population = begun.population
        today = max(float(population.weight @ population.margin_per_month), 0.0) / (50.0 * DEFAULT_SHARES[-1])
    budgets = [with_value(scenario, _BUDGET, round(share * today, 2)) for share in DEFAULT_SHARES]
    base = with_value(scenario, _BUDGET, 0.0)
    sound = [one for one in budgets if not findings(one, begun.population)]
    return _as_json(
        Asked(
            begun.assessment_id,
            difference(begun.base, base),
            tuple(difference(base, one) for one in sound),
            tuple(f"{one.retention.budget_per_month:g}" for one in sound),
            kind=CURVE,
            about=answer.simulation_id,
        )
    )


def curve(answer: Answer) -> SpendGainCurve:
    """Return the spend-gain curve that an answer of that kind is."""
    return curve_of(answer.results, answer.scenarios[-1].retention.budget_per_month / DEFAULT_SHARES[-1])


def _as_json(asked: Asked) -> dict[str, Any]:
    plain = asdict(asked)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def _input(path: str, value: Any) -> Input | None:
    parameter = parameter_of(path)
    if parameter is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    times = 100.0 if parameter.unit in _PERCENT else 1.0
    last = path.rpartition(".")[2]
    return Input(
        path=path,
        name_id=parameter.name_id,
        unit_id=parameter.unit_id,
        # Ten digits hide that a share in per cent isn't exact in binary.
        value=round(float(value) * times, 10),
        low=parameter.low * times,
        high=parameter.high * times,
        is_percent=times > 1.0,
        is_whole=parameter.is_whole,
        is_main=path in MAIN,
        tier=last if last in ("platinum", "gold", "iron", "lead") else "",
    )
