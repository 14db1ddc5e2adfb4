"""How does a scenario travel: as a small JSON object that says what it changes?

``{"version": 1, "name": …, "changes": {…}, "fingerprint": …}``. What the app writes carries a
fingerprint, so that a change by another hand is noticed; a file written by hand has none, and its
values are checked like any others. ``{}`` is "go on as now".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from engine.errors import EngineError
from engine.simulation.scenario import Scenario
from engine.simulation.tree import changed, difference

VERSION = 1
_KEYS = {"version", "name", "changes", "fingerprint"}
_LONGEST = 100_000
_LONGEST_NAME = 80


@dataclass(frozen=True)
class NamedScenario:
    """A scenario with the name that somebody gave it."""

    name: str
    scenario: Scenario


def to_json(base: Scenario, named: NamedScenario) -> str:
    """Return a scenario as JSON: what it changes against the base, and a fingerprint of that."""
    content = {"version": VERSION, "name": named.name, "changes": difference(base, named.scenario)}
    return json.dumps({**content, "fingerprint": _fingerprint(content)}, ensure_ascii=False, indent=1)


def from_json(base: Scenario, text: str) -> NamedScenario:
    """Return the scenario of a file, put on the base.

    Raises
    ------
    EngineError
        The text is no JSON object, too long, of another version, tampered with, or names what
        there isn't; the sentence says which. Values are not judged here, see ``checks``.
    """
    if len(text) > _LONGEST:
        raise EngineError("error.scenario_too_long", count=len(text), most=_LONGEST)
    content = _object(text)
    unknown = sorted(set(content) - _KEYS)
    if unknown:
        raise EngineError("error.scenario_unknown_field", path=unknown[0][:80])
    version = content.get("version", VERSION)
    if isinstance(version, bool) or version != VERSION:
        raise EngineError("error.scenario_other_version", found=str(version)[:20], known=str(VERSION))
    stamp = content.pop("fingerprint", None)
    if stamp is not None and stamp != _fingerprint(content):
        raise EngineError("error.scenario_tampered")
    name = content.get("name", "")
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        raise EngineError("error.scenario_wrong_kind", path="name", kind="text")
    return NamedScenario(name, changed(base, content.get("changes", {})))


def _fingerprint(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return sha256(canonical.encode()).hexdigest()[:32]


def _object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise EngineError("error.scenario_no_json") from error
    if not isinstance(content, dict):
        raise EngineError("error.scenario_no_json")
    return content


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(name)
