"""Which learner says who leaves, why this one, and what can't it do?"""

from __future__ import annotations

import math

from dashboard.formats import UNDEFINED, Reader
from engine.cards import ModelCard
from engine.churn.comparison import learner_message_id
from engine.estimate import Estimate


def choice_lines(card: ModelCard, reader: Reader) -> tuple[str, ...]:
    """Return which learner is in use and why, and its limits; nothing of accounts that don't say it."""
    facts, texts = card.facts, reader.texts
    if "chance_reason" not in facts:
        return ()
    names = {name: _learner(facts[name], reader) for name in ("chance_of", "learner", "simplest")}
    said = {"months": facts["later_months"], "slope": _slope(str(facts["simplest"]), card, reader)}
    # An assessment older than the setting had all customers count alike.
    said["share"] = reader.formats.percent(float(facts.get("value_share", 0.0)), 0)
    lines = [texts(f"comparison.choice.{facts['chance_reason']}", **names, **said)]
    if facts["chance_of"] == facts["learner"] and facts["recalibrated"] == "yes":
        lines.append(texts("comparison.choice.recalibrated"))
    if "level_spread" in facts:
        share = reader.formats.percent(float(facts["level_spread"]), 0)
        lines.append(texts("models.level_spread", share=share))
    lines.append(texts(f"comparison.cannot.{facts['chance_of']}"))
    return (*lines, _money(card, reader)) if "profit_value" in facts else tuple(lines)


def _money(card: ModelCard, reader: Reader) -> str:
    """Return by which assumptions the methods are compared in money."""
    money, percent = reader.formats.money, reader.formats.percent
    amounts = {name: money(float(card.facts[f"profit_{name}"])) for name in ("value", "offer", "contact")}
    shares = {name: percent(float(card.facts[f"profit_{name}"]), 0) for name in ("redeemed", "kept")}
    return reader.texts("comparison.choice.money", **amounts, **shares)


def _learner(code: object, reader: Reader) -> str:
    return reader.texts(learner_message_id(str(code)))


def _slope(learner: str, card: ModelCard, reader: Reader) -> str:
    """Return how the chances of a learner that was compared came true: a slope with its interval."""
    known = {one.method: one.figures for one in card.compared}
    slope = known.get(learner, {}).get("calibration_slope", Estimate(math.nan))
    if not slope.is_defined:
        return UNDEFINED
    decimal = reader.formats.decimal
    low, high = decimal(slope.low, 2), decimal(slope.high, 2)
    return reader.texts("warning.bounded", value=decimal(slope.value, 2), low=low, high=high)
