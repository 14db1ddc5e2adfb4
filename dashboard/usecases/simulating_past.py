"""Was the simulator right at earlier dates of this company?

Whatever company it is, three earlier days are assessed anew from what was known on each, simulated
on to the last day with facts, and held against what happened. Nothing of it is kept but the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.usecases.workspaces import assessment_settings
from data import workspaces
from data.errors import DataError
from data.progress import Progress, silent, within
from data.reading import holdings
from data.viewer import Viewer
from engine.errors import NotEnoughDataError
from engine.simulation.past import REPLICATIONS, PastCheck, checks_of

_STEP = "job.step.past"
_ASSESSED = 0.6


@dataclass(frozen=True)
class Record:
    """What the simulator would have said on earlier days, and on which it had too little to say anything."""

    until: dt.date
    checks: tuple[PastCheck, ...]
    left_out: tuple[dt.date, ...]


def past(viewer: Viewer, slug: str, progress: Progress = silent, replications: int = REPLICATIONS) -> Record:
    """Return the record of a company's own past.

    Raises
    ------
    DataError
        The company has no transactions.
    CancelledError
        Somebody asked to stop.
    """
    # Ibis and DuckDB come with these; no page waits for them.
    from data.snapshot import tables
    from engine.simulation.standing import facts_of, stand_at, standing_days

    held = holdings(viewer, slug)
    if held.first_day is None or held.last_day is None:
        raise DataError("error.nothing_to_assess")
    progress(0.0, _STEP)
    settings = assessment_settings(workspaces.settings(viewer, slug))
    facts = facts_of(tables(viewer, slug), settings, held.last_day)
    checks: list[PastCheck] = []
    left_out = []
    days = standing_days(held.first_day, held.last_day)
    for number, (day, months) in enumerate(days):
        part = within(progress, number / len(days), (number + 1) / len(days))
        part(0.02, _STEP)
        try:
            stand = stand_at(facts, day, held.last_day, months)
        except NotEnoughDataError:
            stand = None
        if stand is None:
            left_out.append(day)
            continue
        checks += checks_of(stand, replications, _watched(part, 2 * replications))
    return Record(held.last_day, tuple(checks), tuple(left_out))


def _watched(progress: Progress, wanted: int) -> Callable[[int], None]:
    def watch(done: int) -> None:
        progress(_ASSESSED + (1.0 - _ASSESSED) * done / wanted, _STEP)

    return watch
