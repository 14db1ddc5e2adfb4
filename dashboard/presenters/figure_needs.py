"""Which figures does the company's data allow, and what is missing for the others?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.satisfaction.roles import LOYALTY_INDICATORS, SERVQUAL

SCORE_ROLES: Final = ("nps", "csat", "ces", "ces_ease")


@dataclass(frozen=True)
class Need:
    """What a figure rests on: all of ``every``, at least one of ``any_of``, a history of so many months."""

    every: tuple[str, ...] = ()
    any_of: tuple[str, ...] = field(default=())
    months: int = 0

    def is_met(self, rows: Mapping[str, int], history_months: int) -> bool:
        """Whether there is enough; ``rows`` are the numbers of rows by what they are."""
        has_all = all(rows.get(name, 0) > 0 for name in self.every)
        has_any = not self.any_of or any(rows.get(name, 0) > 0 for name in self.any_of)
        return has_all and has_any and history_months >= self.months


NEEDS: Final[dict[str, Need]] = {
    "value": Need(("transactions",)),
    "margin": Need(("transactions_with_margin",)),
    "silence": Need(("transactions",), months=12),
    "retention": Need(("transactions",), months=24),
    "contracts": Need(("contracts",)),
    "churn_causes": Need(("exits_with_cause",)),
    "satisfaction": Need(("answers_with_expectation",)),
    "servqual": Need(any_of=tuple(f"role_with_expectation.{role}" for role in SERVQUAL)),
    "scores": Need(any_of=tuple(f"role.{role}" for role in SCORE_ROLES)),
    "loyalty": Need(any_of=tuple(f"role_of_customers.{role}" for role in LOYALTY_INDICATORS)),
    "silent_majority": Need(("complaints_of_customers", "answers")),
    "complaint_clocks": Need(("complaints_resolved",)),
    "rescue_effect": Need(("rescues_offered", "rescues_control")),
    "care": Need(("contacts",)),
    "targets": Need(("targets",)),
}


def possible(
    coverage: Mapping[str, Mapping[int, int]],
    spans: Mapping[int, tuple[dt.date, dt.date]],
    imports: Collection[int],
) -> frozenset[str]:
    """Return the figures for which these imports together hold enough."""
    rows = {name: sum(by.get(one, 0) for one in imports) for name, by in coverage.items()}
    found = [spans[one] for one in imports if one in spans]
    months = _months(min(first for first, _ in found), max(last for _, last in found)) if found else 0
    return frozenset(name for name, need in NEEDS.items() if need.is_met(rows, months))


def _months(first: dt.date, last: dt.date) -> int:
    """Return the whole months between two days, the last day included."""
    day_after = last + dt.timedelta(days=1)
    months = (day_after.year - first.year) * 12 + day_after.month - first.month
    return months - (day_after.day < first.day)
