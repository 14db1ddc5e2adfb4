"""Which formulas of satisfaction does the Methods page show, and in which order?"""

from __future__ import annotations

from engine.satisfaction.breadth import CATEGORY_BREADTH
from engine.satisfaction.consequences import LATER_BEHAVIOUR, WORTH_OF_A_POINT
from engine.satisfaction.delivered_value import BENEFIT_INDEX, DELIVERED_VALUE, DEVELOPMENT_INDEX
from engine.satisfaction.drivers import PERFORMANCE_MAP, RELATIVE_IMPORTANCE
from engine.satisfaction.ratio import EXPERIENCE_GAP, SATISFACTION_RATIO
from engine.satisfaction.reliability import CRONBACH_ALPHA
from engine.satisfaction.response import RESPONSE_RATE
from engine.satisfaction.scores import CES, CSAT, NPS
from engine.satisfaction.separation import SEPARATION
from engine.satisfaction.servqual import SERVQUAL_GAP
from engine.satisfaction.silent_majority import SILENT_MAJORITY, WORD_OF_MOUTH
from engine.satisfaction.weighting import RAKING

SATISFACTION_FORMULAS = (
    SATISFACTION_RATIO,
    EXPERIENCE_GAP,
    CSAT,
    NPS,
    CES,
    RESPONSE_RATE,
    SERVQUAL_GAP,
    CRONBACH_ALPHA,
    RELATIVE_IMPORTANCE,
    PERFORMANCE_MAP,
    SEPARATION,
    LATER_BEHAVIOUR,
    WORTH_OF_A_POINT,
    RAKING,
    DELIVERED_VALUE,
    BENEFIT_INDEX,
    DEVELOPMENT_INDEX,
    CATEGORY_BREADTH,
    SILENT_MAJORITY,
    WORD_OF_MOUTH,
)
