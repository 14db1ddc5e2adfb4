"""How would customers' curves run under other models that the past doesn't rule out?

What is not known of the model moves all customers together: a total over customers is as unsure as
these curves differ, not as the customers' own intervals would have it, whose errors partly cancel out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import default_rng
from numpy.typing import NDArray

from engine.churn.hazard import DiscreteTimeHazard, survival_of
from engine.churn.landmarks import Standing

Floats = NDArray[np.float64]

MOST_CUSTOMERS = 2_000


@dataclass(frozen=True)
class OtherCurves:
    """Survival curves (models, customers, months) of some customers, every so-many-th of all.

    ``wider`` is what a standard deviation over so few models is to be multiplied by (Student's t).
    """

    customer_ids: pd.Index
    survival: Floats
    wider: float


def other_curves(
    model: DiscreteTimeHazard, standing: Standing, ids: pd.Index, level_error: float, seed: int
) -> OtherCurves | None:
    """Return the curves; ``None`` of a model that was fitted without intervals.

    Parameters
    ----------
    level_error
        Standard error of the logarithm of the hazard's level, where that was set by later data.
    """
    some = np.arange(0, len(ids), max(1, math.ceil(len(ids) / MOST_CUSTOMERS)))
    rng = default_rng([seed, len(ids)])
    hazards, wider = model.other_hazards(standing.rows(some), rng)
    if not hazards:
        return None
    # Levels in pairs of opposite sign, as the coefficients are drawn.
    half = rng.standard_normal((len(hazards) + 1) // 2)
    levels = np.column_stack([half, -half]).ravel()[: len(hazards)] * level_error
    moved = [survival_of(-np.expm1(np.log1p(-one) * math.exp(level))) for one, level in
             zip(hazards, levels, strict=True)]  # fmt: skip
    return OtherCurves(ids.take(some), np.stack(moved), wider)
