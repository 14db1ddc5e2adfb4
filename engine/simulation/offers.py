"""To whom is an offer to be made this month, in which order, and what will come of it?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from engine.contracts import VALUE_TIERS
from engine.simulation.fates import Floats
from engine.simulation.lives import Rows
from engine.simulation.scenario import Measure
from engine.simulation.team import Offer

if TYPE_CHECKING:
    from engine.simulation.run import Run

_SPARE = 2.0


def offers_of_month(run: Run, month: int) -> list[Offer]:
    """Return the offers of a sweep, the most promising first.

    Named is who brings a margin, has a measure, had no offer lately and scores above the
    threshold; first comes who has the most margin at risk as the score sees it. The list is no
    longer than what money and hands could reach.
    """
    prepared, warning = run.prepared, run.scenario.warning
    ahead = prepared.cumulative[month + warning.horizon_months] - prepared.cumulative[month]
    risk = ahead * run.blurring
    measure_of = _measures_by_tier(run.scenario.retention.measures)
    is_named = (
        (risk >= -math.log1p(-warning.threshold))
        & run.lives.alive
        & (run.paused_until <= month)
        & (prepared.margin > 0.0)
        & (measure_of >= 0)[prepared.tier]
    )
    rows = np.flatnonzero(is_named)
    at_risk = -np.expm1(-risk[rows]) * prepared.margin[rows]
    rows = rows[np.argsort(-at_risk, kind="stable")]
    rows = _reachable(run, rows, measure_of)
    return _built(run, month, rows, measure_of[run.tier[rows]])


def _measures_by_tier(measures: tuple[Measure, ...]) -> Rows:
    """Return for each tier the number of the first measure that it is eligible for, -1 without."""
    first = [
        next((number for number, measure in enumerate(measures) if tier in measure.tiers), -1)
        for tier in VALUE_TIERS
    ]
    return np.array(first, dtype=np.int64)


def _reachable(run: Run, rows: Rows, measure_of: Rows) -> Rows:
    """Cut off, tier by tier, what the budget can't pay even if everybody refused; twice the hands' work."""
    scenario = run.scenario
    tiers = run.tier[rows]
    contact = np.array([measure.contact_cost for measure in scenario.retention.measures] or [0.0])
    costs = run.prepared.weight[rows] * contact[measure_of[tiers]]
    keep = np.ones(len(rows), dtype=bool)
    for tier, budget in enumerate(run.team.budget):
        mine = tiers == tier
        keep[mine] = np.cumsum(costs[mine]) <= budget if budget > 0.0 else False
    team = scenario.team
    hours = team.agents * run.team.hours.hours_per_month * scenario.warning.every_months
    most = int(_SPARE * hours / max(team.hours_per_case, 1e-6)) + 10
    return rows[keep][:most]


def _built(run: Run, month: int, rows: Rows, numbers: Rows) -> list[Offer]:
    measures = run.scenario.retention.measures
    keys = run.prepared.keys[rows] + (run.offers_made[rows].astype(np.uint64) << np.uint64(52))

    def of(name: str) -> Floats:
        return np.array([float(getattr(measure, name)) for measure in measures] or [0.0])[numbers]

    weight = run.prepared.weight[rows]
    succeeds = run.fates.uniforms("response", keys) < of("success_probability")
    takes = run.fates.uniforms("take-up", keys) < of("take_up_probability")
    hours = run.scenario.team.hours_per_case * run.fates.exponentials("talking", keys) * weight
    factor, lasting = of("hazard_factor"), of("lasting_months")
    ahead = (
        run.prepared.cumulative[month + lasting.astype(np.int64), rows] - run.prepared.cumulative[month, rows]
    )
    ahead = ahead * run.lives.grievances.now[rows]
    residual = run.lives.residual[rows]
    would_leave = residual <= ahead
    is_rescue = would_leave & succeeds & (residual > ahead * factor)
    columns = (
        rows,
        run.tier[rows],
        weight,
        hours,
        weight * of("contact_cost"),
        weight * of("offer_cost"),
        succeeds,
        takes,
        would_leave,
        is_rescue,
        factor,
        lasting,
    )
    lists: list[Iterator[object]] = [iter(column.tolist()) for column in columns]
    return list(map(Offer._make, zip(*lists, strict=True)))
