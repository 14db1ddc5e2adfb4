"""How likely does an offer keep somebody who would leave, or bring back somebody who has left?

It starts from a stated prior and is updated by the company's own rescues: the more outcomes, the
less the prior counts. Only a control group tells the effect: of those who were asked and stayed,
most would have stayed anyway. Without one the effect of an offer to customers who have not left
remains an assumption, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingOutOfRangeError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rescue.ceiling import interval
from engine.rescue.recorded import Trial

Floats = NDArray[np.float64]

RESCUE_SUCCESS = Formula(
    name="rescue_success",
    latex=r"q_t \sim B(\tfrac12 + s_t, \tfrac12 + f_t),\ q_c \sim B(\tfrac12 + s_c, \tfrac12 + f_c), \quad"
    r" \tau = q_t - q_c, \quad g = \frac{\tau}{1 - q_c}, \quad"
    r" \gamma = w\,\gamma_0 + (1 - w)\,g, \quad w = \frac{\nu}{\nu + L},"
    r" \ L = \frac{2\,(1 - q_c)}{1/n_t + 1/n_c},"
    r" \quad \text{others tried: } w = \frac{s_g^2}{s_g^2 + s_m^2 + s_0^2}",
    origin="measured",
)
WIN_BACK_SUCCESS = Formula(
    name="win_back_success",
    latex=r"\lambda \sim B(\nu m + s,\ \nu (1 - m) + f), \quad m = \lambda_0 + (1 - \lambda_0)\,\gamma_0,"
    r" \quad \gamma = \frac{\lambda - \lambda_0}{1 - \lambda_0}",
    origin="estimated",
)

MINIMUM_ASKED = 30
MINIMUM_CONTROL = 30
_EDGE = 1e-6


@dataclass(frozen=True)
class SuccessPrior:
    """A share of leavers kept, believed before any outcome: its mean, and the leavers it counts for.

    ``error`` is how unsure the mean is (standard deviation) where the company's other measures have
    shown it; it may then be negative, for what they showed may be harm. NaN: a stated belief.
    ``stated`` is the share of the mean that was stated and not shown, 0-1.
    """

    mean: float
    strength: float
    error: float = float("nan")
    stated: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no belief about a chance."""
        if not -1.0 < self.mean < 1.0:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting="mean", value=self.mean)
        if not 0.0 < self.strength < np.inf:
            value = self.strength
            raise SettingOutOfRangeError("error.setting_out_of_range", setting="strength", value=value)

    @property
    def is_stated(self) -> bool:
        """Return whether no outcome of this company stands behind it."""
        return bool(np.isnan(self.error))

    @property
    def spread(self) -> float:
        """Return the standard deviation, that of a Beta where the mean is one of a chance.

        Of what other measures showed it is how far one measure may lie from the next, beside how
        unsure their mean is.
        """
        chance = np.clip(abs(self.mean), 0.05, 0.95)
        between = float(np.sqrt(chance * (1.0 - chance) / (self.strength + 1.0)))
        return between if self.is_stated else float(np.hypot(between, self.error))

    def weight(self, leavers: float, error: float) -> float:
        """Return how much it counts, 0-1, beside a trial of so many leavers with this standard error."""
        if self.is_stated:
            # In the trial's own currency: a belief has no smaller error than as many leavers give.
            return self.strength / (self.strength + leavers)
        return error**2 / (error**2 + self.spread**2)


@dataclass(frozen=True)
class Effect:
    """What a measure does to who would leave or has left.

    Attributes
    ----------
    kept
        γ: of those who would leave (or would not come back), the share that it keeps or brings
        back. Negative where it drives customers off.
    uplift
        τ: by how much it changes the chance to be a customer in the end, among all who are
        asked; NaN where no control group tells it.
    origin
        ``measured`` against a control group, ``outcomes`` where only those who came back were
        counted, ``assumed`` from the prior alone.
    prior_weight, borrowed_weight
        How much of the answer was stated before any outcome, and how much is what the company's
        other measures have shown, 0-1; the rest is the measure's own outcomes.
    draws
        Draws of γ, shape (d,).
    """

    kept: Estimate
    uplift: Estimate
    origin: str
    prior_weight: float
    asked: int
    control: int
    draws: Floats
    borrowed_weight: float = 0.0


