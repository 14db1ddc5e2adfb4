"""By which formula is each figure computed? What the Methods page shows, and in which order.

Ids only: the texts are ``methods.<name>.title`` and ``methods.<name>.meaning``.
"""

from __future__ import annotations

from engine.assessing.bonds import CONTRACT_END
from engine.assessing.contract_total import CONTRACT_TOTAL
from engine.assessing.feature_profile import POPULATION_STABILITY
from engine.assessing.value_to_come import CONTRACT_VALUE
from engine.assessing.warnings import CONTRACT_LEANING
from engine.churn.comparison_formulary import COMPARISON_FORMULAS
from engine.churn.hazard_formulary import HAZARD_FORMULAS
from engine.churn.rule import CHURN_RULE, CHURN_STATE
from engine.clv.beta_bernoulli import BETA_BERNOULLI
from engine.clv.beta_geo import ALIVE_PROBABILITY, BETA_GEO, EXPECTED_PURCHASES, MODIFIED_BETA_GEO
from engine.clv.forecast_account import RETURN_PROBABILITY
from engine.clv.futures import PREDICTIVE_INTERVAL
from engine.clv.hold_out import HOLD_OUT
from engine.clv.leaving import DROPOUT_IDENTIFIED
from engine.clv.lifetime_value import LIFETIME_VALUE, VALUE_TO_COME
from engine.clv.pareto_nbd import COVARIATES, PARETO
from engine.clv.purchase_worth import PURCHASE_WORTH
from engine.clv.retention import BETA_DISCRETE_WEIBULL, RESIDUAL_LIFETIME, SHIFTED_BETA_GEOMETRIC
from engine.clv.spending import GAMMA_GAMMA
from engine.decline import PARTIAL_CHURN, RELATIVE_CHANGE
from engine.figures import CURRENT_VALUE
from engine.formulas import Formula
from engine.loyalty.formulary import LOYALTY_FORMULAS
from engine.purchases import MONETARY_VALUE, PURCHASE_DAYS
from engine.rates import GROWTH_RATE, REPEAT_PURCHASE_RATE, RETENTION_RATE
from engine.rescue.formulary import RESCUE_FORMULAS
from engine.rhythm import GAP_LIMIT, RHYTHM_LIKELIHOOD, SILENCE_PROBABILITY
from engine.satisfaction.formulary import SATISFACTION_FORMULAS
from engine.segments.clusters import CLUSTER
from engine.segments.item_scores import ITEM_REGRESSION, ITEM_SIMILARITY
from engine.segments.lifecycle import LIFECYCLE_STAGE
from engine.segments.likeness import PROSPECT_LIFT, PROSPECT_LIKENESS
from engine.segments.migration import MIGRATION
from engine.segments.next_product import HIT_RATE
from engine.segments.rfm import RFM_SCORE
from engine.segments.stability import CLUSTER_STABILITY
from engine.simulation.formulary import SIMULATION_FORMULAS
from engine.texts.checking import COMMENTS_RIGHT
from engine.texts.sorting import TEXT_SORTING
from engine.value.basis import VALUE_BASIS
from engine.value.concentration import ABC_CLASS, CONCENTRATION
from engine.value.matrix import PYRAMID, VALUE_TIER
from engine.value.potential import POTENTIAL_VALUE
from engine.value.tier_stability import TIER_KEEP_PROBABILITY

SECTIONS: dict[str, tuple[Formula, ...]] = {
    "value": (VALUE_BASIS, CURRENT_VALUE, POTENTIAL_VALUE, VALUE_TIER, ABC_CLASS, CONCENTRATION, PYRAMID),
    "clv": (
        ALIVE_PROBABILITY,
        EXPECTED_PURCHASES,
        VALUE_TO_COME,
        LIFETIME_VALUE,
        CONTRACT_VALUE,
        CONTRACT_TOTAL,
        PURCHASE_WORTH,
        PREDICTIVE_INTERVAL,
        HOLD_OUT,
        RETURN_PROBABILITY,
        GAMMA_GAMMA,
        DROPOUT_IDENTIFIED,
        MODIFIED_BETA_GEO,
        BETA_GEO,
        PARETO,
        COVARIATES,
        BETA_BERNOULLI,
        SHIFTED_BETA_GEOMETRIC,
        BETA_DISCRETE_WEIBULL,
        RESIDUAL_LIFETIME,
    ),
    "behaviour": (PURCHASE_DAYS, MONETARY_VALUE, RFM_SCORE, LIFECYCLE_STAGE, MIGRATION),
    "groups": (CLUSTER, CLUSTER_STABILITY, TIER_KEEP_PROBABILITY),
    "prospects": (PROSPECT_LIKENESS, PROSPECT_LIFT, ITEM_REGRESSION, ITEM_SIMILARITY, HIT_RATE),
    "churn": (
        CHURN_RULE,
        CONTRACT_END,
        CHURN_STATE,
        CONTRACT_LEANING,
        SILENCE_PROBABILITY,
        GAP_LIMIT,
        RHYTHM_LIKELIHOOD,
        PARTIAL_CHURN,
    ),
    "leaving": (*HAZARD_FORMULAS, POPULATION_STABILITY),
    "comparison": COMPARISON_FORMULAS,
    "rescue": RESCUE_FORMULAS,
    "satisfaction": SATISFACTION_FORMULAS,
    "loyalty": LOYALTY_FORMULAS,
    "texts": (TEXT_SORTING, COMMENTS_RIGHT),
    "simulation": SIMULATION_FORMULAS,
    "rates": (GROWTH_RATE, RELATIVE_CHANGE, RETENTION_RATE, REPEAT_PURCHASE_RATE),
}
"""Formulas by section of the Methods page (``methods.section.<section>``)."""

FORMULAS: dict[str, Formula] = {formula.name: formula for section in SECTIONS.values() for formula in section}

METHOD_OF: dict[str, str] = {
    "active_customers_12m": "purchase_days",
    "current_value_total": "current_value",
    "lifetime_value_total": "lifetime_value",
    "leaning_customers": "churn_state",
    "left_share": "churn_state",
    "worth_contacting_customers": "warning_gain",
    "top_20_percent_share": "concentration",
    "true_loyalty_share": "loyalty_kind",
}
"""The formula behind a figure of the whole that isn't itself the name of one."""
