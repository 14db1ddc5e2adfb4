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
_FEWEST = 10


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
    rows = rows[_reachable(run, rows, at_risk, measure_of)]
    return _built(run, month, rows, measure_of[run.tier[rows]])


def _measures_by_tier(measures: tuple[Measure, ...]) -> Rows:
    """Return for each tier the number of the first measure that it is eligible for, -1 without."""
    first = [
        next((number for number, measure in enumerate(measures) if tier in measure.tiers), -1)
        for tier in VALUE_TIERS
    ]
    return np.array(first, dtype=np.int64)


def _reachable(run: Run, rows: Rows, at_risk: Floats, measure_of: Rows) -> Rows:
    """Return which of the named may be reached, the most at risk first.

    The list ends, tier by tier and in all, at twice what budget and hours pay for on the mean, and
    ten more: beyond that nobody ever comes, and sorting it would be the most of the work.
    """
    scenario = run.scenario
    tiers, every = run.tier[rows], scenario.warning.every_months
    smallest = float(run.prepared.weight.min())
    chosen = []
    for tier, budget in enumerate(run.team.budget):
        mine = np.flatnonzero(tiers == tier)
        if budget > 0.0 and len(mine):
            cost = _mean_cost(scenario.retention.measures[measure_of[tier]]) * smallest
            chosen.append(_most(mine, at_risk, _SPARE * budget * every / cost if cost > 0.0 else math.inf))
    team = scenario.team
    hours = team.agents * run.team.hours.hours_per_month * every
    reachable = np.concatenate([np.empty(0, dtype=np.int64), *chosen])
    reachable = _most(reachable, at_risk, _SPARE * hours / max(team.hours_per_case * smallest, 1e-6))
    return reachable[np.lexsort((reachable, -at_risk[reachable]))]


def _most(rows: Rows, at_risk: Floats, number: float) -> Rows:
    """Return so many of the rows and ten more, those with the most at risk, in any order."""
    if len(rows) <= number + _FEWEST:
        return rows
    count = math.ceil(number) + _FEWEST
    taken: Rows = rows[np.argpartition(-at_risk[rows], count - 1)[:count]]
    return taken


def _mean_cost(measure: Measure) -> float:
    refused = (1.0 - measure.success_probability) * (1.0 - measure.take_up_probability)
    return measure.contact_cost + (1.0 - refused) * measure.offer_cost


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
