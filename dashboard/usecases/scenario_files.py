"""How does a scenario leave the app as a file, and come back?"""

from __future__ import annotations

from typing import Any

from dashboard.usecases.simulating import Answer, Finding, How, Start, as_json, asked_by_file
from engine.errors import EngineError
from engine.simulation.checks import findings
from engine.simulation.parameters import parameter_of
from engine.simulation.scenario_file import NamedScenario, to_json
from engine.simulation.tree import changed


def written(begun: Start, answer: Answer) -> str:
    """Return the scenario of an answer as a file: what it changes of "go on as now"."""
    return to_json(begun.base, NamedScenario(answer.title, answer.scenarios[-1]))


def question(begun: Start, content: bytes) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the job's parameters for a scenario file, and all that is wrong with its values.

    Raises
    ------
    EngineError
        The file is refused: no text, no JSON, of another version, tampered with, or it names
        what there isn't.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EngineError("error.scenario_no_json") from error
    asked = asked_by_file(begun, text, How())
    base = changed(begun.base, asked.base)
    return as_json(asked), findings(changed(base, asked.scenarios[0]), begun.population)


def name_id(path: str) -> str:
    """Return the message id of a parameter's name; empty where a path is no parameter's."""
    parameter = parameter_of(path)
    return parameter.name_id if parameter is not None else ""
