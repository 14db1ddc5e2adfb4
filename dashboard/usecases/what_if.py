"""Which inputs does the What if page offer, and which question do they make?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.usecases.simulating import (
    ANSWER,
    COMPARISON,
    CURVE,
    RESTS,
    SHARED,
    Answer,
    Asked,
    Finding,
    Start,
    as_json,
)
from engine.contracts import VALUE_TIERS
from engine.simulation.checks import findings
from engine.simulation.parameters import parameter_of
from engine.simulation.scenario import ByTier, Scenario
from engine.simulation.sweep import DEFAULT_SHARES, SpendGainCurve, curve_of
from engine.simulation.templates import TEMPLATES
from engine.simulation.tree import difference, leaves, with_value

__all__ = [
    "GROUPS",
    "MAIN",
    "TEMPLATE_CODES",
    "VIEW_OF",
    "Input",
    "Sheet",
    "curve",
    "curve_question",
    "fields_of",
    "inputs",
    "question",
    "sharper_question",
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
GROUPS = (
    "retention",
    "warning",
    "team",
    "desk",
    "complaints",
    "failures",
    "care",
    "bindings",
    "acquisition",
    "talk",
    "shocks",
    "run",
)
"""What parameters are about, in the order in which a page shows them."""
VIEW_OF = {ANSWER: "answer", CURVE: "curve", RESTS: "rests", COMPARISON: "compare"}
"""Kind of answer -> the view of the page that it opens on."""
_BUDGET = "retention.budget_per_month"
_MOST_REPLICATIONS = 2_000
_ROUNDING = 0.005
_ABOUT_BUDGET = ("more_budget", "more_for_platinum")
_PERCENT = frozenset({"share", "probability", "per_year"})


@dataclass(frozen=True)
class Input:
    """A value that can be changed: as it is shown (shares in per cent), with its bounds.

    ``kind`` says how: a ``number``, a ``flag``, one of the ``choices`` or several of them
    (``several``); ``item`` is the number of what it belongs to in a list (measures, programmes,
    events), -1 for none.
    """

    path: str
    name_id: str
    unit_id: str
    value: Any
    low: float
    high: float
    is_percent: bool
    is_whole: bool
    is_main: bool
    tier: str
    kind: str = "number"
    choices: tuple[str, ...] = ()
    item: int = -1

    @property
    def group(self) -> str:
        """Return the code of what it is about: the first part of its path, ``run`` for the whole."""
        return self.path.partition(".")[0] if "." in self.path else "run"

    def stored(self, typed: Any) -> Any:
        """Return what was typed as the scenario holds it."""
        if self.kind == "several":
            return tuple(one for one in self.choices if one in typed)
        if self.kind != "number":
            return typed
        value = float(typed) / (100.0 if self.is_percent else 1.0)
        return int(value) if self.is_whole and value.is_integer() else value


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
        start = with_value(base, _BUDGET, _some_budget(begun)) if template in _ABOUT_BUDGET else base
        scenario = next((one.of(start) for one in TEMPLATES if one.code == template), base)
    return Sheet(base, scenario, inputs(scenario))


def _some_budget(begun: Start) -> float:
    """Return today's retention budget; where none is known, a hundredth of the customers' margin a month."""
    population, today = begun.population, begun.base.retention.budget_per_month
    margin = max(float(population.weight @ population.margin_per_month), 0.0)
    return today if today > 0.0 else round(margin / 100.0, 2)


def inputs(scenario: Scenario) -> tuple[Input, ...]:
    """Return every value of a scenario that can be changed as an input, the main ones first."""
    found = [_input(path, value) for path, value in leaves(scenario).items()]
    known = [one for one in found if one is not None]
    order = {path: number for number, path in enumerate(MAIN)}
    return tuple(sorted(known, key=lambda one: order.get(one.path, len(order))))


def question(
    begun: Start, shown: Sheet, typed: Mapping[str, Any], name: str
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the job's parameters for what was typed, and all that is wrong with it.

    ``typed`` are values as shown, by path; those left as they were change nothing. Horizon,
    discount rate, seed and replications hold for the base as well.
    """
    base, scenario = shown.base, shown.scenario
    for one in shown.inputs:
        if one.path in typed and typed[one.path] != one.value:
            scenario = with_value(scenario, one.path, one.stored(typed[one.path]))
    scenario = _shares_as_meant(scenario)
    for shared in SHARED:
        base = with_value(base, shared, getattr(scenario, shared))
    wrong = findings(scenario, begun.population)
    asked = Asked(begun.assessment_id, difference(begun.base, base), (difference(base, scenario),), (name,))
    return as_json(asked), wrong


