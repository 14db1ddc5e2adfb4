"""Which formulas does the comparison of models rest on?"""

from __future__ import annotations

from engine.churn.chosen_learner import CHANCE_ON_CURVE
from engine.churn.comparison import CALIBRATED_CHANCE, SIMPLEST_WITHIN_NOISE
from engine.churn.learners.entropy_tree import WEIGHTED_ENTROPY
from engine.churn.profit import EXPECTED_MAXIMUM_PROFIT
from engine.churn.record import WARNINGS_RECORD
from engine.churn.scores import BRIER_SCORE

COMPARISON_FORMULAS = (
    SIMPLEST_WITHIN_NOISE,
    CALIBRATED_CHANCE,
    CHANCE_ON_CURVE,
    EXPECTED_MAXIMUM_PROFIT,
    BRIER_SCORE,
    WEIGHTED_ENTROPY,
    WARNINGS_RECORD,
)
