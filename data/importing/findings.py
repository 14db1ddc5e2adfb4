"""What was found in a file, where, and what was done about it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import zip_longest
from typing import Any, Literal

EXAMPLES = 10
_MOST_NAMED, _MOST_COLUMNS = 12, 500

Action = Literal["left_out", "duplicate", "left_empty", "changed", "kept", "noted"]


@dataclass(frozen=True)
class Example:
    """One place: the physical line of the file, the heading, and the cell as it is written."""

    line: int
    column: str
    value: str


@dataclass(frozen=True)
class Finding:
    """All places of one cause; ``import.finding.<cause>`` and ``import.action.<action>`` say it.

    Where several columns have it, ``column`` names them all and ``by_column`` says how often each does.
    """

    cause: str
    action: Action
    count: int
    column: str = ""
    examples: tuple[Example, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    by_column: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the import's row, a report or the command line."""
        return {
            **asdict(self),
            "parameters": dict(self.parameters),
            "by_column": dict(self.by_column),
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


def together(findings: Sequence[Finding]) -> Finding:
    """Return one finding for the same cause in several columns, the most frequent column first."""
    ordered = sorted(findings, key=lambda one: -one.count)
    if len(ordered) == 1:
        return ordered[0]
    named = [one.column for one in ordered]
    more = f" … (+{len(named) - _MOST_NAMED})" if len(named) > _MOST_NAMED else ""
    return replace(
        ordered[0],
        column=", ".join(named[:_MOST_NAMED]) + more,
        count=sum(one.count for one in ordered),
        # The first place of every column, then the second of every column.
        examples=tuple(
            one
            for places in zip_longest(*(one.examples for one in ordered))
            for one in places
            if one is not None
        )[:EXAMPLES],
        by_column={one.column: one.count for one in ordered[:_MOST_COLUMNS]},
    )
