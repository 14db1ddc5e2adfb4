"""What if? Bring an assessment and the records beside it to the simulator, and keep its answer."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from data import assessments, simulations
from data.errors import DataError
from data.home import home
from data.progress import Progress, silent
from data.relations import relations
from data.simulations import NewSimulation
from data.viewer import Viewer
from data.workspaces import data_version
from engine.assessment_columns import SURVIVAL_COLUMNS
from engine.cards import model_card
from engine.churn.factors import FACTORS
from engine.estimate import Estimate
from engine.simulation.checks import Finding, ScenarioRefusedError, require_sound
from engine.simulation.measured import Measured, measured, with_rules, with_silence
from engine.simulation.month_margin import MARGIN_COLUMNS, with_month_margin
from engine.simulation.population import (
    NEEDED_COLUMNS,
    Population,
    customers_to_simulate,
    population_of,
)
from engine.simulation.results import Results
from engine.simulation.results_file import from_bytes, to_bytes
from engine.simulation.scenario import Scenario
from engine.simulation.scenario_file import from_json
from engine.simulation.simulate import Precision, Question, simulate, simulate_until
from engine.simulation.tree import changed, difference

__all__ = [
    "ANSWER",
    "COMPARISON",
    "COMPLAINT",
    "CURVE",
    "OLD_CURVE",
    "RESTS",
    "Answer",
    "Asked",
    "Finding",
    "How",
    "Start",
    "answer",
    "as_json",
    "ask",
    "ask_file",
    "asked_by_file",
    "findings_of",
    "simulate_job",
    "start",
]

ANSWER: Final = "answer"
"""One scenario against its base."""
CURVE: Final = "curve"
"""One scenario at several budgets against none."""
COMPARISON: Final = "comparison"
"""Up to five scenarios against the same base."""
OLD_CURVE: Final = "spend_gain_curve"
"""How a curve was told before answers had a kind."""
RESTS: Final = "rests"
"""What an answer rests on: its assumptions, each tried weaker and stronger."""
COMPLAINT: Final = "complaint_cost"
"""What one unanswered complaint costs, going on from no answer."""
FOUND_BY: Final[Mapping[str, tuple[str, str]]] = {
    RESTS: ("dashboard.usecases.sensitivity", "rests_found"),
    COMPLAINT: ("dashboard.usecases.sensitivity", "complaint_found"),
}
"""Kinds of answer that are more than replications of given scenarios: module and function.

The function takes (``Question``, ``Watch``) and returns plain values, kept as ``Answer.found``.
"""

VERSION = 2
"""Raised whenever the same inputs would give other digits: older answers then count as another question."""
MOST_ROWS = 50_000
_COLUMNS = ("customer_id", *MARGIN_COLUMNS, *(f"cause_share_{factor}" for factor in FACTORS))
_LONGEST_WARNING = 24
SHARED = ("horizon_months", "discount_rate_per_year", "seed", "replications")
"""What base and scenarios have in common: the same months, with the same luck."""
_STEP, _STEP_SO_FAR = "job.step.simulating", "job.step.simulating_so_far"


@dataclass(frozen=True)
class Start:
    """From where a simulation begins: the company's own population and "go on as now".

    ``origins`` are the paths that were measured, with the number of cases behind each;
    ``customer_ids`` whom the population stands for, before sampling.
    """

    assessment_id: int
    as_of: dt.date
    population: Population
    base: Scenario
    origins: Mapping[str, int]
    customer_ids: pd.Series


@dataclass(frozen=True)
class Asked:
    """A question: what to change of "go on as now" for the base, and of the base for each scenario.

    ``half_width`` has it replicated until the headline's interval is that narrow (in money).
    ``kind`` is what kind of answer is wanted, ``about`` the number of the answer that it goes on from.
    """

    assessment_id: int
    base: Mapping[str, Any] = field(default_factory=dict)
    scenarios: Sequence[Mapping[str, Any]] = ()
    names: Sequence[str] = ()
    half_width: float | None = None
    most_replications: int = 300
    kind: str = ANSWER
    about: int | None = None


@dataclass(frozen=True)
class How:
    """How a scenario file is to be run; ``None`` leaves it to the file, or to the defaults."""

    replications: int | None = None
    seed: int | None = None
    processes: int = 1


@dataclass(frozen=True)
class Answer:
    """What the simulator said: scenarios (the base first), their names and results, and the ground.

    ``about`` is the number of the answer that this one goes on from, ``title`` what people call it.
    A kind in ``FOUND_BY`` has its values in ``found`` and results of no replication.
    """

    simulation_id: int
    assessment_id: int
    as_of: dt.date
    made_at: dt.datetime
    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    origins: Mapping[str, int]
    customers: float
    left_out: Mapping[str, int]
    results: Results
    kind: str = ANSWER
    about: int | None = None
    title: str = ""
    found: Mapping[str, Any] = field(default_factory=dict)


def start(viewer: Viewer, slug: str, assessment_id: int | None = None) -> Start:
    """Return the population of an assessment (the newest without a number) and "go on as now".

    Raises
    ------
    DataError
        The company has no assessment.
    EngineError
        The assessment lacks columns, or too few customers can be simulated.
    """
    if assessment_id is None:
        made = assessments.assessments(viewer, slug)
        if not made:
            raise DataError("error.simulation_without_assessment")
        assessment_id = made[0].assessment_id
    version = data_version(viewer, slug)
    return _started(home(), viewer, slug, assessment_id, version)


@lru_cache(maxsize=2)
def _started(place: Path, viewer: Viewer, slug: str, assessment_id: int, version: int) -> Start:
    """Return ``start``; the place and the data's version only say which, as questions come in rows."""
    del place, version
    header = assessments.header(viewer, slug, assessment_id)
    as_of = header.as_of
    wanted = list(dict.fromkeys((*_COLUMNS, *NEEDED_COLUMNS, *SURVIVAL_COLUMNS)))
    customers = assessments.assessment_frame(viewer, slug, assessment_id, wanted)
    rate = float(header.settings["discount_rate_per_year"])
    customers = with_month_margin(customers, as_of, rate)
    known = measured(customers, relations(viewer, slug).up_to(as_of), as_of)
    silent_majority = assessments.result_frame(viewer, slug, assessment_id, "silent_majority")
    found = with_rules(with_silence(_with_auc(known, header), silent_majority), header.settings)
    population = population_of(customers, found.rates, MOST_ROWS)
    ids = customers_to_simulate(customers)["customer_id"]
    return Start(assessment_id, as_of, population, found.scenario, found.origins, ids)


