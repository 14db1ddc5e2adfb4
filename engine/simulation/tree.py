"""How is a scenario taken apart into paths and values, and put together from them again?

Values are plain: numbers, texts, flags and lists of texts. ``retention.measures.0.contact_cost``
is the first measure's; the length of a list is not a value of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from engine.errors import EngineError
from engine.simulation.scenario import Binding, Measure, Scenario, Shock

ITEMS: dict[str, type[Measure] | type[Binding] | type[Shock]] = {
    "retention.measures": Measure,
    "bindings": Binding,
    "shocks": Shock,
}
"""Where the tree holds lists of items, and of which kind."""


def leaves(scenario: Scenario) -> dict[str, Any]:
    """Return every value of a scenario by its path, in the tree's order."""
    return dict(_walk(scenario, ""))


def plain(value: Any) -> Any:
    """Return a part of the tree as JSON knows it."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def difference(base: Scenario, scenario: Scenario) -> dict[str, Any]:
    """Return what a scenario changes, as nested plain values: ``{}`` for one equal to its base.

    A list that differs anywhere is given whole.
    """
    return _difference(base, scenario)


def changed(base: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """Return the base with nested plain values put in, the rest of it kept.

    Raises
    ------
    EngineError
        A name that the tree doesn't have, or a value of the wrong kind; the parameters say which.
    """
    made: Scenario = _changed(base, changes, "")
    return made


def with_value(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return the scenario with one value replaced: ``retention.measures.0.success_probability``."""
    made: Scenario = _with_value(scenario, path.split("."), value)
    return made


def _walk(part: Any, path: str) -> Iterator[tuple[str, Any]]:
    for one in fields(part):
        value, name = getattr(part, one.name), f"{path}.{one.name}".lstrip(".")
        if is_dataclass(value):
            yield from _walk(value, name)
        elif name in ITEMS:
            for number, item in enumerate(value):
                yield from _walk(item, f"{name}.{number}")
        else:
            yield name, value


def _difference(base: Any, other: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in fields(other):
        was, now = getattr(base, one.name), getattr(other, one.name)
        if was == now:
            continue
        found[one.name] = _difference(was, now) if is_dataclass(now) else plain(now)
    return found


def _changed(part: Any, changes: Any, path: str) -> Any:
    if not isinstance(changes, Mapping):
        raise EngineError("error.scenario_wrong_kind", path=path or "-", kind="object")
    known = {one.name for one in fields(part)}
    values = {}
    for name, value in changes.items():
        here = f"{path}.{name}".lstrip(".")
        if name not in known:
            raise EngineError("error.scenario_unknown_field", path=here[:80])
        was = getattr(part, name)
        if is_dataclass(was):
            values[name] = _changed(was, value, here)
        elif here in ITEMS:
            values[name] = _items(here, value)
        else:
            values[name] = _leaf(was, value, here)
    return replace(part, **values)


def _items(path: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise EngineError("error.scenario_wrong_kind", path=path, kind="list")
    if len(value) > 20:
        raise EngineError("error.scenario_too_many_items", path=path, count=len(value), most=20)
    kind = ITEMS[path]
    return tuple(_changed(kind(), item, f"{path}.{number}") for number, item in enumerate(value))


def _leaf(was: Any, value: Any, path: str) -> Any:
    if isinstance(was, tuple):
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise EngineError("error.scenario_wrong_kind", path=path, kind="texts")
        return tuple(value)
    if isinstance(was, bool):
        kind, fits = "flag", isinstance(value, bool)
    elif isinstance(was, str):
        kind, fits = "text", isinstance(value, str)
    else:
        # An optional number is None where nothing is told.
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        kind, fits = "number", is_number or (value is None and path == "warning.auc")
    if not fits:
        raise EngineError("error.scenario_wrong_kind", path=path, kind=kind)
    return value


def _with_value(part: Any, names: list[str], value: Any) -> Any:
    if not names:
        return value
    name, rest = names[0], names[1:]
    if isinstance(part, tuple):
        number = int(name)
        return (*part[:number], _with_value(part[number], rest, value), *part[number + 1 :])
    return replace(part, **{name: _with_value(getattr(part, name), rest, value)})
