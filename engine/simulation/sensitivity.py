"""Which assumptions move the answer most, and how wrong would one have to be to change the decision?"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.assumed import (
    Assumption,
    halfway,
    is_whole,
    moved,
    possible,
    usual_assumptions,
    widest,
    within_reason,
)
from engine.simulation.results import Results
from engine.simulation.scenario import Scenario
from engine.simulation.simulate import Question, Watch, silent, simulate
from engine.simulation.tree import leaves

TORNADO = Formula(
    name="simulation_tornado",
    latex=r"s_a = \left|\bar D(a_{\text{high}}) - \bar D(a_{\text{low}})\right|, \quad"
    r" a_{\text{low}},\ a_{\text{high}} = a_0 + (1 \mp \tfrac12)(a - a_0)",
    origin="estimated",
)
TIPPING_POINT = Formula(
    name="simulation_tipping_point",
    latex=r"a^*:\ \bar D(a^*) = 0, \quad a^* \in \left[a_0,\ a_0 + 4\,(a - a_0)\right]\ \text{nearest to}\ a",
    origin="estimated",
)

Figure = Callable[[Results], Estimate]
_SCREENED_BY = 1
_SHOWN, _TIPPED = 8, 5
_STEPS_EXPECTED = 6
_MOST_STEPS = 8
_NARROW = 0.005
_ENDS = [f"at_{end}{edge}" for end in ("low", "high") for edge in ("", "_low", "_high")]
_COLUMNS = ("path", "now", "low_value", "high_value", *_ENDS, "swing", "changes_decision")


@dataclass(frozen=True)
class TippingPoint:
    """Where an assumption changes the decision.

    ``now`` is its value, ``value`` the nearest one at which the difference of net present value to
    the base crosses zero (of a whole number the first with the other sign), NaN if none between
    ``tried_low`` and ``tried_high`` does;
    ``value_low``, ``value_high`` are where the edges of the difference's interval cross
    zero on that side, NaN where they don't. ``difference`` is that of today.
    """

    path: str
    now: float
    value: float
    difference: Estimate
    tried_low: float = math.nan
    tried_high: float = math.nan
    value_low: float = math.nan
    value_high: float = math.nan


@dataclass(frozen=True)
class Sensitivity:
    """How an answer depends on what was assumed; no tipping points where it is open (``is_open``).

    ``strongest`` is the tornado of those that move it most (``bars``); ``tipping`` of the first of
    them. ``others`` is how many more were tried with few replications, ``others_swing`` how far the
    strongest of those moved the answer.
    """

    difference: Estimate
    strongest: pd.DataFrame
    tipping: tuple[TippingPoint, ...]
    others: int
    others_swing: float


def advantage(results: Results) -> Estimate:
    """Return the difference of net present value between the second scenario and the first."""
    return results.difference("npv", 1)


def is_open(difference: Estimate) -> bool:
    """Whether a difference may as well be none: then there is no decision that could change."""
    return not (difference.low > 0.0 or difference.high < 0.0)


class Trials:
    """What the answer would be with an assumption at other values, each computed once.

    ``watch`` hears after each how many replications are done and how many are expected in all,
    with the answer so far of the assumptions as they are.
    """

    def __init__(
        self, question: Question, figure: Figure = advantage, watch: Watch = silent, wanted: int = 0
    ) -> None:
        self.question, self.figure, self.watch, self.wanted = question, figure, watch, wanted
        self.done = 0
        self._found: dict[tuple[tuple[Scenario, ...], int], Estimate] = {}

    def now(self, path: str) -> float:
        """Return an assumption's value as it is."""
        return float(leaves(self.question.scenarios[-1])[path])

    def as_assumed(self, replications: int) -> Estimate:
        """Return the answer with every assumption as it is."""
        return self._answer(self.question.scenarios, replications)

    def at(self, path: str, value: float, replications: int) -> Estimate:
        """Return the answer with an assumption at another value."""
        return self._answer(moved(self.question.scenarios, path, value), replications)

    def _answer(self, scenarios: tuple[Scenario, ...], replications: int) -> Estimate:
        key = (scenarios, replications)
        if key not in self._found:
            results = simulate(replace(self.question, scenarios=scenarios), replications)
            self._found[key] = self.figure(results)
            self.done += replications
            so_far = self._found.get((self.question.scenarios, replications), Estimate(math.nan))
            self.watch(self.done, max(self.done, self.wanted), so_far)
        return self._found[key]


