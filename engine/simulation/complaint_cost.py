"""What does one unanswered complaint cost: directly, and by what is said about it?

No accepted figure exists. This one is for the company's own population: the same customers with the
same luck live through the base twice, once with more of their complaints left unanswered, with
talk and without.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from engine.contracts import VALUE_TIERS
from engine.errors import EngineError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.assumed import usual_assumptions, within_reason
from engine.simulation.fates import Floats
from engine.simulation.results import Results, ratio
from engine.simulation.scenario import Scenario
from engine.simulation.sensitivity import Trials, bars
from engine.simulation.simulate import Question, Watch, silent, simulate
from engine.simulation.tree import leaves

COMPLAINT_COST = Formula(
    name="simulation_complaint_cost",
    latex=r"K = \frac{\mathrm{NPV}_{\text{base}} - \mathrm{NPV}_{\text{more unanswered}}}"
    r"{\Delta\,\text{unanswered}},"
    r" \quad K_{\text{direct}}:\ \text{without talk}, \quad K_{\text{talk}} = K - K_{\text{direct}}",
    origin="estimated",
)

ASSUMPTIONS = (
    "failures.in_time_factor",
    "failures.late_factor",
    "failures.unanswered_factor",
    "failures.lasting_months",
    "talk.told_by_complainant",
    "talk.told_by_leaver",
    "talk.told_by_satisfied",
    "talk.customer_share",
    "talk.prospect_share",
    "talk.swayed_customer_probability",
    "talk.swayed_prospect_probability",
    "horizon_months",
    "discount_rate_per_year",
)
"""The parameters that carry the figure; a page shows them beside it."""

_MORE = 0.25


@dataclass(frozen=True)
class ComplaintCost:
    """Discounted margin lost per complaint left unanswered, over the horizon.

    ``direct`` is the complainant's own, ``talk`` that of others, ``total`` their sum;
    ``saved`` what not answering saves in compensation. ``complaints`` and ``unanswered`` are how
    many complaints a replication has on the mean, and how many of them end without an answer
    today. ``of_tier`` is the direct part by value tier: who hears what is said belongs to no tier.
    """

    total: Estimate
    direct: Estimate
    talk: Estimate
    saved: Estimate
    complaints: Estimate
    unanswered: Estimate
    of_tier: dict[str, Estimate]
    assumptions: dict[str, float]


def complaint_cost(
    question: Question, replications: int | None = None, watch: Watch = silent
) -> ComplaintCost:
    """Return what one unanswered complaint costs under the question's base.

    Raises
    ------
    EngineError
        Nobody complains under the base, or nobody answers.
    """
    base = question.scenarios[0]
    if base.desk.agents == 0 or base.complaints.unanswered_share > 1.0 - _MORE:
        raise EngineError("error.complaint_cost_without_desk")
    mute = replace(base, talk=replace(base.talk, is_on=False))
    loud = simulate(replace(question, scenarios=(base, _neglected(base))), replications, _half(watch, 0))
    quiet = replace(question, scenarios=(mute, _neglected(mute)))
    hushed = simulate(quiet, replications, _half(watch, loud.replications))
    if _more(loud).mean() <= 0.0:
        raise EngineError("error.complaint_cost_without_complaints")
    values = leaves(base)
    return ComplaintCost(
        total=cost_of(loud),
        direct=cost_of(hushed),
        talk=_by_talk(loud, hushed),
        saved=ratio(_lost(loud, "compensation_spend"), _more(loud)),
        complaints=loud.figure("complaints"),
        unanswered=loud.figure("unanswered"),
        of_tier={
            name: ratio(_lost(hushed, "margin", tier), _more(hushed, tier))
            for tier, name in enumerate(VALUE_TIERS)
        },
        assumptions={path: float(values[path]) for path in ASSUMPTIONS},
    )


def cost_bars(question: Question, replications: int = 10, watch: Watch = silent) -> pd.DataFrame:
    """Return how far each assumption moves the total cost, the strongest first (``sensitivity.bars``)."""
    base = question.scenarios[0]
    pair = replace(question, scenarios=(base, _neglected(base)))
    assumed = [one for one in usual_assumptions(base) if one.path in ASSUMPTIONS]
    usable = [within_reason(pair.scenarios, one) for one in assumed]
    trials = Trials(pair, cost_of, watch, replications * (1 + 2 * len(usable)))
    return bars(trials, usable, replications)


def cost_of(results: Results) -> Estimate:
    """Return the margin lost per complaint left unanswered: results of a base and of the same, neglected."""
    found, more = ratio(_lost(results, "margin"), _more(results)), float(_more(results).mean())
    return _widened(found, float(results.sampling[1, 2]) / more**2) if more else found


def _half(watch: Watch, before: int) -> Watch:
    """Tell of one of two runs as of a half of the whole."""
    return lambda done, wanted, so_far: watch(before + done, 2 * wanted, so_far)


def _neglected(scenario: Scenario) -> Scenario:
    share = scenario.complaints.unanswered_share + _MORE
    return replace(scenario, complaints=replace(scenario.complaints, unanswered_share=share))


def _lost(results: Results, name: str, tier: int | None = None) -> Floats:
    lost: Floats = results.totals(name, 0, tier) - results.totals(name, 1, tier)
    return lost


def _more(results: Results, tier: int | None = None) -> Floats:
    more: Floats = results.totals("unanswered", 1, tier) - results.totals("unanswered", 0, tier)
    return more


def _by_talk(loud: Results, hushed: Results) -> Estimate:
    """Return the difference of the two ratios with the interval of their linearised, paired errors."""
    total, direct = cost_of(loud), cost_of(hushed)
    errors = _errors(loud, total.value) - _errors(hushed, direct.value)
    spread = ratio(errors, np.ones(len(errors)))
    found = total.value - direct.value
    return replace(spread, value=found, low=found + spread.low, high=found + spread.high)


def _errors(results: Results, found: float) -> Floats:
    more = _more(results)
    errors: Floats = (_lost(results, "margin") - found * more) / more.mean()
    return errors


def _widened(found: Estimate, variance: float) -> Estimate:
    """Return an estimate whose interval holds a further variance, that of the sample of customers."""
    from scipy.special import stdtrit

    if variance <= 0.0 or found.n < 2:
        return found
    quantile = float(stdtrit(found.n - 1, 0.5 + 0.5 * found.level))
    half = math.hypot(found.high - found.value, quantile * math.sqrt(variance))
    return replace(found, low=found.value - half, high=found.value + half)
