"""How does the model fare on later data, and what is to be set by data that is later than its own?

Three spans, one after the other: what the ridge is chosen by, what the accuracy is measured on, and
the day of the assessment. Each model only knows what was known at the beginning of its span.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.churn.accuracy import Accuracy, accuracy
from engine.churn.hazard import DiscreteTimeHazard, Learner
from engine.churn.landmarks import SPACING_MONTHS, Episodes
from engine.churn.scores import recalibration
from engine.churn.value_weights import weights_of

Floats = NDArray[np.float64]

RIDGES = (10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)
FEWEST_LATER_EVENTS = 30

_LONGEST_SPAN = 2 * SPACING_MONTHS
_HISTORY_PER_SPAN = 5
_ROWS_TO_CHOOSE = 10_000
# Log-likelihoods so near tell nothing; the weakest of such ridges shrinks the least away.
_AS_LIKELY = 1.0


@dataclass(frozen=True)
class LaterData:
    """What was found on the last months: accuracy among those who could leave, and who they were.

    ``probability`` is what the model had said of each of them.
    """

    months: int
    customers: int
    events: int
    accuracy: Accuracy
    hazard_intercept: float
    hazard_slope: float
    probability: Floats


def later_months(history_months: int) -> int:
    """Return how many of the last months are held out: a fifth of the history, three or six."""
    spans = history_months // _HISTORY_PER_SPAN // SPACING_MONTHS
    return int(np.clip(spans * SPACING_MONTHS, SPACING_MONTHS, _LONGEST_SPAN))


def later_rows(every: Episodes, months: int) -> tuple[Episodes, NDArray[np.bool_]]:
    """Return who could leave in the last months, as they were known before, and who did."""
    at = every.rows((every.landmark == months) & (every.standing.entry_month <= months))
    return at, at.churned & (at.duration_months <= months)


def chosen_ridge(every: Episodes, months: int, default: float, value_share: float = 0.0) -> float:
    """Return the weakest ridge under which the span before the last is about the likeliest.

    ``default`` where too few left to tell; ``value_share`` as in ``weights_of``. Of many rows every
    so-many-th is learned from, as often as leaves 10,000 at least: up to 19,999.
    """
    before = every.rows(every.landmark >= 2 * months)
    known = before.until(2 * months)
    later = before.rows(before.landmark == 2 * months)
    later = replace(
        later,
        churned=later.churned & (later.duration_months <= months),
        duration_months=np.minimum(later.duration_months, months),
    )
    if min(known.events, later.events) < FEWEST_LATER_EVENTS:
        return default
    known = known.rows(np.arange(0, len(known.churned), max(1, len(known.churned) // _ROWS_TO_CHOOSE)))
    found, model = {}, DiscreteTimeHazard(has_interval=False, warm_start=True)
    # From the strongest to the weakest: each solution lies near the one before.
    for ridge in reversed(RIDGES):
        model.ridge = ridge
        found[ridge] = _likelihood(model.fit(known, weights_of(known, value_share)), later)
    best = max(found.values())
    return min(ridge for ridge, likelihood in found.items() if likelihood >= best - _AS_LIKELY)


def later_data(
    every: Episodes, months: int, learner: Learner, ridge: float, value_share: float = 0.0
) -> LaterData:
    """Return how a model that knew nothing of the last months foretold them, each customer counting once.

    What it learned from counts by value as far as ``value_share`` says (``weights_of``).
    """
    known = every.until(months)
    model = DiscreteTimeHazard(learner, ridge=ridge, has_interval=False)
    model.fit(known, weights_of(known, value_share))
    rows, left = later_rows(every, months)
    chance = model.hazards(rows.standing, months)
    probability = 1.0 - np.prod(1.0 - chance, axis=1)
    at_risk, happened = _months_at_risk(rows, chance)
    slope, intercept, _ = recalibration(at_risk, happened.astype(np.float64))
    return LaterData(
        months=months,
        customers=len(left),
        events=int(left.sum()),
        accuracy=accuracy(probability, left),
        hazard_intercept=intercept,
        hazard_slope=slope,
        probability=probability,
    )


def _likelihood(model: DiscreteTimeHazard, rows: Episodes) -> float:
    chance = model.hazards(rows.standing, int(rows.duration_months.max(initial=1)))
    at_risk, happened = _months_at_risk(rows, chance)
    inside = np.clip(at_risk, 1e-12, 1.0 - 1e-12)
    return float(np.where(happened, np.log(inside), np.log1p(-inside)).sum())


def _months_at_risk(rows: Episodes, chance: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the hazards of the months in which leaving was possible, and whether it happened."""
    month = np.arange(1, chance.shape[1] + 1)[None, :]
    last = rows.duration_months[:, None]
    inside = (month >= rows.standing.entry_month[:, None]) & (month <= last)
    happened = rows.churned[:, None] & (month == last)
    return chance[inside], np.broadcast_to(happened, chance.shape)[inside]