def sensitivity(question: Question, replications: int = 10, watch: Watch = silent) -> Sensitivity:
    """Return how the second scenario's advantage depends on what is assumed.

    All assumptions are tried with a few replications first; those that move most get all.
    """
    pair = replace(question, scenarios=question.scenarios[:2])
    every = [within_reason(pair.scenarios, one) for one in usual_assumptions(pair.scenarios[1])]
    few = min(_SCREENED_BY, replications)
    expected = few * (1 + 2 * len(every)) + replications * (1 + 2 * _SHOWN + _STEPS_EXPECTED * _TIPPED)
    trials = Trials(pair, watch=watch, wanted=expected)
    trials.as_assumed(few)
    screened = bars(trials, every, few)
    trials.as_assumed(replications)
    ranges = {one.path: one for one in every}
    strongest = bars(trials, [ranges[path] for path in screened["path"].head(_SHOWN)], replications)
    count = 0 if is_open(trials.as_assumed(replications)) else _TIPPED
    tipping = []
    for number, path in enumerate(strongest["path"].head(count)):
        trials.wanted = trials.done + replications * _STEPS_EXPECTED * (count - number)
        tipping.append(tipping_point_of(trials, widest(pair.scenarios, path), replications))
    rest = screened["swing"].iloc[_SHOWN:]
    return Sensitivity(
        trials.as_assumed(replications),
        strongest,
        tuple(tipping),
        len(rest),
        float(rest.max()) if len(rest) else 0.0,
    )


def bars(trials: Trials, assumptions: Sequence[Assumption], replications: int) -> pd.DataFrame:
    """Return a row an assumption, the one that moves most first.

    ``now`` is its value, ``low_value``, ``high_value`` what it was set to; ``at_low``, ``at_high``
    the answer there with its bounds (``at_low_low`` and so on), ``swing`` how far apart they
    are, ``changes_decision`` whether one of them has another sign than the answer as assumed.
    """
    rows = []
    today = trials.as_assumed(replications)
    for one in assumptions:
        ends = [trials.at(one.path, value, replications) for value in (one.low, one.high)]
        row: dict[str, object] = {"path": one.path, "now": trials.now(one.path)}
        for name, value, end in zip(("low", "high"), (one.low, one.high), ends, strict=True):
            row |= {f"{name}_value": value, f"at_{name}": end.value}
            row |= {f"at_{name}_low": end.low, f"at_{name}_high": end.high}
        row["swing"] = abs(ends[1].value - ends[0].value)
        row["changes_decision"] = any((end.value > 0) != (today.value > 0) for end in ends)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return frame.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def tipping_point_of(trials: Trials, assumption: Assumption, replications: int) -> TippingPoint:
    """Return where within an assumption's range the answer changes its sign, nearest to its value.

    As all trials share their luck, the answer moves smoothly with the assumption and can be
    closed in on.
    """
    path, now = assumption.path, trials.now(assumption.path)
    today = trials.as_assumed(replications)
    found = TippingPoint(path, now, math.nan, today, assumption.low, assumption.high)
    for end in (assumption.low, assumption.high):
        tried = {now: today, end: trials.at(path, end, replications)}
        if (tried[end].value > 0) == (today.value > 0):
            continue
        value = _closed_in(trials, path, (now, end), tried, replications)
        if math.isnan(found.value) or abs(value - now) < abs(found.value - now):
            edges = sorted(_crossing(tried, now, name) for name in ("low", "high"))
            found = replace(found, value=value, value_low=edges[0], value_high=edges[1])
    return found


def _closed_in(
    trials: Trials, path: str, ends: tuple[float, float], tried: dict[float, Estimate], replications: int
) -> float:
    """Return where the sign changes, of a whole number the first beyond that point; ``tried`` grows."""
    near, far = ends
    narrow = _NARROW * abs(far - near)
    is_worth = tried[near].value > 0
    for step in range(_MOST_STEPS):
        aim = _aim(path, (near, far), tried, narrow if step % 2 == 0 else -narrow)
        if step >= _MOST_STEPS // 2 or not min(near, far) < aim < max(near, far):
            aim = halfway(path, near, far)
        if abs(far - near) <= 2.0 * narrow or aim in (near, far):
            break
        tried[aim] = trials.at(path, aim, replications)
        near, far = (aim, far) if (tried[aim].value > 0) == is_worth else (near, aim)
    return far if is_whole(path) else _aim(path, (near, far), tried, 0.0)


def _aim(path: str, ends: tuple[float, float], tried: dict[float, Estimate], beyond: float) -> float:
    """Return where a straight line between the ends would cross zero, and a little beyond or before."""
    near, far = ends
    here, there = tried[near].value, tried[far].value
    crossing = near + here / (here - there) * (far - near)
    return possible(path, crossing + (beyond if far > near else -beyond))


def _crossing(tried: dict[float, Estimate], now: float, edge: str) -> float:
    """Return where an edge of the interval crosses zero, walking away from now; NaN if it doesn't."""
    walk = sorted(tried, key=lambda value: abs(value - now))
    heights = [float(getattr(tried[value], edge)) for value in walk]
    for (here, height), (there, next_height) in pairwise(zip(walk, heights, strict=True)):
        if (height > 0) != (next_height > 0):
            return here + height / (height - next_height) * (there - here)
    return math.nan
