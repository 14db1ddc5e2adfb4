"""Which formulas of loyalty does the Methods page show, and in which order?"""

from __future__ import annotations

from engine.loyalty.bonds import LOYALTY_BOND
from engine.loyalty.cohorts import COHORT_RETENTION
from engine.loyalty.curve import SATISFACTION_CURVE
from engine.loyalty.holding_costs import HOLDING_COSTS
from engine.loyalty.index import ENTROPY_WEIGHTS, LOYALTY_INDEX
from engine.loyalty.kinds import LOYALTY_KIND
from engine.loyalty.retention_value import RETENTION_VALUE

LOYALTY_FORMULAS = (
    LOYALTY_KIND,
    LOYALTY_BOND,
    HOLDING_COSTS,
    LOYALTY_INDEX,
    ENTROPY_WEIGHTS,
    COHORT_RETENTION,
    SATISFACTION_CURVE,
    RETENTION_VALUE,
)
