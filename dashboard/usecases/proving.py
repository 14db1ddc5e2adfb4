"""Is the simulator right: its proofs computed anew, or its record on this company's own past?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dashboard.usecases.simulating_past import past
from data.progress import Progress
from data.viewer import Viewer
from engine.simulation.past import PastCheck
from engine.simulation.proof import PROOFS, Check, Effort
from engine.simulation.queueing import QueueRun

PAST = "past"
EFFORTS: Mapping[str, Effort] = {
    "quick": Effort(customers=2_000, replications=20, queues=QueueRun(400, 1_500, 4_000)),
    "thorough": Effort(),
}
"""How much is computed: seconds, or minutes for who wants to be sure."""


def prove_job(viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Compute as the worker does it every proof, or the record of the past, and return the checks.

    ``effort`` is one of ``EFFORTS``, or ``PAST``.
    """
    asked = str(parameters.get("effort"))
    if asked == PAST:
        return record(viewer, slug, progress)
    effort = EFFORTS.get(asked, EFFORTS["quick"])
    checks: list[dict[str, Any]] = []
    for number, (name, proof) in enumerate(PROOFS.items()):
        progress(number / len(PROOFS), "job.step.proving")
        checks += [_plain(name, check) for check in proof(effort)]
    return {"checks": checks}


def record(viewer: Viewer, slug: str, progress: Progress) -> dict[str, Any]:
    """Return the record of the company's past as plain values; undefined numbers are null.

    ``past`` has a row a date and figure, ``left_out`` the days on which too little was known,
    ``until`` the day up to which was looked.
    """
    found = past(viewer, slug, progress)
    return {
        "past": [_of_past(check) for check in found.checks],
        "left_out": [day.isoformat() for day in found.left_out],
        "until": found.until.isoformat(),
    }


def _of_past(check: PastCheck) -> dict[str, Any]:
    return {
        "stand": check.stand,
        "figure": check.figure,
        "months": check.months,
        "low": check.low,
        "middle": check.middle,
        "high": check.high,
        "actual": check.actual,
        "holds": check.is_inside,
        "holds_by_luck": check.is_inside_luck,
        "season": None if math.isnan(check.season) else check.season,
    }


def _plain(proof: str, check: Check) -> dict[str, Any]:
    return {
        "proof": proof,
        "message_id": check.message_id,
        "case": check.case,
        "simulated": float(check.simulated),
        "expected": float(check.expected),
        "allowed": float(check.allowed),
        "holds": bool(check.holds),
    }
