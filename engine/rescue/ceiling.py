"""How much may a rescue cost at most?

V0 is a relationship without praise, complaint or churn; V1 the value if the rescue succeeds, V2
if it is tried and fails, V3 if it is not tried. The ceiling is what trying adds: E(V) - V3.
Restitution that is owed is no part of it: that is paid whatever the customer is worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import SettingOutOfRangeError
from engine.estimate import Estimate
from engine.formulas import Formula

Floats = NDArray[np.float64]

RESCUE_CEILING = Formula(
    name="rescue_ceiling",
    latex=r"C^* = E(V) - V_3 = (\lambda - \lambda_0)\,V + \theta W\,[(1 - \lambda_0) - \kappa (1 - \lambda)]",
    origin="estimated",
)
RESCUE_RULE = Formula(
    name="rescue_rule",
    latex=r"c + a \cdot o < C^*",
    origin="estimated",
)


@dataclass(frozen=True)
class Chances:
    """λ, λ0, θ, κ of one cause, each 0-1: success, return unaided, leaves dissatisfied, talk that remains."""

    success: float
    unaided: float
    dissatisfied: float
    talk_left: float

    def __post_init__(self) -> None:
        """Refuse what is no chance."""
        for name in ("success", "unaided", "dissatisfied", "talk_left"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise SettingOutOfRangeError("error.setting_out_of_range", setting=name, value=value)


@dataclass(frozen=True)
class Ceiling:
    """What a rescue may cost at most, and what it is made of; all in money.

    Attributes
    ----------
    if_saved, if_failed, if_untried
        V1, V2, V3.
    expected
        E(V), what trying is worth.
    from_return, from_talk
        The parts of the ceiling: the second lifetime gained, and the talk avoided.
    value
        C*; negative where the customer is better left alone.
    """

    if_saved: float
    if_failed: float
    if_untried: float
    expected: float
    from_return: float
    from_talk: float
    value: float


def ceiling(value: float, talk: float, chances: Chances) -> Ceiling:
    """Return the ceiling of one cause (``RESCUE_CEILING``).

    ``value`` is V, the margin (net present value) of the lifetime after a rescue; ``talk`` is W.
    """
    spoken = chances.dissatisfied * talk
    if_failed = -chances.talk_left * spoken
    if_untried = chances.unaided * value - (1.0 - chances.unaided) * spoken
    expected = chances.success * value + (1.0 - chances.success) * if_failed
    from_return = (chances.success - chances.unaided) * value
    from_talk = spoken * ((1.0 - chances.unaided) - chances.talk_left * (1.0 - chances.success))
    return Ceiling(value, if_failed, if_untried, expected, from_return, from_talk, from_return + from_talk)


def mixed(ceilings: dict[str, Ceiling], shares: dict[str, float]) -> Ceiling:
    """Return the ceiling of a customer whose cause is known by its chances only; they sum to one."""
    total = sum(shares.values())
    parts = {
        name: sum(share / total * getattr(ceilings[cause], name) for cause, share in shares.items())
        for name in Ceiling.__dataclass_fields__
    }
    return Ceiling(**parts)


def interval(draws: Floats, value: float, level: float = 0.95) -> Estimate:
    """Return a value with the interval that holds ``level`` of its draws."""
    low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Estimate(value, min(float(low), value), max(float(high), value), n=len(draws), level=level)


def ceiling_draws(value: Floats, talk: Floats, chances: dict[str, Floats]) -> Floats:
    """Return draws of the ceiling from draws of V, W and of ``success, unaided, dissatisfied, talk_left``."""
    success, unaided = chances["success"], chances["unaided"]
    spoken = chances["dissatisfied"] * talk
    found: Floats = (success - unaided) * value + spoken * (
        (1.0 - unaided) - chances["talk_left"] * (1.0 - success)
    )
    return found


@dataclass(frozen=True)
class Decision:
    """What to pay and whether to try: what is owed, goodwill beyond it at most, and the rule.

    ``owed`` is paid whatever the customer is worth. ``goodwill_at_most`` is the offer at which
    trying would cost as much as it may; 0 where contacting alone costs more.
    """

    owed: float
    goodwill_at_most: float
    expected_cost: float
    is_worth_trying: bool


def decision(
    ceiling_value: float, contact_cost: float, redeemed: float, offer: float, owed: float
) -> Decision:
    """Return the decision on one customer (``RESCUE_RULE``); ``redeemed`` is the chance a, 0-1."""
    cost = contact_cost + redeemed * offer
    room = max(0.0, ceiling_value - contact_cost)
    most = room / redeemed if redeemed > 0.0 else np.inf if room > 0.0 else 0.0
    return Decision(owed, float(most), cost, cost < ceiling_value)
