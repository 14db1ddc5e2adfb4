"""How likely is each customer to leave, and whom is it worth to contact with which measure?"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine.assessing.drift import FEATURES
from engine.assessing.feature_profile import feature_profile
from engine.assessing.leavers_total import expected_leavers
from engine.assessing.one_day import one_day_part, within_a_time
from engine.assessing.part import Part
from engine.assessing.study import Study
from engine.churn.forecast import Terms, assessment_columns
from engine.churn.profit import Campaign
from engine.churn.rule import ChurnRule
from engine.churn.silences import SILENCES, kept_silences
from engine.churn.value_weights import value_share
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.purchases import visible_facts
from engine.rescue.assumptions import RescueAssumptions
from engine.rescue.warning import warning_columns

CONTRACT_LEANING = Formula(
    name="contract_leaning",
    latex=r"\text{leaning}: F_{H,i} \ge \min\left(\tfrac12,\ \tfrac32\,\bar F_H\right)",
)

_TIMES_THE_AVERAGE = 1.5
_EVEN = 0.5


def churn_part(customers: pd.DataFrame, rule: ChurnRule, study: Study, *, in_full: bool = True) -> Part:
    """Return chance, time and cause of leaving, and the account of the model behind them.

    Not ``in_full`` compares no learners and takes the one that is simplest to read.
    """
    settings = study.settings
    terms = Terms(
        horizon_months=settings.horizon_months,
        rule_days=rule.days,
        has_contracts=study.has_contracts,
        kept_out=settings.kept_out_columns,
        trusted=settings.trusted_columns,
        learner=None if in_full else "logistic",
        value_share=value_share(settings.typed_of("leaving")),
        campaign=campaign_of(assumptions_of(study)),
    )
    columns, model, beside = assessment_columns(study.tables, customers, study.as_of, terms)
    if model.status != "ok" and (likeness := one_day_part(customers, study, in_full=in_full)) is not None:
        return replace(likeness, models=(*likeness.models, model))
    facts = visible_facts(study.tables.transactions, study.as_of, study.history)
    frames = {
        "churn_rules": beside.rules,
        FEATURES: feature_profile(beside.features),
        "incidents": beside.incidents,
        SILENCES: kept_silences(study.tables, facts, rule.days),
    }
    kept = {name: frame for name, frame in frames.items() if not frame.empty}
    figures: dict[str, Estimate] = {}
    if beside.curves is not None:
        chance = columns["churn_probability"].set_axis(customers["customer_id"])
        figures["expected_leavers"] = expected_leavers(chance, beside.curves, settings.horizon_months)
    return Part(columns, models=(model,), figures=figures, frames=kept, curves=beside.curves)


def rescue_part(customers: pd.DataFrame, study: Study) -> Part:
    """Return measure, ceiling and expected gain of every customer whose value and chance are known."""
    assumptions = assumptions_of(study)
    timed = within_a_time(customers)
    columns, card, effects = warning_columns(timed, study.relations, assumptions, study.random("rescue"))
    return Part(columns, cards=(card,), frames={"rescue_effects": effects})


def assumptions_of(study: Study) -> RescueAssumptions:
    """Return what is assumed of rescues under the rules of an assessment."""
    return RescueAssumptions().typed(study.settings.typed_of("rescue"))


def campaign_of(assumed: RescueAssumptions) -> Campaign:
    """Return by which assumptions learners are compared in money: those of rescues."""
    return Campaign(
        offer_cost=assumed.offer_cost.value,
        contact_cost=assumed.contact_cost.value,
        offer_share=assumed.offer_share.value,
        contact_share=assumed.contact_share.value,
        redeemed=assumed.redeemed_by_stayers.value,
        kept=assumed.kept.value,
        kept_strength=assumed.kept_strength,
    )


def is_likely_to_end(customers: pd.DataFrame) -> NDArray[np.bool_]:
    """Return whose contract is likely to end (``CONTRACT_LEANING``); nobody's where no chance is known."""
    chance = customers["churn_probability"].to_numpy(dtype=np.float64)
    mean = float(np.nanmean(chance)) if np.isfinite(chance).any() else math.nan
    likely: NDArray[np.bool_] = chance >= min(_EVEN, _TIMES_THE_AVERAGE * mean)
    return likely
