"""What does an offer bring, from which chance of leaving on, and how large should it be?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingOutOfRangeError
from engine.formulas import Formula

Floats = NDArray[np.float64]

EXPECTED_GAIN = Formula(
    name="expected_gain",
    latex=r"g = p\,\gamma\,(V - o) - (1 - p)\,a\,o - c",
    source="Neslin et al. (2006), JMR 43(2); Verbraken et al. (2013), IEEE TKDE 25(5)",
    origin="estimated",
)
CONTACT_THRESHOLD = Formula(
    name="contact_threshold",
    latex=r"p^* = \frac{a\,o + c}{\gamma\,(V - o) + a\,o}",
    origin="estimated",
)
UPLIFT_GAIN = Formula(
    name="uplift_gain",
    latex=r"g = \tau\,V - P(\text{redeem})\,o - c",
    source="Ascarza (2018), Journal of Marketing Research 55(1)",
    origin="measured",
)
OPTIMUM_OFFER = Formula(
    name="optimum_offer",
    latex=r"\lambda(o) = \lambda_{\max}(1 - e^{-ko}), \quad \lambda'(o)\,(V + \kappa\theta W) = 1"
    r"\ \Rightarrow\ o^* = \frac{1}{k}\ln\!\big(k\,\lambda_{\max}(V + \kappa\theta W)\big)",
    origin="estimated",
)


@dataclass(frozen=True)
class Offer:
    """What an offer costs: c to contact, o if it is taken; ``redeemed`` is a, a stayer's chance to."""

    contact_cost: float
    cost: float
    redeemed: float = 1.0


def expected_gain(probability: Floats, kept: Floats, value: Floats, offer: Offer) -> Floats:
    """Return the gain of an offer to who has not left yet, shape (n,), money (``EXPECTED_GAIN``).

    ``value`` is the difference between staying and leaving, talk included; ``kept`` is γ.
    """
    found: Floats = (
        probability * kept * (value - offer.cost)
        - (1.0 - probability) * offer.redeemed * offer.cost
        - offer.contact_cost
    )
    return found


def contact_threshold(kept: Floats, value: Floats, offer: Offer) -> Floats:
    """Return the chance of leaving above which an offer gains (``CONTACT_THRESHOLD``), 0-1.

    NaN where no chance is high enough.
    """
    given = offer.redeemed * offer.cost
    slope = kept * (value - offer.cost) + given
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (given + offer.contact_cost) / slope
    return np.where((slope > 0) & (found <= 1.0), found, np.nan)


def uplift_gain(uplift: Floats, value: Floats, redeemed: Floats, offer: Offer) -> Floats:
    """Return the gain where a control group tells the effect τ (``UPLIFT_GAIN``).

    τ may be negative: whom the offer drives off is better left alone.
    """
    found: Floats = uplift * value - redeemed * offer.cost - offer.contact_cost
    return found


@dataclass(frozen=True)
class Response:
    """How success grows with the offer: ``most`` is λ_max (0-1), ``speed`` is k per unit of money."""

    most: float
    speed: float

    def __post_init__(self) -> None:
        """Refuse a curve that isn't one."""
        if not 0.0 < self.most <= 1.0:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting="most", value=self.most)
        if not 0.0 < self.speed < np.inf:
            raise SettingOutOfRangeError("error.setting_out_of_range", setting="speed", value=self.speed)

    def success(self, offer: float) -> float:
        """Return λ(o)."""
        return float(self.most * -np.expm1(-self.speed * offer))


def optimum_offer(response: Response, at_stake: float) -> float:
    """Return the offer whose last unit brings back one, paid to all who are asked (``OPTIMUM_OFFER``).

    ``at_stake`` is V + κθW. 0 where even the first unit brings back less than one.
    """
    steepest = response.most * response.speed * at_stake
    return float(np.log(steepest) / response.speed) if steepest > 1.0 else 0.0
