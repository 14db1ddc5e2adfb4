"""What does the talk of one dissatisfied leaver cost?

The rates come from surveys of other trades and other years and are a place to start: nobody has
settled how far a complaint travels. Anderson (1998), Journal of Service Research 1(1), holds the
common figures for exaggerated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.formulas import Formula
from engine.rescue.assumptions import RescueAssumptions

Floats = NDArray[np.float64]

LEAVER_TALK = Formula(
    name="leaver_talk",
    latex=r"W = \text{told} \cdot \text{within reach} \cdot \text{swayed} \cdot \overline{\mathrm{CLV}}",
    origin="source",
)


@dataclass(frozen=True)
class Talk:
    """What one dissatisfied leaver's talk costs: the value in money, and draws of it, shape (d,)."""

    value: float
    draws: Floats


def talk(assumptions: RescueAssumptions, mean_value: float, rng: np.random.Generator, count: int) -> Talk:
    """Return the margin lost to the talk of one dissatisfied leaver (``LEAVER_TALK``).

    ``mean_value`` is the mean lifetime value of those whom the talk may reach; NaN leaves the
    talk out (0), since nothing can be said of it.
    """
    clv = 0.0 if np.isnan(mean_value) else max(mean_value, 0.0)
    factors = (assumptions.told, assumptions.within_reach, assumptions.swayed)
    value, drawn = clv, np.full(count, clv)
    for factor in factors:
        value, drawn = value * factor.value, drawn * factor.draws(rng, count)
    return Talk(value, drawn)