def ask(viewer: Viewer, slug: str, asked: Asked, progress: Progress = silent, processes: int = 1) -> Answer:
    """Return the simulator's answer: the kept one where the same was asked before.

    Raises
    ------
    ScenarioRefusedError
        A scenario can't be run; its findings say why.
    CancelledError
        Somebody asked to stop; nothing was kept.
    """
    progress(0.02, "job.step.reading_facts")
    begun = start(viewer, slug, asked.assessment_id)
    base = changed(begun.base, asked.base)
    scenarios = (base, *(changed(base, one) for one in asked.scenarios))
    require_sound(scenarios, begun.population)
    inputs = _inputs(asked, begun, scenarios)
    # How scenarios are called changes no digit.
    input_hash = sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    there = simulations.answered(viewer, slug, input_hash)
    if there is None:
        results, found = _computed(begun, scenarios, asked, progress, processes)
        progress(0.99, "job.step.keeping")
        told = {**inputs, "names": list(asked.names), "headline": _headline(results), "found": found}
        name = asked.names[0] if asked.names and asked.kind == ANSWER else ""
        kept = NewSimulation(begun.assessment_id, input_hash, name, told, to_bytes(results))
        there = simulations.keep(viewer, slug, kept)
    return answer(viewer, slug, there)


def ask_file(viewer: Viewer, slug: str, text: str, how: How, progress: Progress = silent) -> Answer:
    """Return the answer to a scenario file, put on "go on as now" of the newest assessment.

    Horizon, discount rate, seed and replications of the file are for the base as well: two
    scenarios can only be compared over the same months, with the same luck.

    Raises
    ------
    EngineError
        The file is refused; the sentence says why.
    """
    return ask(viewer, slug, asked_by_file(start(viewer, slug), text, how), progress, how.processes)


def asked_by_file(begun: Start, text: str, how: How) -> Asked:
    """Return the question of a scenario file, put on "go on as now".

    Raises
    ------
    EngineError
        The file is refused; the sentence says why.
    """
    named = from_json(begun.base, text)
    changes = difference(begun.base, named.scenario)
    shared = {name: changes.pop(name) for name in SHARED if name in changes}
    told = {"replications": how.replications, "seed": how.seed}
    shared |= {name: value for name, value in told.items() if value is not None}
    return Asked(begun.assessment_id, shared, (changes,), (named.name,))


