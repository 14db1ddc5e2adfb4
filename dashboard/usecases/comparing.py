"""Which scenarios can an answer be compared with, and which question does that make?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.usecases import saved_simulations
from dashboard.usecases.simulating import (
    ANSWER,
    COMPARISON,
    SHARED,
    Answer,
    Asked,
    Finding,
    Start,
    answer,
    as_json,
)
from data.simulations import SimulationInfo
from data.viewer import Viewer
from engine.simulation.checks import findings
from engine.simulation.scenario import Scenario
from engine.simulation.templates import TEMPLATES
from engine.simulation.tree import changed, difference, with_value

MOST = 5
"""So many scenarios stand side by side, that of the answer itself included."""
_SAVED = "saved."
_TEMPLATES = {one.code: one for one in TEMPLATES}


def others(viewer: Viewer, slug: str, about: Answer) -> list[SimulationInfo]:
    """Return the answers that one can be compared with, the newest first."""
    known = saved_simulations.saved(viewer, slug)
    return [one for one in known if one.kind == ANSWER and one.simulation_id != about.simulation_id]


def saved_code(simulation_id: int) -> str:
    """Return the code by which a saved answer is chosen; a template's is its own."""
    return f"{_SAVED}{simulation_id}"


def saved_number(code: str) -> int | None:
    """Return the number of the saved answer that a code means, ``None`` for a template's."""
    number = code.removeprefix(_SAVED)
    return int(number) if number != code and number.isdigit() else None


def comparison_question(
    viewer: Viewer, slug: str, begun: Start, about: Answer, chosen: Sequence[str]
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the job's parameters for comparing an answer's scenario with others, and what is wrong.

    ``chosen`` are codes of templates and of saved answers. A saved scenario is what it changed of
    its own base, put on this one's; all look as far ahead, with the same luck.
    """
    base, codes = about.scenarios[0], tuple(chosen)[: MOST - 1]
    scenarios = [about.scenarios[-1], *(_scenario(viewer, slug, base, code) for code in codes)]
    wrong = [one for scenario in scenarios for one in findings(scenario, begun.population)]
    asked = Asked(
        about.assessment_id,
        difference(begun.base, base),
        tuple(difference(base, one) for one in scenarios),
        (saved_code(about.simulation_id), *codes),
        kind=COMPARISON,
        about=about.simulation_id,
    )
    return as_json(asked), tuple(wrong)


def _scenario(viewer: Viewer, slug: str, base: Scenario, code: str) -> Scenario:
    if code in _TEMPLATES:
        return _TEMPLATES[code].of(base)
    kept = answer(viewer, slug, int(code.removeprefix(_SAVED)))
    made = changed(base, difference(kept.scenarios[0], kept.scenarios[-1]))
    for name in SHARED:
        made = with_value(made, name, getattr(base, name))
    return made
