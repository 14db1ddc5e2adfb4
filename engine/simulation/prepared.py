"""What does a scenario make of a population before any luck is drawn?

Everything that no replication changes: hazards month by month with care, bindings and shocks on
them, the seats of customers still to be won, and how today's failures are taken out of the
measured hazards, so that going on as now gives the measured survival again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contracts import LIFECYCLE_STAGES, VALUE_TIERS
from engine.formulas import Formula
from engine.simulation.early_warning import score_noise
from engine.simulation.fates import Floats, Keys, keyed_uniforms, stream_key
from engine.simulation.population import CAUSES, DISAPPOINTED, Codes, Population
from engine.simulation.scenario import Failures, Scenario, Shock

TIERS = len(VALUE_TIERS)
PROSPECTS_PER_CUSTOMER = 2
_FIRST_SEAT = 1 << 40
_LARGEST_MONTHLY_RATE = 0.95

FAILURE_BASE = Formula(
    name="simulation_failure_base",
    latex=r"\lambda^0_{ik} = \frac{\lambda_{ik}}{1 + (1 - e^{-\rho_i \min(k, L)})(\bar f - 1)}, \quad"
    r" \bar f = q\,(p_t f_t + p_l f_l + p_u f_u) + (1 - q) f_s",
    origin="estimated",
)


@dataclass(frozen=True)
class Prepared:
    """A population under a scenario: N rows, the n of the population first, then seats to be won.

    ``hazard`` (M, N) for M months, ``cumulative`` (M + 1, N) its running sum; ``failures`` the
    probability of one in each month (horizon, N); ``price_factor`` (horizon, 4) multiplies
    margins; ``rival`` and ``price`` (horizon, 4) are the excess of those shocks.
    """

    scenario: Scenario
    size: int
    seats_per_month: int
    joining_probability: float
    new_weight: float
    keys: Keys
    tier: Codes
    weight: Floats
    margin: Floats
    reach: Floats
    switching_cost: Floats
    hazard: Floats
    cumulative: Floats
    failures: Floats
    causes: Floats
    cost_per_month: Floats
    rival: Floats
    price: Floats
    price_factor: Floats
    talk_today: Floats
    satisfied_today: Floats
    score_noise: float

    def seats(self, month: int) -> NDArray[np.int64]:
        """Return the rows of the prospects who may be won at the beginning of a month."""
        first = self.size + month * self.seats_per_month
        return np.arange(first, first + self.seats_per_month)


def prepare(population: Population, scenario: Scenario) -> Prepared:
    """Return what all replications of a scenario share."""
    months = scenario.horizon_months + _months_ahead(scenario)
    keys, source, seats = _seats(population, scenario)
    own = _without_today(population, scenario.failures, _extended(population.hazard, months))
    hazard = _shifted(own, source, population.size, seats)
    tier = population.tier[source]
    rival, price, faults, price_factor = _shocks(scenario, months)
    _scale_by_tier(hazard, tier, rival, price, population.switching_cost[source])
    cost = _bind_and_care(hazard, tier, keys, scenario)
    talk, satisfied = _talk_today(population, scenario)
    ahead = own[: scenario.warning.horizon_months].sum(axis=0)
    mean_weight = population.customers / population.size
    return Prepared(
        scenario=scenario,
        size=population.size,
        seats_per_month=seats,
        joining_probability=scenario.acquisition.customers_per_month / mean_weight / max(seats, 1),
        new_weight=mean_weight,
        keys=keys,
        tier=tier,
        weight=np.where(np.arange(len(source)) < population.size, population.weight[source], mean_weight),
        margin=population.margin_per_month[source],
        reach=population.reach[source],
        switching_cost=population.switching_cost[source],
        hazard=hazard,
        cumulative=np.vstack([np.zeros(len(source)), np.cumsum(hazard, axis=0)]),
        failures=_failure_probability(population, scenario, source, faults),
        causes=population.causes[source],
        cost_per_month=cost,
        rival=rival[: scenario.horizon_months],
        price=price[: scenario.horizon_months],
        price_factor=price_factor[: scenario.horizon_months],
        talk_today=talk,
        satisfied_today=satisfied,
        score_noise=score_noise(ahead, population.weight, scenario.warning.auc, scenario.seed),
    )


def failure_rate(population: Population, failures: Failures) -> Floats:
    """Return failures per customer and month: complaints over the share who complain, at most 0.95."""
    rate: Floats = population.complaints_per_month / max(failures.complaint_share, 1e-9)
    return np.minimum(rate, _LARGEST_MONTHLY_RATE)


def _failure_probability(
    population: Population, scenario: Scenario, source: NDArray[np.int64], faults: Floats
) -> Floats:
    rate = failure_rate(population, scenario.failures)[source] * scenario.failures.frequency_factor
    probability: Floats = -np.expm1(-rate * faults[: scenario.horizon_months, population.tier[source]])
    return probability


def _months_ahead(scenario: Scenario) -> int:
    lasting = [measure.lasting_months for measure in scenario.retention.measures]
    return max([scenario.warning.horizon_months, *lasting])


def _extended(hazard: Floats, months: int) -> Floats:
    """Return (months, n): the last known month's hazard holds beyond."""
    known = hazard.shape[1]
    return hazard[:, np.minimum(np.arange(months), known - 1)].T.copy()


