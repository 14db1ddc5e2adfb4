"""What does one unanswered complaint cost: directly, and by what is said about it?

No accepted figure exists. This one is for the company's own population: the same customers with the
same luck live through the base twice, once with more of their complaints left unanswered, with
talk and without.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.errors import EngineError
from engine.estimate import Estimate
from engine.formulas import Formula
from engine.simulation.fates import Floats
from engine.simulation.results import Results, ratio
from engine.simulation.scenario import Scenario
from engine.simulation.simulate import Question, Watch, silent, simulate

COMPLAINT_COST = Formula(
    name="simulation_complaint_cost",
    latex=r"K = \frac{NPV_{\text{base}} - NPV_{\text{more unanswered}}}{\Delta\,\text{unanswered}}, \quad"
    r" K_{direct}:\ \text{without talk}, \quad K_{talk} = K - K_{direct}",
    source="Own rule; paired over replications, interval of a ratio estimator",
    origin="estimated",
)

ASSUMPTIONS = (
    "failures.in_time_factor",
    "failures.late_factor",
    "failures.unanswered_factor",
    "failures.lasting_months",
    "talk.told_by_complainant",
    "talk.told_by_leaver",
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
    ``saved`` what not answering saves in compensation. ``complaints`` is how many
    complaints a replication has on the mean.
    """

    total: Estimate
    direct: Estimate
    talk: Estimate
    saved: Estimate
    complaints: Estimate
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
    from engine.simulation.tree import leaves

    base = question.scenarios[0]
    if base.desk.agents == 0 or base.complaints.unanswered_share > 1.0 - _MORE:
        raise EngineError("error.complaint_cost_without_desk")
    mute = replace(base, talk=replace(base.talk, is_on=False))
    results = simulate(
        replace(question, scenarios=(base, _neglected(base), mute, _neglected(mute))), replications, watch
    )
    more = results.totals("unanswered", 1) - results.totals("unanswered", 0)
    more_mute = results.totals("unanswered", 3) - results.totals("unanswered", 2)
    if more.mean() <= 0.0:
        raise EngineError("error.complaint_cost_without_complaints")
    values = leaves(base)
    return ComplaintCost(
        total=ratio(_lost(results, "margin", 0), more),
        direct=ratio(_lost(results, "margin", 2), more_mute),
        talk=_ratio_difference((_lost(results, "margin", 0), more), (_lost(results, "margin", 2), more_mute)),
        saved=ratio(_lost(results, "compensation_spend", 0), more),
        complaints=results.figure("complaints"),
        assumptions={path: float(values[path]) for path in ASSUMPTIONS},
    )


def _neglected(scenario: Scenario) -> Scenario:
    share = scenario.complaints.unanswered_share + _MORE
    return replace(scenario, complaints=replace(scenario.complaints, unanswered_share=share))


def _lost(results: Results, name: str, base: int) -> Floats:
    lost: Floats = results.totals(name, base) - results.totals(name, base + 1)
    return lost


def _ratio_difference(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Estimate:
    """Return the difference of two ratios of means with the interval of their linearised, paired errors."""
    (a, b), (c, d) = first, second
    found, other = float(a.mean() / b.mean()), float(c.mean() / d.mean())
    errors = (a - found * b) / b.mean() - (c - other * d) / d.mean()
    spread = ratio(errors, np.ones(len(errors)))
    return replace(
        spread, value=found - other, low=found - other + spread.low, high=found - other + spread.high
    )
