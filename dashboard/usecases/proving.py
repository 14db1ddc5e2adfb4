"""Is the simulator right: its proofs computed anew, and its record on this company's own past?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.usecases.simulating_past import past
from data.progress import Progress
from data.viewer import Viewer
from engine.simulation.proof import PROOFS, Check, Effort
from engine.simulation.queueing import QueueRun

EFFORTS: Mapping[str, Effort] = {
    "quick": Effort(customers=2_000, replications=20, queues=QueueRun(400, 1_500, 4_000)),
    "thorough": Effort(),
}
"""How much is computed: seconds, or minutes for who wants to be sure."""


def prove_job(viewer: Viewer, slug: str, parameters: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Compute every proof as the worker does it and return its checks; ``effort`` is one of ``EFFORTS``."""
    effort = EFFORTS.get(str(parameters.get("effort")), EFFORTS["quick"])
    checks: list[dict[str, Any]] = []
    for number, (name, proof) in enumerate(PROOFS.items()):
        progress(number / (len(PROOFS) + 1), "job.step.proving")
        checks += [_plain(name, check) for check in proof(effort)]
    progress(len(PROOFS) / (len(PROOFS) + 1), "job.step.proving")
    record = [
        {
            "stand": one.stand,
            "figure": one.figure,
            "months": one.months,
            "low": one.low,
            "high": one.high,
            "actual": one.actual,
            "holds": one.is_inside,
        }
        for one in past(viewer, slug)
    ]
    return {"checks": checks, "past": record}


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
