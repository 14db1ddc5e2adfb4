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

from engine.churn.hazard import DiscreteTimeHazard, Outlook, survival_of, widening
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
        Standard error of the logarithm of the level of leaving.
    """
    some = _some(len(ids))
    rng = default_rng([seed, len(ids)])
    hazards, wider = model.other_hazards(standing.rows(some), rng)
    if not hazards:
        return None
    levels = _levels(len(hazards), level_error, rng)
    moved = [survival_of(-np.expm1(np.log1p(-one) * level)) for one, level in
             zip(hazards, levels, strict=True)]  # fmt: skip
    return OtherCurves(ids.take(some), np.stack(moved), wider)


def drawn_curves(outlook: Outlook, ids: pd.Index, level_error: float, seed: int) -> OtherCurves | None:
    """Return the curves where another learner says the chance: as far apart as its refits and levels are.

    ``None`` of an outlook that knows no other models.
    """
    others = outlook.others
    if others is None or len(others) < 2:
        return None
    some = _some(len(ids))
    stays = survival_of(outlook.chance[some])
    levels = _levels(len(others), level_error, default_rng([seed, len(ids)]))
    moved = stays[None, :, :] ** (others[:, some] * levels[:, None])[:, :, None]
    return OtherCurves(ids.take(some), moved, widening(len(others)))


def _levels(count: int, error: float, rng: np.random.Generator) -> Floats:
    """Return factors of the cumulative hazard, in pairs on either side, as the coefficients are drawn."""
    half = rng.standard_normal((count + 1) // 2)
    return np.asarray(np.exp(np.column_stack([half, -half]).ravel()[:count] * error))


def _some(count: int) -> NDArray[np.int64]:
    """Return which of so many customers are looked at: every so-many-th."""
    return np.arange(0, count, max(1, math.ceil(count / MOST_CUSTOMERS)))
