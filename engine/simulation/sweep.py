"""How much should be spent: what does each budget bring, and where does the next unit bring less than one?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.fates import Floats
from engine.simulation.results import Results, interval, ratio

MARGINAL_GAIN = Formula(
    name="simulation_marginal_gain",
    latex=r"\frac{G(b_{j+1}) - G(b_j)}{S(b_{j+1}) - S(b_j)} \ \text{at}\ \tfrac12(b_j + b_{j+1}), \quad"
    r" b^*:\ \text{where it falls below 1}",
    origin="estimated",
)

DEFAULT_SHARES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Budgets of the curve as multiples of the scenario's own."""


@dataclass(frozen=True)
class SpendGainCurve:
    """What budgets bring against none.

    ``points``: a row a budget with discounted ``spend`` and ``gain`` (margin against no budget) and
    the band ``gain_low``, ``gain_high``; ``steps``: a row a pair of neighbours with ``budget`` (half
    way), ``marginal``, ``marginal_low``, ``marginal_high``. ``best_budget`` is where the next
    unit brings back less than one: NaN if it never does, or did from the first unit on (then
    ``is_never_worth`` says so); low and high by the band's edges.
    """

    points: pd.DataFrame
    steps: pd.DataFrame
    best_budget: Estimate
    is_never_worth: bool
    today: float
    replications: int


def curve_of(results: Results, today: float) -> SpendGainCurve:
    """Return the curve of results whose first scenario has no budget and whose others have more and more."""
    points, steps = _points(results), _steps(results)
    never = bool(len(steps) and steps["marginal"].iloc[0] < 1.0)
    return SpendGainCurve(points, steps, _best(steps), never, today, results.replications)


def _money(results: Results) -> tuple[Floats, Floats]:
    """Return (scenario, replication) of discounted spending and margin."""
    count = range(len(results.scenarios))
    return (
        np.array([results.totals("spend", one) for one in count]),
        np.array([results.totals("margin", one) for one in count]),
    )


def _points(results: Results) -> pd.DataFrame:
    spend, margin = _money(results)
    rows = []
    for one, scenario in enumerate(results.scenarios):
        gain = interval(margin[one] - margin[0])
        more = interval(spend[one] - spend[0])
        rows.append((scenario.retention.budget_per_month, more.value, gain.value, gain.low, gain.high))
    return pd.DataFrame(rows, columns=["budget", "spend", "gain", "gain_low", "gain_high"])


def _steps(results: Results) -> pd.DataFrame:
    spend, margin = _money(results)
    budgets = [one.retention.budget_per_month for one in results.scenarios]
    rows = []
    for one in range(len(budgets) - 1):
        found = ratio(margin[one + 1] - margin[one], spend[one + 1] - spend[one])
        rows.append((0.5 * (budgets[one] + budgets[one + 1]), found.value, found.low, found.high))
    names = ["budget", "marginal", "marginal_low", "marginal_high"]
    # Where money stays unspent there is no next unit: nobody is left to be warned, or no hands.
    return pd.DataFrame(rows, columns=names).dropna(ignore_index=True)


def _best(steps: pd.DataFrame) -> Estimate:
    """Return the budget at which the marginal gain falls below one, the line drawn between steps."""
    budgets = steps["budget"].to_numpy(dtype=np.float64)
    edges = [
        _crossing(budgets, steps[name].to_numpy(dtype=np.float64))
        for name in ("marginal", "marginal_low", "marginal_high")
    ]
    return Estimate(edges[0], edges[1], edges[2], n=len(steps))


def _crossing(budgets: Floats, marginal: Floats) -> float:
    below = np.flatnonzero(marginal < 1.0)
    if len(below) == 0 or below[0] == 0:
        return math.nan
    after = int(below[0])
    share = (marginal[after - 1] - 1.0) / (marginal[after - 1] - marginal[after])
    return float(budgets[after - 1] + share * (budgets[after] - budgets[after - 1]))
