"""Do the data tell how many customers leave, or would a world without leaving look the same?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from engine.clv.beta_geo_likelihood import plain_start, steady_curve
from engine.clv.histories import Histories
from engine.clv.maximum import Maximum, maximise
from engine.formulas import Formula

DROPOUT_IDENTIFIED = Formula(
    name="dropout_identified",
    latex=r"2\,(\ell - \ell_{\text{nobody leaves}}) \ge 5.99 \quad\text{and}\quad"
    r"\operatorname{se}\!\left(\ln \frac{a}{b}\right) \le 1.5",
    origin="estimated",
)

LEAST_GAIN = 5.99
LARGEST_ERROR = 1.5
# So sharp an estimate of the odds leaves no room for a world without leaving.
_PLAIN = 0.2


@dataclass(frozen=True)
class Dropout:
    """Whether leaving can be told, and the ``reason``.

    ``identified``; ``no_leaving_seen``: a model in which nobody ever leaves is as likely;
    ``flat``: anything from few to nearly all is as likely. ``gain`` is twice the gain in
    log-likelihood over nobody leaving, NaN where leaving is beyond doubt; ``error`` the standard
    error of the log of the odds.
    """

    reason: str
    gain: float
    error: float

    @property
    def is_identified(self) -> bool:
        """Whether the data tell how many leave."""
        return self.reason == "identified"


def judge_dropout(found: Maximum, rows: Histories) -> Dropout:
    """Return what a fit of r, alpha and two parameters of leaving says about leaving."""
    spread = found.covariance
    # The odds to leave are first over second: a over b, or s over beta.
    error = math.sqrt(max(spread[2, 2] + spread[3, 3] - 2.0 * spread[2, 3], 0.0))
    if error < _PLAIN and not found.is_at_boundary.any():
        return Dropout("identified", math.nan, error)
    steady = maximise(partial(steady_curve, rows=rows), np.asarray(plain_start(rows)[:2]))
    gain = 2.0 * (found.value - steady.value)
    if gain < LEAST_GAIN:
        return Dropout("no_leaving_seen", gain, error)
    return Dropout("flat" if error > LARGEST_ERROR else "identified", gain, error)
