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
    lines = [texts(f"comparison.choice.{facts['chance_reason']}", **names, **said)]
    if facts["chance_of"] == facts["learner"] and facts["recalibrated"] == "yes":
        lines.append(texts("comparison.choice.recalibrated"))
    return (*lines, texts(f"comparison.cannot.{facts['chance_of']}"))


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
