"""How many customers will leave within the horizon, and how sure is that?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from engine.churn.other_curves import OtherCurves
from engine.clv.totals import sum_estimate
from engine.estimate import Estimate


def expected_leavers(chance: pd.Series[float], curves: OtherCurves, horizon_months: int) -> Estimate:
    """Return the sum of chances to leave with its interval; ``chance`` goes by ``customer_id``.

    Counted are what is not known of the model, which moves all customers together, and each one's own
    luck: the law of total variance.
    """
    known = chance.dropna()
    if known.empty:
        return Estimate(math.nan)
    within = min(horizon_months, curves.survival.shape[2]) - 1
    others = (1.0 - curves.survival[:, :, within]).sum(axis=1)
    # The curves are those of every so-many-th customer.
    scale = len(known) / max(len(curves.customer_ids), 1) * curves.wider
    of_the_model = float((scale * np.std(others, ddof=1)) ** 2)
    of_luck = float((known * (1.0 - known)).sum())
    return sum_estimate(float(known.sum()), (of_the_model, of_luck), len(known))
