"""What does an answer rest on, and what does one unanswered complaint cost?

Both are kept like every answer of the simulator, as plain values (``Answer.found``): so the same
question is never computed twice, and a link opens the same digits again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from dashboard.usecases.simulating import COMPLAINT, RESTS, Answer, Asked, Start, as_json
from dashboard.usecases.simulation_figures import assumptions
from engine.estimate import Estimate
from engine.simulation.complaint_cost import ComplaintCost, complaint_cost, cost_bars
from engine.simulation.population import sampled
from engine.simulation.scenario import Scenario
from engine.simulation.sensitivity import Sensitivity, TippingPoint, sensitivity
from engine.simulation.simulate import Question, Watch
from engine.simulation.tree import difference

__all__ = [
    "REPLICATIONS",
    "complaint",
    "complaint_found",
    "complaint_question",
    "origins",
    "rests",
    "rests_found",
    "rests_question",
]

REPLICATIONS = 8
"""Of each trial of an answer. All share their luck, so few tell what an assumption does."""
COMPLAINT_REPLICATIONS = 10
"""Of the cost and of its trials: complaints are few, and chance more of a matter."""
MOST_ROWS = 5_000
"""Of a larger company a sample stands for the rest: some 350 trials are to take tens of seconds."""
_ESTIMATES = ("total", "direct", "talk", "saved", "complaints", "unanswered")


def rests_question(begun: Start, answer: Answer, scenario: int = 1) -> dict[str, Any]:
    """Return the job's parameters for what a scenario of an answer rests on."""
    base = answer.scenarios[0]
    asked = Asked(
        begun.assessment_id,
        difference(begun.base, base),
        (difference(base, answer.scenarios[scenario]),),
        answer.names[scenario - 1 : scenario],
        kind=RESTS,
        about=answer.simulation_id,
    )
    return as_json(asked)


def complaint_question(begun: Start, base: Scenario) -> dict[str, Any]:
    """Return the job's parameters for what an unanswered complaint costs under a base."""
    return as_json(Asked(begun.assessment_id, difference(begun.base, base), kind=COMPLAINT))


def rests_found(question: Question, watch: Watch) -> dict[str, Any]:
    """Compute what an answer rests on, as JSON holds it."""
    question = _small_enough(question)
    found = sensitivity(question, REPLICATIONS, _quiet(watch))
    return {
        "rows": question.population.size,
        "replications": REPLICATIONS,
        "difference": _plain(found.difference),
        "strongest": _table(found.strongest),
        "tipping": [{**_known(asdict(point)), "difference": None} for point in found.tipping],
        "others": found.others,
        "others_swing": found.others_swing,
    }


def complaint_found(question: Question, watch: Watch) -> dict[str, Any]:
    """Compute what an unanswered complaint costs, and how far each assumption moves that."""
    question = _small_enough(question)
    # The cost itself is a tenth of the work: the trials of its assumptions are the rest.
    found = complaint_cost(question, COMPLAINT_REPLICATIONS, _part(watch, 0.0, 0.1))
    bars = cost_bars(question, COMPLAINT_REPLICATIONS, _part(watch, 0.1, 0.9))
    return {
        "rows": question.population.size,
        "replications": COMPLAINT_REPLICATIONS,
        **{name: _plain(getattr(found, name)) for name in _ESTIMATES},
        "of_tier": {tier: _plain(one) for tier, one in found.of_tier.items()},
        "assumptions": found.assumptions,
        "bars": _table(bars),
    }


def rests(answer: Answer) -> Sensitivity:
    """Return what an answer of that kind found."""
    told = answer.found
    today = _estimate(told["difference"])
    tipping = tuple(TippingPoint(**{**_undefined(point), "difference": today}) for point in told["tipping"])
    strongest = _frame(told["strongest"])
    return Sensitivity(today, strongest, tipping, int(told["others"]), float(told["others_swing"]))


def complaint(answer: Answer) -> tuple[ComplaintCost, pd.DataFrame]:
    """Return the cost that an answer of that kind found, and how far each assumption moves it."""
    told = answer.found
    cost = ComplaintCost(
        **{name: _estimate(told[name]) for name in _ESTIMATES},
        of_tier={tier: _estimate(one) for tier, one in told["of_tier"].items()},
        assumptions=dict(told["assumptions"]),
    )
    return cost, _frame(told["bars"])


def origins(answer: Answer) -> dict[str, dict[str, Any]]:
    """Return by its path where the value of each assumption is from (``simulation_figures``)."""
    return {str(row["path"]): row for row in assumptions(answer, len(answer.scenarios) - 1)}


def _small_enough(question: Question) -> Question:
    population = question.population
    return replace(question, population=sampled(population, MOST_ROWS, question.scenarios[0].seed))


def _quiet(watch: Watch) -> Watch:
    """Tell how far the trials are, never less far, without an interval: it would be one trial's of many."""
    furthest = 0.0

    def heard(done: int, wanted: int, _: Estimate) -> None:
        nonlocal furthest
        furthest = max(furthest, done / max(wanted, 1))
        watch(round(1000 * furthest), 1000, Estimate(math.nan))

    return heard


def _part(watch: Watch, begins: float, share: float) -> Watch:
    def heard(done: int, wanted: int, _: Estimate) -> None:
        watch(round(1000 * (begins + share * done / max(wanted, 1))), 1000, Estimate(math.nan))

    return heard


def _plain(estimate: Estimate) -> dict[str, Any]:
    return _known(asdict(estimate))


def _estimate(told: Mapping[str, Any]) -> Estimate:
    return Estimate(**_undefined(told))


def _table(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return columns of plain values; what is undefined is null, as JSON knows no NaN."""
    return {
        str(name): [None if value != value else value for value in frame[name].tolist()]  # noqa: PLR0124
        for name in frame
    }


def _frame(told: Mapping[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: [math.nan if value is None else value for value in values] for name, values in told.items()}
    )


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value != value else value for name, value in values.items()}  # noqa: PLR0124


def _undefined(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: math.nan if value is None else value for name, value in values.items()}