def _shares_as_meant(scenario: Scenario) -> Scenario:
    """Return the scenario with shares that sum to one; what is typed is rounded, as it is shown."""
    shares = scenario.retention.split.numbers
    total = sum(shares)
    if total == 1.0 or abs(total - 1.0) > _ROUNDING:
        return scenario
    split = ByTier(*(share / total for share in shares))
    return with_value(scenario, "retention.split", split)


def fields_of(wrong: Sequence[Finding], shown: Sheet) -> dict[str, list[Finding]]:
    """Return what is wrong by the path of the field to say it at; "" where there is no such field."""
    found: dict[str, list[Finding]] = {}
    for finding in wrong:
        paths = [one.path for one in shown.inputs]
        below = (path for path in paths if path.startswith(f"{finding.path}."))
        at = finding.path if finding.path in paths else next(below, "")
        found.setdefault(at, []).append(finding)
    return found


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
    return as_json(
        Asked(
            begun.assessment_id,
            difference(begun.base, base),
            tuple(difference(base, one) for one in sound),
            tuple(f"{one.retention.budget_per_month:g}" for one in sound),
            kind=CURVE,
            about=answer.simulation_id,
        )
    )


def sharper_question(begun: Start, answer: Answer) -> dict[str, Any]:
    """Return the job's parameters for the same question until the interval is half as wide.

    Empty where there is no interval to narrow. Six times as many replications are the most: what a
    sample of the customers leaves open, no replication closes.
    """
    net = answer.results.difference("npv", 1)
    half = 0.5 * (net.high - net.low)
    if not half > 0.0:
        return {}
    base, scenario = answer.scenarios[0], answer.scenarios[1]
    asked = Asked(
        answer.assessment_id,
        difference(begun.base, base),
        (difference(base, scenario),),
        answer.names,
        half_width=0.5 * half,
        most_replications=min(6 * answer.results.replications, _MOST_REPLICATIONS),
    )
    return as_json(asked)


def curve(answer: Answer) -> SpendGainCurve:
    """Return the spend-gain curve that an answer of that kind is."""
    return curve_of(answer.results, answer.scenarios[-1].retention.budget_per_month / DEFAULT_SHARES[-1])


def _input(path: str, value: Any) -> Input | None:
    parameter = parameter_of(path)
    if parameter is None or value is None or path.endswith(".code"):
        return None
    times = 100.0 if parameter.unit in _PERCENT else 1.0
    kind = {"flag": "flag", "code": "one", "tiers": "several"}.get(parameter.unit, "number")
    last = path.rpartition(".")[2]
    return Input(
        path=path,
        name_id=parameter.name_id,
        unit_id=parameter.unit_id,
        # Ten digits hide that a share in per cent isn't exact in binary.
        value=round(float(value) * times, 10) if kind == "number" else value,
        low=parameter.low * times,
        high=parameter.high * times,
        is_percent=times > 1.0,
        is_whole=parameter.is_whole,
        is_main=path in MAIN,
        tier=last if last in VALUE_TIERS else "",
        kind=kind,
        choices=parameter.choices,
        item=next((int(part) for part in path.split(".") if part.isdigit()), -1),
    )