def answer(viewer: Viewer, slug: str, simulation_id: int) -> Answer:
    """Return an answer as it was kept, to the last digit.

    Raises
    ------
    NotFoundError
        There is no simulation of that number.
    """
    kept = simulations.simulation(viewer, slug, simulation_id)
    inputs = kept.inputs
    scenarios = tuple(changed(Scenario(), tree) for tree in inputs["scenarios"])
    return Answer(
        simulation_id=kept.simulation_id,
        assessment_id=kept.assessment_id,
        as_of=dt.date.fromisoformat(inputs["as_of"]),
        made_at=kept.made_at,
        names=tuple(inputs["names"]),
        scenarios=scenarios,
        origins=inputs["origins"],
        customers=inputs["customers"],
        left_out=inputs["left_out"],
        results=from_bytes(scenarios, kept.results),
        kind=inputs.get("kind") or (CURVE if kept.name == OLD_CURVE else ANSWER),
        about=inputs.get("about"),
        title=kept.name,
        found=inputs.get("found") or {},
    )


def findings_of(error: Exception) -> tuple[Finding, ...]:
    """Return all that is wrong with a refused scenario; nothing for any other refusal."""
    return error.findings if isinstance(error, ScenarioRefusedError) else ()


def as_json(asked: Asked) -> dict[str, Any]:
    """Return a question as the parameters of its job."""
    plain = asdict(asked)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def simulate_job(
    viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """Simulate as the worker does it: ``parameters`` are the fields of ``Asked``."""
    asked = Asked(**parameters)
    return {"simulation_id": ask(viewer, slug, asked, progress).simulation_id}


def _computed(
    begun: Start, scenarios: tuple[Scenario, ...], asked: Asked, progress: Progress, processes: int
) -> tuple[Results, dict[str, Any]]:
    question = Question(begun.population, scenarios, processes)

    def watch(done: int, wanted: int, headline: Estimate) -> None:
        progress(0.05 + 0.9 * done / max(wanted, 1), step_so_far(done, wanted, headline))

    if asked.kind in FOUND_BY:
        module, name = FOUND_BY[asked.kind]
        return _without_replications(scenarios), dict(
            getattr(importlib.import_module(module), name)(question, watch)
        )
    if asked.half_width is not None:
        precision = Precision(asked.half_width, asked.most_replications)
        return simulate_until(question, precision, watch), {}
    return simulate(question, None, watch), {}


def step_so_far(done: int, wanted: int, headline: Estimate) -> str:
    """Return the step of a job: the headline so far and its interval, which narrows while one waits."""
    if not (math.isfinite(headline.low) and math.isfinite(headline.high)):
        return _STEP
    figures = {
        "value": headline.value,
        "low": headline.low,
        "high": headline.high,
        "done": done,
        "of": wanted,
    }
    return "|".join([_STEP_SO_FAR, *(f"{name}={round(figure)}" for name, figure in figures.items())])


def _without_replications(scenarios: tuple[Scenario, ...]) -> Results:
    count = len(scenarios)
    return Results(scenarios, np.zeros((0, count)), np.zeros((0, count)), np.zeros((count, 4)))


def _headline(results: Results) -> dict[str, float | None]:
    """Return what a list says of an answer: the net gain of its scenario, null where there is none."""
    if len(results.scenarios) < 2 or results.replications < 2:
        return {}
    net = results.difference("npv", 1)
    return {name: None if math.isnan(value) else value for name, value in _bounds(net)}


def _bounds(found: Estimate) -> tuple[tuple[str, float], ...]:
    return (("value", found.value), ("low", found.low), ("high", found.high))


def _inputs(asked: Asked, begun: Start, scenarios: tuple[Scenario, ...]) -> dict[str, Any]:
    """Return all that the digits depend on, as JSON holds it."""
    population = begun.population
    return {
        "version": VERSION,
        "assessment_id": begun.assessment_id,
        "as_of": begun.as_of.isoformat(),
        "kind": asked.kind,
        "about": asked.about,
        "scenarios": [difference(Scenario(), scenario) for scenario in scenarios],
        "origins": dict(begun.origins),
        "complaints_per_month": sorted({float(rate) for rate in population.complaints_per_month}),
        "customers": population.customers,
        "rows": population.size,
        "left_out": dict(population.left_out),
        "half_width": asked.half_width,
        "most_replications": asked.most_replications if asked.half_width is not None else None,
    }


def _with_auc(found: Measured, header: assessments.Header) -> Measured:
    """Let the warning see as well as the churn model did on later data, as far as its card says."""
    horizon = int(header.settings.get("horizon_months") or found.scenario.warning.horizon_months)
    warning = replace(found.scenario.warning, horizon_months=min(horizon, _LONGEST_WARNING))
    origins = dict(found.origins)
    for card in (model_card(one) for one in header.models):
        auc = card.errors.get("auc")
        if auc is not None and auc.is_defined:
            warning = replace(warning, auc=min(max(auc.value, 0.5), 1.0))
            origins["warning.auc"] = auc.n
            break
    return replace(found, scenario=replace(found.scenario, warning=warning), origins=origins)
