"""How right was a model on later data: all of its figures, and whether it needs to be recalibrated?

Each customer stands in the later data once, so that intervals need no allowance for repetition.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.cards import Bin
from engine.churn.ranking import Ranked
from engine.churn.scores import auc_estimate, brier, recalibration, top_lift
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.rates import Z_95, share_estimate

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

AUC = Formula(
    name="auc",
    latex=r"\mathrm{AUC} = P(p_i > p_j \mid i \text{ left}, j \text{ stayed})"
    r" + \tfrac12\, P(p_i = p_j \mid \cdot)",
)
TOP_DECILE_LIFT = Formula(
    name="top_decile_lift",
    latex=r"\frac{P(\text{left} \mid p \text{ among the highest tenth})}{P(\text{left})}",
    source="Neslin et al. (2006), JMR 43(2)",
)
CALIBRATION = Formula(
    name="calibration_slope",
    latex=r"\operatorname{logit} P(\text{left}_i) = \alpha + \beta \operatorname{logit} p_i",
    source="Cox (1958), Biometrika 45; Steyerberg (2019), Clinical Prediction Models, ch. 15",
)


@dataclass(frozen=True)
class Accuracy:
    """Figures of one model on later data by name, and its calibration picture; empty with one outcome."""

    figures: Mapping[str, Estimate] = field(default_factory=dict)
    bins: tuple[Bin, ...] = ()

    @property
    def is_off(self) -> bool:
        """Return whether intercept or slope differ from 0 and 1 beyond chance (95 %)."""
        exact = {"calibration_intercept": 0.0, "calibration_slope": 1.0}
        pairs = ((self.figures.get(name, Estimate(math.nan)), value) for name, value in exact.items())
        return any(one.is_defined and not one.low <= value <= one.high for one, value in pairs)


def accuracy(probability: Floats, left: Flags) -> Accuracy:
    """Return how right predicted probabilities were; arrays of shape (n,)."""
    if left.all() or not left.any():
        return Accuracy()
    ranked, n = Ranked.of(probability, left), len(left)
    slope, intercept, errors = recalibration(probability, left.astype(np.float64))
    size = max(n // 10, 1)
    base, lift = float(left.mean()), float(top_lift(ranked))
    # Wilson's interval of the share of leavers among the tenth, as a multiple of the share among all.
    share = share_estimate(round(lift * base * size), size, needed=1)
    figures = {
        "auc": auc_estimate(ranked),
        "calibration_slope": _normal(slope, float(errors[1]), n),
        "calibration_intercept": _normal(intercept, float(errors[0]), n),
        "top_decile_lift": Estimate(lift, share.low / base, share.high / base, n=n),
        "brier": Estimate(float(brier(probability, left)), n=n),
    }
    return Accuracy(figures, calibration_bins(probability, left))


def calibration_bins(probability: Floats, left: Flags, bins: int = 10) -> tuple[Bin, ...]:
    """Return predicted beside observed shares with Wilson's interval, customers cut by their prediction.

    Bins hold as many customers each; the lowest predictions come first.
    """
    order = np.argsort(probability, kind="stable")
    found = []
    for own in np.array_split(order, min(bins, len(order))):
        share = share_estimate(int(left[own].sum()), len(own), needed=1)
        found.append(Bin(float(probability[own].mean()), share.value, share.low, share.high, len(own)))
    return tuple(found)


def _normal(value: float, error: float, n: int) -> Estimate:
    return Estimate(value, value - Z_95 * error, value + Z_95 * error, n=n)
