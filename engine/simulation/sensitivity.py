"""Which assumptions move the answer most, and how wrong would one have to be to change the decision?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from engine.estimate import Estimate
from engine.simulation.checks import findings
from engine.simulation.parameters import parameter_of
from engine.simulation.scenario import Scenario
from engine.simulation.simulate import Question, simulate
from engine.simulation.tree import leaves, with_value

_HALVINGS = 12
_ASSUMED = (
    "retention.measures.*.success_probability",
    "retention.measures.*.take_up_probability",
    "retention.measures.*.hazard_factor",
    "retention.measures.*.lasting_months",
    "warning.threshold",
    "team.hours_per_case",
    "desk.hours_per_case",
    "failures.frequency_factor",
    "failures.complaint_share",
    "failures.late_factor",
    "failures.unanswered_factor",
    "talk.told_by_leaver",
    "talk.swayed_customer_probability",
    "talk.swayed_prospect_probability",
    "discount_rate_per_year",
    "bindings.*.joining_share",
    "bindings.*.hazard_factor",
    "shocks.*.factor",
)


@dataclass(frozen=True)
class Assumption:
    """A value that could be other than it is: from ``low`` to ``high``."""

    path: str
    low: float
    high: float


@dataclass(frozen=True)
class TippingPoint:
    """Where an assumption changes the decision.

    ``now`` is its value, ``value`` the nearest one at which the difference of net present value to
    the base changes its sign, NaN if none in the range does; ``difference`` is that of today.
    """

    path: str
    now: float
    value: float
    difference: Estimate


def usual_assumptions(scenario: Scenario, spread: float = 0.5) -> tuple[Assumption, ...]:
    """Return what is assumed rather than decided, each by ``spread`` less and more, within its range."""
    found = []
    for path, value in leaves(scenario).items():
        parameter = parameter_of(path)
        if parameter is None or parameter.path not in _ASSUMED or not value:
            continue
        low = max(parameter.low, value * (1.0 - spread))
        high = min(parameter.high, value * (1.0 + spread))
        if parameter.is_whole:
            low, high = max(parameter.low, math.floor(low)), min(parameter.high, math.ceil(high))
        found.append(Assumption(path, low, high))
    return tuple(found)


def tornado(question: Question, assumptions: Sequence[Assumption], replications: int = 10) -> pd.DataFrame:
    """Return a row an assumption, the one that moves most first.

    ``low_value``, ``high_value`` are what it was set to, in base and scenario alike, as it is about
    the world; ``at_low``, ``at_high`` the difference of net present value there with its
    bounds, ``swing`` how far apart they are, ``changes_decision`` whether the sign changes.
    """
    rows = []
    for one in assumptions:
        at_low = _difference_at(question, one.path, one.low, replications)
        at_high = _difference_at(question, one.path, one.high, replications)
        rows.append(
            {
                "path": one.path,
                "low_value": one.low,
                "high_value": one.high,
                "at_low": at_low.value,
                "at_low_low": at_low.low,
                "at_low_high": at_low.high,
                "at_high": at_high.value,
                "at_high_low": at_high.low,
                "at_high_high": at_high.high,
                "swing": abs(at_high.value - at_low.value),
                "changes_decision": (at_low.value > 0) != (at_high.value > 0),
            }
        )
    return pd.DataFrame(rows).sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def tipping_point(question: Question, assumption: Assumption, replications: int = 10) -> TippingPoint:
    """Return how wrong an assumption would have to be for the scenario to lose its advantage (or gain one).

    As all runs share their luck, the difference moves smoothly with the assumption and can be
    halved in on.
    """
    now = float(leaves(question.scenarios[1])[assumption.path])
    today = _difference_at(question, assumption.path, now, replications)
    nearest = math.nan
    for end in (assumption.low, assumption.high):
        if end == now or (_difference_at(question, assumption.path, end, replications).value > 0) == (
            today.value > 0
        ):
            continue
        found = _halve(question, assumption.path, (now, end), replications)
        if math.isnan(nearest) or abs(found - now) < abs(nearest - now):
            nearest = found
    return TippingPoint(assumption.path, now, nearest, today)


def _halve(question: Question, path: str, ends: tuple[float, float], replications: int) -> float:
    near, far = ends
    parameter = parameter_of(path)
    is_whole = parameter is not None and parameter.is_whole
    sign = _difference_at(question, path, near, replications).value > 0
    for _ in range(_HALVINGS):
        middle = 0.5 * (near + far)
        if is_whole:
            middle = float(round(middle))
            if middle in (near, far):
                break
        same = (_difference_at(question, path, middle, replications).value > 0) == sign
        near, far = (middle, far) if same else (near, middle)
    return far


def _difference_at(question: Question, path: str, value: float, replications: int) -> Estimate:
    parameter = parameter_of(path)
    told = int(value) if parameter is not None and parameter.is_whole else value
    moved = tuple(_moved(scenario, path, told) for scenario in question.scenarios[:2])
    if any(findings(scenario) for scenario in moved):
        return Estimate(math.nan)
    results = simulate(replace(question, scenarios=moved), replications)
    return results.difference("npv", 1)


def _moved(scenario: Scenario, path: str, value: float) -> Scenario:
    # What only one of the two has, a programme or a shock, is moved there alone.
    return with_value(scenario, path, value) if path in leaves(scenario) else scenario
