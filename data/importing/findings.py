"""What was found in a file, where, and what was done about it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

EXAMPLES = 10

Action = Literal["left_out", "duplicate", "left_empty", "changed", "kept", "noted"]


@dataclass(frozen=True)
class Example:
    """One place: the physical line of the file, the heading, and the cell as it is written."""

    line: int
    column: str
    value: str


@dataclass(frozen=True)
class Finding:
    """All places of one cause; ``import.finding.<cause>`` and ``import.action.<action>`` say it."""

    cause: str
    action: Action
    count: int
    column: str = ""
    examples: tuple[Example, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the import's row, a report or the command line."""
        return {
            **asdict(self),
            "parameters": dict(self.parameters),
            "examples": [asdict(e) for e in self.examples],
        }


def finding_from_json(values: Mapping[str, Any]) -> Finding:
    """Return the finding that ``Finding.as_json`` wrote."""
    examples = tuple(Example(**example) for example in values["examples"])
    return Finding(**{**values, "examples": examples})


def sorted_by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with what was left out first, the most frequent of each action first."""
    order = ("left_out", "duplicate", "left_empty", "changed", "kept", "noted")
    return tuple(sorted((f for f in findings if f.count), key=lambda f: (order.index(f.action), -f.count)))