def effect(
    trial: Trial | None,
    prior: SuccessPrior,
    unaided: float,
    rng: np.random.Generator,
    count: int = 4000,
) -> Effect:
    """Return the effect of a measure (``RESCUE_SUCCESS``).

    ``unaided`` is λ0, used where those who had left were counted without a control group.
    """
    if trial is not None and trial.asked >= MINIMUM_ASKED and trial.control >= MINIMUM_CONTROL:
        return _measured(trial, prior, rng, count)
    if trial is not None and trial.of_leavers and trial.asked > 0:
        return _counted(trial, prior, unaided, rng, count)
    draws = _prior_draws(prior, rng, count)
    asked, control = (trial.asked, trial.control) if trial is not None else (0, 0)
    return Effect(
        interval(draws, prior.mean),
        Estimate(np.nan),
        "assumed",
        prior.stated,
        asked,
        control,
        draws,
        1.0 - prior.stated,
    )


def _measured(trial: Trial, prior: SuccessPrior, rng: np.random.Generator, count: int) -> Effect:
    """Return the effect as the difference to the control group (``RESCUE_SUCCESS``)."""
    with_it = rng.beta(0.5 + trial.asked_kept, 0.5 + trial.asked - trial.asked_kept, count)
    alone = rng.beta(0.5 + trial.control_kept, 0.5 + trial.control - trial.control_kept, count)
    uplift = with_it - alone
    # Where next to nobody left alone leaves, there is nobody to keep, and the prior decides.
    seen = np.clip(uplift / np.maximum(1.0 - alone, _EDGE), -1.0, 1.0)
    middle, error = float(seen.mean()), float(seen.std())
    known = interval(uplift, float(uplift.mean()))
    leavers = 2.0 * float((1.0 - alone).mean()) / (1.0 / trial.asked + 1.0 / trial.control)
    # Harm that the control group shows is not softened by what was believed before.
    weight = 0.0 if known.high < 0.0 else prior.weight(leavers, error)
    mean = weight * prior.mean + (1.0 - weight) * middle
    draws = np.clip(mean + (seen - middle) * np.sqrt(1.0 - weight), -1.0, 1.0)
    shares = weight * prior.stated, weight * (1.0 - prior.stated)
    counts = trial.asked, trial.control
    return Effect(interval(draws, mean), known, "measured", shares[0], *counts, draws, shares[1])


def _counted(
    trial: Trial, prior: SuccessPrior, unaided: float, rng: np.random.Generator, count: int
) -> Effect:
    """Return the effect on who had left, counted without a control group (``WIN_BACK_SUCCESS``)."""
    expected = min(max(unaided + (1.0 - unaided) * prior.mean, _EDGE), 1.0 - _EDGE)
    failed = trial.asked - trial.asked_kept
    shapes = prior.strength * expected + trial.asked_kept, prior.strength * (1.0 - expected) + failed
    back = shapes[0] / (shapes[0] + shapes[1])
    draws = (rng.beta(*shapes, count) - unaided) / (1.0 - unaided)
    kept = interval(draws, (back - unaided) / (1.0 - unaided))
    weight = prior.strength / (prior.strength + trial.asked)
    shares = weight * prior.stated, weight * (1.0 - prior.stated)
    counts = trial.asked, trial.control
    return Effect(kept, Estimate(np.nan), "outcomes", shares[0], *counts, draws, shares[1])


def _prior_draws(prior: SuccessPrior, rng: np.random.Generator, count: int) -> Floats:
    """Return draws of a Beta with a stated prior's mean and strength; of what was shown, of a normal."""
    if prior.is_stated and prior.mean > 0.0:
        return rng.beta(prior.mean * prior.strength, (1.0 - prior.mean) * prior.strength, count)
    return np.clip(rng.normal(prior.mean, prior.spread, count), -1.0, 1.0)
