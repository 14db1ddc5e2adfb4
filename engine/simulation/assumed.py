"""What of a scenario is assumed rather than decided, and how far off could each of it be?

What one decides (budgets, staff, thresholds, programmes) is the plan itself. Assumed is what the
world answers: how often an offer works, what a late answer does, how many people listen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.simulation.checks import findings
from engine.simulation.parameters import parameter_of
from engine.simulation.scenario import Scenario
from engine.simulation.tree import leaves, with_value

ASSUMED = (
    "retention.measures.*.success_probability",
    "retention.measures.*.take_up_probability",
    "retention.measures.*.hazard_factor",
    "retention.measures.*.lasting_months",
    "warning.auc",
    "team.hours_per_case",
    "desk.hours_per_case",
    "complaints.inquiry_days",
    "complaints.mean_claim",
    "failures.frequency_factor",
    "failures.complaint_share",
    "failures.in_time_factor",
    "failures.late_factor",
    "failures.unanswered_factor",
    "failures.silent_factor",
    "failures.lasting_months",
    "care.hazard_factor_per_touch",
    "talk.told_by_leaver",
    "talk.told_by_complainant",
    "talk.told_by_satisfied",
    # The shares of those told who could act count only times these two chances.
    "talk.swayed_customer_probability",
    "talk.swayed_prospect_probability",
    "discount_rate_per_year",
    "bindings.*.joining_share",
    "bindings.*.hazard_factor",
    "shocks.*.factor",
)
SPREAD = 0.5
"""Half less and half more: how far off an assumption is taken to be in a tornado."""
_AS_MUCH_AS = 4.0
_HALVINGS = 12
_USUAL = Scenario()


@dataclass(frozen=True)
class Assumption:
    """A value that could be other than it is: from ``low`` to ``high``."""

    path: str
    low: float
    high: float


def usual_assumptions(scenario: Scenario, spread: float = SPREAD) -> tuple[Assumption, ...]:
    """Return what is assumed, each by ``spread`` less and more, as far as nothing contradicts it.

    Of a factor it is the effect that is weaker and stronger: 1.5 becomes 1.25 and 1.75. What is
    without effect can only be stronger: it is measured by what the simulator assumes of its own.
    """
    found = []
    for path, value in leaves(scenario).items():
        parameter = parameter_of(path)
        if parameter is None or parameter.path not in ASSUMED or value is None:
            continue
        one = _between(path, float(value), (1.0 - spread, 1.0 + spread))
        if one.low < one.high:
            found.append(within_reason((scenario,), one))
    return tuple(found)


def widest(scenarios: Sequence[Scenario], path: str) -> Assumption:
    """Return an assumption from no effect to four times as much, as far as nothing contradicts it."""
    now = float(leaves(scenarios[-1])[path])
    return within_reason(scenarios, _between(path, now, (0.0, _AS_MUCH_AS)))


def within_reason(scenarios: Sequence[Scenario], assumption: Assumption) -> Assumption:
    """Return an assumption with its ends drawn in until every scenario with them could be run."""
    now = float(leaves(scenarios[-1])[assumption.path])
    low, high = (_furthest(scenarios, assumption.path, now, end) for end in (assumption.low, assumption.high))
    return Assumption(assumption.path, low, high)


def moved(scenarios: Sequence[Scenario], path: str, value: float) -> tuple[Scenario, ...]:
    """Return the scenarios with an assumption at another value.

    It is about the world, so it moves in all alike. What only the last one has (a programme, a
    shock), or has otherwise than the base, is its own and moves there alone.
    """
    told: Any = int(value) if is_whole(path) else value
    values = [leaves(scenario).get(path) for scenario in scenarios]
    return tuple(
        with_value(scenario, path, told) if own is not None and own == values[-1] else scenario
        for scenario, own in zip(scenarios, values, strict=True)
    )


def halfway(path: str, one: float, other: float) -> float:
    """Return the middle of two values, a whole number where the assumption is one."""
    return possible(path, 0.5 * (one + other))


def possible(path: str, value: float) -> float:
    """Return the value itself, or the nearest whole number where the assumption is one."""
    return float(round(value)) if is_whole(path) else value


def _between(path: str, now: float, times: tuple[float, float]) -> Assumption:
    """Return now's effect so many times weaker and stronger, within the parameter's own range."""
    parameter = parameter_of(path)
    if parameter is None:
        return Assumption(path, now, now)
    none = 1.0 if parameter.unit == "factor" and path != "failures.frequency_factor" else 0.0
    usual = leaves(_USUAL).get(path)
    if now == none and usual is not None:
        ends = sorted((none, none + (float(usual) - none) * max(times)))
    else:
        ends = sorted(none + (now - none) * one for one in times)
    low, high = max(parameter.low, ends[0]), min(parameter.high, ends[1])
    if parameter.is_whole:
        low, high = max(parameter.low, math.floor(low)), min(parameter.high, math.ceil(high))
    return Assumption(path, low, high)


def _furthest(scenarios: Sequence[Scenario], path: str, now: float, end: float) -> float:
    """Return the value nearest to ``end`` that no scenario contradicts (``checks``)."""
    if not _is_contradicted(scenarios, path, end):
        return end
    for _ in range(_HALVINGS):
        middle = halfway(path, now, end)
        if middle in (now, end):
            break
        now, end = (now, middle) if _is_contradicted(scenarios, path, middle) else (middle, end)
    return now


def _is_contradicted(scenarios: Sequence[Scenario], path: str, value: float) -> bool:
    return any(findings(scenario) for scenario in moved(scenarios, path, value))


def is_whole(path: str) -> bool:
    """Whether an assumption is a whole number."""
    parameter = parameter_of(path)
    return parameter is not None and parameter.is_whole
