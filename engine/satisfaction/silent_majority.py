"""How many are dissatisfied and never said so, and how much of that figure is the literature's?

Per customer, never mixing in rates per purchase: complainants X ~ Poisson(N·π·q); of n surveyed, y are
dissatisfied (Bin(n, π)), of whom z had complained (Bin(y, q)); q ~ Beta(2, 38) to begin with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingOutOfRangeError
from engine.estimate import Estimate
from engine.formulas import Formula

SILENT_MAJORITY = Formula(
    name="silent_majority",
    latex=r"X \sim \mathrm{Poisson}(N\pi q),\; y \sim \mathrm{Bin}(n, \pi),\; z \sim \mathrm{Bin}(y, q),\;"
    r" q \sim \mathrm{Beta}(2, 38), \quad S = N\pi(1-q),\; L = N\pi(1-q)\,\ell",
    origin="estimated",
)
WORD_OF_MOUTH = Formula(
    name="word_of_mouth",
    latex=r"T = -t_d\,p_d\,D + t_s\,p_s\,S + t_h\,p_h\,H",
    origin="source",
)

PRIOR_A, PRIOR_B = 2.0, 38.0
MINIMUM_SURVEYED = 30
LEAVING_A, LEAVING_B = 63.0, 37.0
"""Of those who don't complain 63 % don't come back (small purchases): worth 100 answers, no more."""
_GRID = 201
_WIDEST, _NARROWINGS, _NEGLIGIBLE = 14.0, 2, 1e-8
Box = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class SilentMajority:
    """Dissatisfied customers, those silent, those silent who leave; the literature's weight (0-1) in q.

    ``complaint_share`` is q: the chance that a dissatisfied customer complains.
    """

    dissatisfied: Estimate
    silent: Estimate
    silent_leavers: Estimate
    complaint_share: Estimate
    literature_weight: float
    leaving_literature_weight: float


@dataclass(frozen=True)
class Survey:
    """What is known: customers, complainants among them, surveyed, dissatisfied, of these complained.

    ``complainants`` is None where complaints are not recorded. ``followed`` of the silent dissatisfied
    were seen long enough to tell, ``lapsed`` of them left.
    """

    customers: int
    complainants: int | None
    surveyed: int
    dissatisfied: int
    dissatisfied_who_complained: int
    followed: int = 0
    lapsed: int = 0


def silent_majority(known: Survey, rng: np.random.Generator, draws: int = 20_000) -> SilentMajority:
    """Return the posterior of the silent, by weighing a grid of (π, q) and drawing from it.

    Medians with 95 % intervals; undefined with fewer than 30 surveyed customers.
    """
    if known.surveyed < MINIMUM_SURVEYED:
        nothing = Estimate(math.nan, n=known.surveyed, needed=MINIMUM_SURVEYED)
        return SilentMajority(nothing, nothing, nothing, nothing, math.nan, math.nan)
    dissatisfied, complains = _posterior(known, rng, draws)
    lapse = rng.beta(LEAVING_A + known.lapsed, LEAVING_B + known.followed - known.lapsed, draws)
    number = known.customers * dissatisfied
    silent = number * (1.0 - complains)
    prior, own = PRIOR_A + PRIOR_B, LEAVING_A + LEAVING_B
    return SilentMajority(
        _estimate(number, known.surveyed),
        _estimate(silent, known.surveyed),
        _estimate(silent * lapse, known.surveyed),
        _estimate(complains, known.dissatisfied),
        prior / (prior + known.dissatisfied),
        own / (own + known.followed),
    )


@dataclass(frozen=True)
class Talk:
    """How many each tells, and the share of those told who are won or lost by it; typed or literature."""

    told_by_dissatisfied: float = 22.0
    told_by_satisfied: float = 8.0
    told_by_delighted: float = 10.0
    lost_share: float = 0.01
    won_share: float = 0.001

    def typed(self, values: Mapping[str, float]) -> Talk:
        """Return the same with what the user typed, by the names of the fields.

        Raises
        ------
        SettingOutOfRangeError
            There is no such rate, or its value is outside ``TALK_RANGES``.
        """
        for name, value in values.items():
            low, high = TALK_RANGES.get(name, (math.inf, -math.inf))
            if not low <= value <= high:
                raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)
        return replace(self, **values)


TALK_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "told_by_dissatisfied": (0.0, 1_000.0),
    "told_by_satisfied": (0.0, 1_000.0),
    "told_by_delighted": (0.0, 1_000.0),
    "lost_share": (0.0, 1.0),
    "won_share": (0.0, 1.0),
}


@dataclass(frozen=True)
class TalkEffect:
    """Customers lost and won by talk; ``told_*`` are people reached."""

    told_bad: Estimate
    told_good: Estimate
    lost: Estimate
    won: Estimate


def talk_effect(groups: dict[str, Estimate], customers: int, talk: Talk) -> TalkEffect:
    """Return what talk brings and takes, from the shares of dissatisfied, satisfied and delighted."""
    dissatisfied, satisfied, delighted = (groups[name] for name in ("dissatisfied", "satisfied", "delighted"))
    bad = scaled(dissatisfied, customers * talk.told_by_dissatisfied)
    content = scaled(satisfied, customers * talk.told_by_satisfied)
    happy = scaled(delighted, customers * talk.told_by_delighted)
    good = Estimate(
        content.value + happy.value, content.low + happy.low, content.high + happy.high, n=satisfied.n
    )
    return TalkEffect(bad, good, scaled(bad, talk.lost_share), scaled(good, talk.won_share))


def _posterior(
    known: Survey, rng: np.random.Generator, draws: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return draws of π and q; the Poisson count of complainants ties the two together.

    A grid over the logits of both is narrowed twice to where the weight lies; within a cell a draw
    is uniform.
    """
    from scipy.special import expit

    box = ((-_WIDEST, _WIDEST), (-_WIDEST, _WIDEST))
    for _ in range(_NARROWINGS):
        axes, weight = _weights(known, box)
        held = weight > _NEGLIGIBLE * weight.max()
        box = (_bounds(axes[0], held.any(axis=1)), _bounds(axes[1], held.any(axis=0)))
    axes, weight = _weights(known, box)
    cells = rng.choice(weight.size, size=draws, p=(weight / weight.sum()).ravel())
    steps = [axis[1] - axis[0] for axis in axes]
    share = expit(axes[0][cells // _GRID] + steps[0] * (rng.random(draws) - 0.5))
    chance = expit(axes[1][cells % _GRID] + steps[1] * (rng.random(draws) - 0.5))
    return np.asarray(share), np.asarray(chance)


def _weights(known: Survey, box: Box) -> tuple[tuple[NDArray[np.float64], ...], NDArray[np.float64]]:
    """Return the grid's axes (logits of π and q) and the posterior weight of its cells."""
    axes = tuple(np.linspace(low, high, _GRID) for low, high in box)
    y, z = known.dissatisfied, known.dissatisfied_who_complained
    # Over logits a Beta(a, b) density is p^a (1 - p)^b; the survey's own prior is flat over π.
    log_weight = (
        _log_beta(axes[0], 1.0 + y, 1.0 + known.surveyed - y)[:, None]
        + _log_beta(axes[1], PRIOR_A + z, PRIOR_B + y - z)[None, :]
    )
    if known.complainants is not None:
        log_expected = (
            math.log(max(known.customers, 1))
            - np.logaddexp(0.0, -axes[0])[:, None]
            - np.logaddexp(0.0, -axes[1])[None, :]
        )
        log_weight = log_weight + known.complainants * log_expected - np.exp(log_expected)
    return axes, np.exp(log_weight - log_weight.max())


def _log_beta(logits: NDArray[np.float64], a: float, b: float) -> NDArray[np.float64]:
    found: NDArray[np.float64] = -a * np.logaddexp(0.0, -logits) - b * np.logaddexp(0.0, logits)
    return found


def _bounds(axis: NDArray[np.float64], held: NDArray[np.bool_]) -> tuple[float, float]:
    places, step = np.flatnonzero(held), float(axis[1] - axis[0])
    return float(axis[places[0]]) - step, float(axis[places[-1]]) + step


def _estimate(draws: NDArray[np.float64], n: int) -> Estimate:
    low, middle, high = np.percentile(draws, [2.5, 50.0, 97.5])
    return Estimate(float(middle), float(low), float(high), n=n)


def scaled(share: Estimate, by: float) -> Estimate:
    """Return a figure and its interval times a number."""
    return Estimate(share.value * by, share.low * by, share.high * by, n=share.n, needed=share.needed)
