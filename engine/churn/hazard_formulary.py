"""Which formulas do chance, time and cause of leaving rest on?"""

from __future__ import annotations

from engine.churn.accuracy import AUC, CALIBRATION, TOP_DECILE_LIFT
from engine.churn.causes import CAUSE_SHARE
from engine.churn.hazard import CHURN_INTERVAL, CHURN_PROBABILITY, CHURN_TIME
from engine.churn.incidents import GONE_SILENT
from engine.churn.leakage import LEAKAGE_GUARD
from engine.churn.level_spread import LEVEL_SPREAD
from engine.churn.snapshot import LIKENESS
from engine.churn.survival_curve import SURVIVAL_CURVE
from engine.churn.value_weights import VALUE_WEIGHT

HAZARD_FORMULAS = (
    CHURN_PROBABILITY,
    CHURN_TIME,
    CHURN_INTERVAL,
    LEVEL_SPREAD,
    VALUE_WEIGHT,
    CAUSE_SHARE,
    GONE_SILENT,
    LEAKAGE_GUARD,
    LIKENESS,
    AUC,
    CALIBRATION,
    TOP_DECILE_LIFT,
    SURVIVAL_CURVE,
)