def _seats(population: Population, scenario: Scenario) -> tuple[Keys, NDArray[np.int64], int]:
    """Return keys and models of all rows, and how many prospects there are a month.

    A new customer lives like one of those now in exploration (or, without any, like anybody). Twice
    as many prospects as customers to be won leave room for talk to bring more of them.
    """
    mean_weight = population.customers / population.size
    seats = int(np.ceil(PROSPECTS_PER_CUSTOMER * scenario.acquisition.customers_per_month / mean_weight))
    own = np.arange(population.size)
    if seats == 0:
        return own.astype(np.uint64), own, 0
    new = np.flatnonzero(population.stage == LIFECYCLE_STAGES.index("exploration"))
    models = new if len(new) else own
    month, seat = np.divmod(np.arange(scenario.horizon_months * seats), seats)
    keys = (np.uint64(_FIRST_SEAT) + (month.astype(np.uint64) << np.uint64(20))) + seat.astype(np.uint64)
    shares = np.cumsum(population.weight[models])
    luck = keyed_uniforms(stream_key(scenario.seed, 0, "model"), keys)
    chosen = models[np.searchsorted(shares / shares[-1], luck)]
    return np.concatenate([own.astype(np.uint64), keys]), np.concatenate([own, chosen]), seats


def _without_today(population: Population, failures: Failures, hazard: Floats) -> Floats:
    """Take today's failures out of the measured hazards (``FAILURE_BASE``), in place."""
    in_time = failures.in_time_share_today * (1.0 - failures.unanswered_share_today)
    late = 1.0 - in_time - failures.unanswered_share_today
    answered = in_time * failures.in_time_factor + late * failures.late_factor
    complained = answered + failures.unanswered_share_today * failures.unanswered_factor
    speaking = failures.complaint_share
    excess = speaking * complained + (1.0 - speaking) * failures.silent_factor - 1.0
    rate = failure_rate(population, failures)
    if failures.frequency_factor == 0.0 or not rate.any() or excess == 0.0:
        return hazard
    for month in range(len(hazard)):
        reached = 1.0 - np.exp(-rate * min(month + 0.5, failures.lasting_months))
        hazard[month] /= 1.0 + reached * excess
    return hazard


