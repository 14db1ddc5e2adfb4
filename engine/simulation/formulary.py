"""Which formulas does the simulator compute, in the order in which one would read them?"""

from __future__ import annotations

from engine.simulation.complaint_cost import COMPLAINT_COST
from engine.simulation.early_warning import SCORE_ERROR
from engine.simulation.fates import FATE
from engine.simulation.model_error import MODEL_ERROR
from engine.simulation.month_margin import MONTH_MARGIN
from engine.simulation.past import PAST_BAND
from engine.simulation.prepared import FAILURE_BASE
from engine.simulation.proof import SIMULATED_SURVIVAL, VARIANCE_RATIO
from engine.simulation.purchasing import PURCHASE_SURVIVAL
from engine.simulation.queueing import ERLANG_C
from engine.simulation.results import GAIN_PER_UNIT, NET_PRESENT_VALUE, PAIRED_DIFFERENCE
from engine.simulation.sensitivity import TIPPING_POINT, TORNADO
from engine.simulation.sweep import MARGINAL_GAIN
from engine.simulation.talk import WORD_OF_MOUTH

SIMULATION_FORMULAS = (
    FATE,
    MONTH_MARGIN,
    PURCHASE_SURVIVAL,
    FAILURE_BASE,
    SCORE_ERROR,
    WORD_OF_MOUTH,
    NET_PRESENT_VALUE,
    PAIRED_DIFFERENCE,
    GAIN_PER_UNIT,
    MARGINAL_GAIN,
    TORNADO,
    TIPPING_POINT,
    COMPLAINT_COST,
    SIMULATED_SURVIVAL,
    ERLANG_C,
    VARIANCE_RATIO,
    PAST_BAND,
    MODEL_ERROR,
)
