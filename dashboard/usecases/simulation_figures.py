"""What does a simulation say, as plain values that a program, an export or a notebook can take?"""

from __future__ import annotations

import math
from typing import Any

from dashboard.usecases.simulating import Answer
from engine.contracts import VALUE_TIERS
from engine.estimate import Estimate
from engine.simulation.parameters import Parameter, parameter_of
from engine.simulation.results import Results
from engine.simulation.scenario import Scenario
from engine.simulation.tree import leaves

FIGURES = (
    "npv",
    "margin",
    "spend",
    "kept",
    "left",
    "won",
    "offers",
    "accepted",
    "rescued",
    "offer_spend",
    "stayer_spend",
    "stayer_share",
    "complaints",
    "waiting_days",
    "resolution_days",
    "in_time_share",
    "desk_use",
    "team_use",
)
"""Figures of the whole horizon; money is discounted."""
OF_A_TIER = ("npv", "margin", "spend", "kept", "left", "offers", "rescued", "complaints", "in_time_share")
OF_A_MONTH = (
    "active",
    "left",
    "won",
    "rescued",
    "offers",
    "complaints",
    "waiting_days",
    "in_time_share",
    "spend",
    "margin",
)


def summary(answer: Answer) -> dict[str, Any]:
    """Return base, first scenario and their paired difference; undefined numbers are null.

    A question without a scenario is the base against itself: every difference is exactly 0.
    """
    asked = min(1, len(answer.scenarios) - 1)
    results = answer.results
    return {
        "simulation_id": answer.simulation_id,
        "assessment_id": answer.assessment_id,
        "as_of": answer.as_of.isoformat(),
        "customers": answer.customers,
        "left_out": dict(answer.left_out),
        "replications": results.replications,
        "horizon_months": answer.scenarios[0].horizon_months,
        "seed": answer.scenarios[0].seed,
        "base": _of_one(answer, 0),
        "scenario": _of_one(answer, asked),
        "difference": _difference(results, asked),
    }


def assumptions(answer: Answer, scenario: int) -> list[dict[str, Any]]:
    """Return a scenario's parameters: path, value, unit, origin, cases behind it, source.

    A value that is the simulator's own default was taken from a source, or is ``assumed``; any
    other was measured or typed.
    """
    rows = []
    base, default = leaves(answer.scenarios[0]), leaves(Scenario())
    for path, value in leaves(answer.scenarios[scenario]).items():
        parameter = parameter_of(path)
        if parameter is None:
            continue
        is_measured = path in answer.origins and base.get(path) == value
        # What a template brings has no place in the default tree: nobody typed it either.
        is_usual = default.get(path, value) == value
        origin = "measured" if is_measured else _usual_origin(parameter) if is_usual else "typed"
        rows.append(
            {
                "path": path,
                "name_id": parameter.name_id,
                "unit_id": parameter.unit_id,
                "value": list(value) if isinstance(value, tuple) else value,
                "unit": parameter.unit,
                "origin": origin,
                "cases": answer.origins.get(path) if is_measured else None,
                "source": parameter.source if origin == "source" else "",
            }
        )
    return rows


def _usual_origin(parameter: Parameter) -> str:
    return "source" if parameter.origin == "source" else "assumed"


def _of_one(answer: Answer, scenario: int) -> dict[str, Any]:
    results = answer.results
    tiers = {
        name: {figure: _plain(results.figure(figure, scenario, tier)) for figure in OF_A_TIER}
        for tier, name in enumerate(VALUE_TIERS)
    }
    causes = results.left_by_cause(scenario)
    return {
        "name": answer.names[scenario - 1] if 0 < scenario <= len(answer.names) else "",
        "figures": {name: _plain(results.figure(name, scenario)) for name in FIGURES},
        "tiers": tiers,
        "months": _months(results, scenario, None),
        "left_by_cause": causes.to_dict(orient="records"),
        "assumptions": assumptions(answer, scenario),
    }


def _difference(results: Results, scenario: int) -> dict[str, Any]:
    figures = {name: _plain(results.difference(name, scenario)) for name in FIGURES}
    figures["gain_per_unit"] = _plain(results.gain_per_unit(scenario))
    figures["break_even_month"] = _plain(results.break_even_month(scenario))
    tiers = {
        name: {figure: _plain(results.difference(figure, scenario, tier=tier)) for figure in OF_A_TIER}
        for tier, name in enumerate(VALUE_TIERS)
    }
    return {"figures": figures, "tiers": tiers, "months": _months(results, scenario, 0)}


def _months(results: Results, scenario: int, base: int | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"month": month} for month in range(1, results.scenarios[0].horizon_months + 1)
    ]
    for name in OF_A_MONTH:
        series = results.series(name, scenario, base=base)
        for row, value, low, high in zip(rows, series["value"], series["low"], series["high"], strict=True):
            row[name] = {"value": _number(value), "low": _number(low), "high": _number(high)}
    return rows


def _plain(estimate: Estimate) -> dict[str, float | None]:
    return {"value": _number(estimate.value), "low": _number(estimate.low), "high": _number(estimate.high)}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
