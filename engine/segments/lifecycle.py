"""How far has the relationship with a customer got?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.formulas import Formula

LIFECYCLE_STAGE = Formula(
    name="lifecycle_stage",
    latex=r"\begin{cases} \text{exploration} & D < 3"
    r" \\ \text{decline} & \text{left or leaning, or spend fell by } \delta"
    r" \\ \text{formation} & T < 52 \text{ weeks} \\ \text{stability} & \text{otherwise} \end{cases}",
)

FORMED_PURCHASE_DAYS = 3
STABLE_AGE_WEEKS = 52.0


def lifecycle_stages(customers: pd.DataFrame, drop: float) -> NDArray[np.object_]:
    """Return exploration, formation, stability or decline; undefined without a purchase.

    Exploration: fewer than three purchase days; who leaves here leaves out of exploration, as
    there was nothing yet to decline. Decline: formed, but left, leaning to leave (late against
    the own rhythm, or buying lastingly less), or spending less than a year ago by ``drop`` or
    more. Formation: formed within the year. Stability: the rest.
    """
    formed = customers["purchase_days"] >= FORMED_PURCHASE_DAYS
    declining = customers["churn_state"].isin(["left", "leaning"]) | (customers["spend_change"] <= -drop)
    young = customers["age_weeks"] < STABLE_AGE_WEEKS
    stages = np.select(
        [~formed, declining, young], ["exploration", "decline", "formation"], "stability"
    ).astype(object)
    stages[customers["purchase_days"].isna().to_numpy()] = None
    return stages
