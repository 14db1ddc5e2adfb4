"""How much has leaving gone up and down from quarter to quarter, beyond luck and what the model knows?"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.churn.hazard import DiscreteTimeHazard
from engine.churn.landmarks import SPACING_MONTHS, Episodes
from engine.formulas import Formula

Floats = NDArray[np.float64]

LEVEL_SPREAD = Formula(
    name="level_spread",
    latex=r"\hat\tau^2 = \max\left(0, \frac{\frac{Q}{Q-1} \sum_q (O_q - k E_q)^2 - k \sum_q V_q}"
    r"{\sum_q (k E_q)^2}\right), \quad k = \frac{\sum_q O_q}{\sum_q E_q}",
)

_FEWEST_QUARTERS, _FEWEST_EXPECTED = 4, 5.0


def level_spread(past: Episodes, model: DiscreteTimeHazard) -> float:
    """Return the standard deviation of the level of leaving between quarters, as a share of it.

    What the model would have said of each quarter's customers stands against who left in it; each
    customer counts once a quarter. NaN with fewer than four quarters in which five should have left.
    """
    quarters = np.array(
        [_quarter(past.rows(past.landmark == one), model) for one in np.unique(past.landmark)]
    )
    left, expected, variance = quarters[quarters[:, 1] >= _FEWEST_EXPECTED].T
    if len(left) < _FEWEST_QUARTERS:
        return math.nan
    return spread_of(left, expected, variance)


def spread_of(left: Floats, expected: Floats, variance: Floats) -> float:
    """Return the spread of who left about who should have; ``variance`` is what luck makes, all (quarters,).

    Where all quarters together are off, that is the model's level and no spread between them
    (``LEVEL_SPREAD``).
    """
    times = float(left.sum() / expected.sum())
    apart = float(((left - times * expected) ** 2).sum()) * len(left) / (len(left) - 1)
    beyond = (apart - times * float(variance.sum())) / float(((times * expected) ** 2).sum())
    return math.sqrt(max(beyond, 0.0))


def _quarter(rows: Episodes, model: DiscreteTimeHazard) -> tuple[float, float, float]:
    """Return how many left in the quarter after a landmark, how many should have, and its variance."""
    chance = model.hazards(rows.standing, SPACING_MONTHS)
    month = np.arange(1, SPACING_MONTHS + 1)[None, :]
    followed = (month >= rows.standing.entry_month[:, None]) & (month <= rows.duration_months[:, None])
    left = rows.churned & (rows.duration_months <= SPACING_MONTHS)
    return float(left.sum()), float(chance[followed].sum()), float((chance * (1.0 - chance))[followed].sum())
