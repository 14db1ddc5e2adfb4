"""Whose chance to leave is used: the hazard model's, or that of a simpler learner that is as good?

A learner that says how likely somebody leaves within some months, but not in which, takes the hazard
model's curve: each customer's is drawn up or down until it meets the learner's chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from engine.churn.comparison import Comparison, hazard_learner, learned
from engine.churn.hazard import Learner, Outlook, widening
from engine.churn.landmarks import Episodes, Standing
from engine.churn.learners.sample import later_places, sample_to_learn
from engine.formulas import Formula

Floats = NDArray[np.float64]
Reason = Literal["not_compared", "simplest", "not_calibrated", "behind_hazard", "within_noise", "by_value"]

CHANCE_ON_CURVE = Formula(
    name="chance_on_curve",
    latex=r"S_i(k) = S_i^{h}(k)^{c_i}, \quad c_i = \frac{-\log(1 - p_i)}{-\log S_i^{h}(M)}",
    origin="estimated",
)

_REFITS = 6
_EDGE = 1e-6


@dataclass(frozen=True)
class Choice:
    """Which learner says the chance, which hazard model says the time, and why these.

    ``simplest`` is the simplest learner within the noise of the best. ``reason`` is one of:
    ``not_compared`` (too few left, or not asked for), ``simplest`` (the hazard model is of that
    very kind), ``not_calibrated`` (no simpler one's chances came true), ``behind_hazard`` (the one
    whose chances did was worse than the hazard model), ``within_noise`` (another one is used) and
    ``by_value`` (it was asked that customers count by value, and the hazard model learns so).
    """

    learner: str
    hazard: Learner
    simplest: str
    reason: Reason

    @property
    def is_another(self) -> bool:
        """Return whether the chance is another learner's than the hazard model's own."""
        return self.learner != self.hazard

    def own(self) -> Choice:
        """Return the choice of the hazard model's own chance, as the other learner's isn't as good."""
        return replace(self, learner=self.hazard, reason="behind_hazard")

    def by_value(self) -> Choice:
        """Return the choice of the hazard model's own chance, as customers count by value in it."""
        return replace(self, learner=self.hazard, reason="by_value")


def choice_of(compared: Comparison | None, asked: Learner | None = None) -> Choice:
    """Return the simplest learner within the noise of the best whose chances came true.

    The hazard model, which is set right by later data where it is off, is one of these if its kind
    is within the noise, and is what remains where none is. ``asked`` leaves no choice.
    """
    hazard = asked or hazard_learner(compared)
    if compared is None or asked is not None:
        return Choice(hazard, hazard, hazard, "not_compared")
    good = compared.frame[compared.frame["is_within_noise"]]
    for name, is_calibrated in good["is_calibrated"].items():
        if name == hazard:
            break
        if is_calibrated:
            return Choice(str(name), hazard, compared.default, "within_noise")
    reason: Reason = "simplest" if hazard == compared.default else "not_calibrated"
    return Choice(hazard, hazard, compared.default, reason)


def held_against(choice: Choice, compared: Comparison | None, hazard_chance: Floats, seed: int) -> Choice:
    """Return the choice after the hazard model's own word on all later customers is known, shape (n,).

    Another learner stays chosen only within the noise of what would be used without it.
    """
    if compared is None or not choice.is_another:
        return choice
    own = hazard_chance[later_places(len(hazard_chance))]
    return choice if compared.is_as_good_as(choice.learner, own, seed) else choice.own()


@dataclass(frozen=True)
class Span:
    """Within how many months the learners were compared (M), and the seed of what is drawn."""

    months: int
    seed: int


def drawn_to(
    outlook: Outlook, choice: Choice, past: Episodes, standing: Standing, span: Span
) -> tuple[Outlook, Choice]:
    """Return the hazard model's outlook drawn to the chosen learner's chances (``CHANCE_ON_CURVE``).

    Who can't leave within the months of the comparison keeps the hazard model's own. The interval
    is that of the learner: it learns anew from ``past`` customers drawn with repetition.
    """
    if not choice.is_another:
        return outlook, choice
    asked = _cumulative(choice.learner, past, standing, span)
    if asked is None:
        return outlook, choice.own()
    own = outlook.cumulative_hazard(span.months)
    possible = (standing.entry_month <= span.months) & (own > 0.0)
    times = np.where(possible, asked / np.where(possible, own, 1.0), 1.0)
    chance = -np.expm1(times[:, None] * np.log1p(-np.minimum(outlook.chance, 1.0 - 1e-12)))
    others = np.where(possible, _refits(choice.learner, past, standing, span) / asked, 1.0)
    error = np.full(len(asked), np.nan)
    if len(others) > 1:
        error = np.std(np.log(others), axis=0, ddof=1) * widening(len(others))
    # How much less sure the curve is of later months the learner can't tell; the hazard model can.
    beyond = np.maximum(outlook.late_error**2 - outlook.relative_error**2, 0.0)
    late = np.where(possible, np.sqrt(error**2 + beyond), outlook.late_error)
    return Outlook(chance, np.where(possible, error, outlook.relative_error), late, others), choice


def _refits(learner: str, past: Episodes, standing: Standing, span: Span) -> Floats:
    """Return the cumulative hazards by a learner that learned from customers drawn anew, (refits, n)."""
    rng = default_rng(span.seed)
    drawn = [_cumulative(learner, _redrawn(past, rng), standing, span) for _ in range(_REFITS)]
    known = [one for one in drawn if one is not None]
    return np.array(known).reshape(len(known), len(standing.entry_month))


def _cumulative(learner: str, past: Episodes, standing: Standing, span: Span) -> Floats | None:
    """Return the cumulative hazard within the months of the comparison by a learner, shape (n,)."""
    found = learned(learner, sample_to_learn(past, span.months), span.seed)
    if found is None:
        return None
    chance = np.clip(found.probability(standing.features), _EDGE, 1.0 - _EDGE)
    return np.asarray(-np.log1p(-chance))


def _redrawn(past: Episodes, rng: np.random.Generator) -> Episodes:
    """Return the episodes of customers drawn with repetition: all of one customer's come together."""
    everybody = int(past.customer.max(initial=0)) + 1
    times = np.bincount(rng.integers(everybody, size=everybody), minlength=everybody)
    return past.rows(np.repeat(np.arange(len(past.customer)), times[past.customer]))