def _shifted(own: Floats, source: NDArray[np.int64], size: int, seats: int) -> Floats:
    """Return (months, N): seats of month m begin their model's hazards in month m, at 0 before."""
    months = len(own)
    hazard = np.zeros((months, len(source)))
    hazard[:, :size] = own
    for month in range((len(source) - size) // max(seats, 1)):
        rows = slice(size + month * seats, size + (month + 1) * seats)
        hazard[month:, rows] = own[: months - month, source[rows]]
    return hazard


def _shocks(scenario: Scenario, months: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return (months, 4) each: excess by rivals, excess by price, factor on failures, on margins."""
    rival, price = np.zeros((months, TIERS)), np.zeros((months, TIERS))
    faults, margins = np.ones((months, TIERS)), np.ones((months, TIERS))
    for shock in scenario.shocks:
        span, tiers = slice(shock.month - 1, shock.month - 1 + shock.months), _columns(shock)
        if shock.kind == "fault":
            faults[span, tiers] *= shock.factor
        elif shock.kind == "rival":
            rival[span, tiers] += shock.factor - 1.0
        else:
            price[span, tiers] += shock.factor - 1.0
            margins[shock.month - 1 :, tiers] *= 1.0 + shock.margin_change
    return rival, price, faults, margins


def _columns(shock: Shock) -> list[int]:
    return [VALUE_TIERS.index(name) for name in shock.tiers]


def _scale_by_tier(hazard: Floats, tier: Codes, rival: Floats, price: Floats, switching: Floats) -> None:
    """Put shocks on the hazards, in place: who finds it hard to change feels less of a rival's pull."""
    for month in range(len(hazard)):
        if rival[month].any() or price[month].any():
            pull = rival[month, tier] * (1.0 - switching) + price[month, tier]
            hazard[month] *= np.maximum(1.0 + pull, 0.0)


def _bind_and_care(hazard: Floats, tier: Codes, keys: Keys, scenario: Scenario) -> Floats:
    """Put care and programmes on the hazards, in place, and return their cost per customer and month."""
    care = scenario.care
    touches = np.array(care.touches_per_month.numbers)
    cost = (touches * care.cost_per_touch)[tier]
    factor = (care.hazard_factor_per_touch**touches)[tier]
    for number, binding in enumerate(scenario.bindings):
        eligible = np.isin(tier, [VALUE_TIERS.index(name) for name in binding.tiers])
        luck = keyed_uniforms(stream_key(scenario.seed, 0, f"binding-{binding.kind}-{number}"), keys)
        members = eligible & (luck < binding.joining_share)
        cost = cost + members * binding.cost_per_month
        factor = np.where(members, factor * binding.hazard_factor, factor)
    if (factor != 1.0).any():
        hazard *= factor
    return cost


def _talk_today(population: Population, scenario: Scenario) -> tuple[Floats, Floats]:
    """Return, month by month and per active customer, how many people hear bad and good today.

    What leavers and complainants say today is already in the measured hazards; only what
    differs from it moves them.
    """
    months, talk, failures = scenario.horizon_months, scenario.talk, scenario.failures
    hazard = _extended(population.hazard, months)
    alive = np.exp(-np.cumsum(hazard, axis=0)) * population.weight
    before = np.vstack([population.weight, alive[:-1]])
    unhappy = population.causes[:, [CAUSES.index(name) for name in DISAPPOINTED]].sum(axis=1)
    # Sums in one order on every machine, which a matrix product doesn't promise.
    leavers = ((before - alive) * (unhappy * population.reach * talk.told_by_leaver)).sum(axis=1)
    voices = np.minimum(population.complaints_per_month, _LARGEST_MONTHLY_RATE) * population.reach
    spoken = (before * voices).sum(axis=1)
    in_time = failures.in_time_share_today * (1.0 - failures.unanswered_share_today)
    active = before.sum(axis=1)
    if failures.frequency_factor == 0.0:
        spoken = np.zeros(months)
    bad = (leavers + spoken * (1.0 - in_time) * talk.told_by_complainant) / active
    return bad, spoken * in_time * talk.told_by_satisfied / active
